package org.failback.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Whether a night came to its proved end by its own way, as the servers, their logs and the journal say. */
final class Judgement {
    private final LabProcess lab;
    private final Supplier<Effects> undisturbed;

    Judgement(LabProcess lab, Supplier<Effects> undisturbed) {
        this.lab = lab;
        this.undisturbed = undisturbed;
    }

    /** @return what is wrong; empty where nothing is */
    List<String> of(Child last, EngineCopy engine) {
        List<String> wrong = new ArrayList<>();
        if (!last.said("Outcome: proved (End_FailedBack)")) {
            wrong.add("stuck: the last process did not say that all is proved: " + last.last());
        }
        wrong.addAll(home());
        wrong.addAll(way(engine));
        wrong.addAll(Effects.of(lab, engine.last().run()).differencesFrom(undisturbed.get()));
        return wrong;
    }

    /** The pool is back, as the servers themselves say. */
    private List<String> home() {
        String p = lab.primary();
        String b = lab.backup();
        List<String> wrong = new ArrayList<>();
        says(
                wrong,
                p,
                "SELECT state_desc + ' ' + user_access_desc + ' ' + recovery_model_desc FROM sys.databases WHERE name = 'mgc'",
                "ONLINE MULTI_USER FULL");
        says(wrong, b, "SELECT state_desc FROM sys.databases WHERE name = 'mgc'", "RESTORING");
        says(wrong, p, "SELECT primary_database FROM msdb.dbo.log_shipping_primary_databases", "mgc");
        says(wrong, b, "SELECT secondary_database FROM msdb.dbo.log_shipping_secondary_databases", "mgc");
        says(wrong, b, "SELECT RIGHT(last_restored_file, 4) FROM msdb.dbo.log_shipping_secondary_databases", ".trn");
        String enabled =
                "SELECT CONVERT(varchar(9), COUNT(*)) FROM msdb.dbo.sysjobs j JOIN msdb.dbo.syscategories c ON c.category_id = j.category_id WHERE c.name = 'Log Shipping' AND j.enabled = 1 AND j.owner_sid = 0x01 AND j.name ";
        says(wrong, p, enabled + "LIKE 'LSBackup%'", "1");
        says(wrong, b, enabled + "NOT LIKE 'LSAlert%'", "2");
        for (String server : List.of(p, b)) {
            says(
                    wrong,
                    server,
                    "SELECT CONVERT(varchar(9), COUNT(*)) FROM msdb.dbo.sysjobs WHERE name LIKE 'Failback%'",
                    "0");
        }
        return wrong;
    }

    private void says(List<String> wrong, String server, String query, String answer) {
        List<List<String>> rows = lab.ask(server, query);
        if (!rows.equals(List.of(List.of(answer)))) {
            wrong.add("end state: " + server + " says " + rows + " instead of " + answer + " to: " + query);
        }
    }

    /** One run, its journal without a gap, every gate passed once, and nobody asked how to go on. */
    private static List<String> way(EngineCopy engine) {
        List<String> wrong = new ArrayList<>();
        List<EngineCopy.Line> journal = engine.journal();
        if (journal.stream().map(EngineCopy.Line::run).distinct().count() != 1) {
            wrong.add("way: there are several runs: "
                    + journal.stream().map(EngineCopy.Line::run).distinct().toList());
        }
        for (int i = 0; i < journal.size(); i++) {
            if (journal.get(i).number() != i + 1) {
                wrong.add("way: the journal has a gap before entry " + journal.get(i));
                break;
            }
        }
        Map<String, Long> decisions = journal.stream()
                .filter(line -> line.kind().equals("DECISION"))
                .collect(Collectors.groupingBy(EngineCopy.Line::step, Collectors.counting()));
        if (decisions.size() != Gates.ALL.size() || decisions.values().stream().anyMatch(count -> count != 1)) {
            wrong.add("way: the decisions were " + decisions);
        }
        journal.stream()
                .filter(line -> line.kind().equals("NOTE"))
                .forEach(line -> wrong.add("way: a person was needed: " + line + " " + line.data()));
        if (!engine.last().kind().equals("RUN_ENDED")) {
            wrong.add("way: the journal ends with " + engine.last());
        }
        return wrong;
    }
}
