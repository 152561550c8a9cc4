package org.failback.sqlserver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.failback.step.Command;
import org.failback.step.Facts;
import org.failback.step.Finding;
import org.failback.step.Gate;
import org.failback.step.Run;
import org.failback.step.Step;

/** Proves that P holds what B held: by P's restore history, its family, the rows of every table and the newest message. */
final class ProveEquality implements Step {
    private final Ground ground;

    ProveEquality(Ground ground) {
        this.ground = ground;
    }

    @Override
    public String name() {
        return "proveEquality";
    }

    @Override
    public String title() {
        return "Prove that the primary holds what the backup held";
    }

    @Override
    public Gate gate() {
        return Gate.NONE;
    }

    @Override
    public List<Command> commands(Facts facts) {
        return List.of();
    }

    @Override
    public Finding look(Run run) {
        MgcBackup backup =
                ground.looks().at(ground.backup(), run, inquiry -> MgcBackup.of(inquiry, ground.mark(), run.id()));
        return ground.looks()
                .at(
                        ground.primary(),
                        run,
                        inquiry -> ground.footing(ground.primary())
                                .objection(inquiry, run)
                                .orElseGet(() -> look(inquiry, backup, run)));
    }

    private Finding look(Inquiry inquiry, MgcBackup backup, Run run) {
        Optional<Contents> recorded = Contents.recorded(run, FenceMgc.NAME, BackUpMgc.NAME);
        Optional<BackupSet> last = backup.last(ground.settings().fence());
        Optional<Database> mgc = Database.of(inquiry, Database.MGC);
        if (mgc.filter(Database::online).isEmpty() || recorded.isEmpty() || last.isEmpty()) {
            return Finding.blocked(
                    recorded.isEmpty() || last.isEmpty()
                            ? "Nobody recorded what the backup holds, so nothing can be compared with it."
                            : "mgc on the primary is "
                                    + mgc.map(Database::inWords).orElse("missing") + ", so nobody can look into it.",
                    "Look at what the restore left, then decide how to go on.",
                    "DBA",
                    backup.evidence());
        }
        Contents here = Contents.of(inquiry);
        List<String> wrong = new ArrayList<>(state(mgc.get()));
        Optional<Row> restore =
                inquiry.ask(Lookup.RESTORES, Database.MGC).stream().findFirst();
        if (restore.filter(row ->
                        row.text("backup_set_uuid").equalsIgnoreCase(last.get().uuid()))
                .isEmpty()) {
            wrong.add("the last restore was not from this run's backup");
        }
        if (!mgc.get().family().equalsIgnoreCase(last.get().family())) {
            wrong.add("its family is " + mgc.get().family() + " instead of "
                    + last.get().family());
        }
        wrong.addAll(here.differencesFrom(recorded.get()));
        Map<String, String> evidence = new LinkedHashMap<>(mgc.get().evidence());
        evidence.put("restored from backup set", last.get().uuid());
        evidence.put("family", mgc.get().family());
        evidence.putAll(here.evidence());
        if (wrong.isEmpty()) {
            return Finding.done(
                    "The primary holds what the backup held: " + here.messages() + " messages, "
                            + here.rows().size() + " tables with the same number of rows.",
                    evidence);
        }
        return Finding.endangered(
                "Data is at risk: the primary does not hold what the backup held: " + String.join("; ", wrong) + ".",
                "Do not go live. The copy on " + ground.backup().serverName() + " is as it was; going back is safe.",
                "DBA",
                evidence);
    }

    private static List<String> state(Database mgc) {
        List<String> wrong = new ArrayList<>();
        if (!mgc.userAccess().equals("MULTI_USER")) {
            wrong.add("it is " + mgc.userAccess());
        }
        if (mgc.readOnly()) {
            wrong.add("it is read only");
        }
        if (!mgc.recoveryModel().equals("FULL")) {
            wrong.add("its recovery model is " + mgc.recoveryModel());
        }
        return wrong;
    }
}
