package org.failback.sqlserver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.failback.estate.SqlInstance;
import org.failback.step.Command;
import org.failback.step.Facts;
import org.failback.step.Finding;
import org.failback.step.Gate;
import org.failback.step.Run;
import org.failback.step.Step;

/** Proves that mgc on B holds what was backed up of it, and that of all copies it alone can be written to. */
final class ProveRestoredCopy implements Step {
    private final Ground ground;

    ProveRestoredCopy(Ground ground) {
        this.ground = ground;
    }

    @Override
    public String name() {
        return "proveRestoredCopy";
    }

    @Override
    public String title() {
        return "Prove that mgc on " + ground.backup().serverName() + " holds what it held";
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
        Map<String, String> evidence = new LinkedHashMap<>();
        return ground.looks()
                .at(ground.backup(), run, inquiry -> wrong(inquiry, run, evidence))
                .or(() -> others(run, evidence))
                .orElseGet(() -> Finding.done(
                        "mgc on " + ground.backup().serverName()
                                + " holds what was backed up of it, and no other copy is ONLINE.",
                        evidence));
    }

    private Optional<Finding> wrong(Inquiry inquiry, Run run, Map<String, String> evidence) {
        Optional<Finding> objection = ground.footing(ground.backup()).objection(inquiry, run);
        if (objection.isPresent()) {
            return objection;
        }
        String where = "mgc on " + ground.backup().serverName();
        BackupCopy copy = BackupCopy.of(inquiry, ground, run);
        KeptBackup kept = KeptBackup.of(inquiry, ground, run);
        Optional<Contents> recorded = Contents.recorded(run, FenceMgc.NAME, BackUpMgc.NAME);
        evidence.putAll(copy.evidence());
        if (copy.mgc().filter(Database::serving).isEmpty()) {
            return Optional.of(Finding.blocked(
                    where + " is " + copy.mgc().map(Database::inWords).orElse("missing")
                            + "; to serve it must be ONLINE, MULTI_USER and READ_WRITE.",
                    "Bring it into that state, then try again.",
                    "DBA",
                    evidence));
        }
        Database mgc = copy.mgc().orElseThrow();
        Contents here = Contents.of(inquiry);
        evidence.putAll(here.evidence());
        List<String> wrong = new ArrayList<>();
        if (!copy.is(BackupCopy.State.RESTORED)) {
            wrong.add("the last restore was not from this run's backup of it");
        }
        if (!mgc.recoveryModel().equals("FULL")) {
            wrong.add("its recovery model is " + mgc.recoveryModel());
        }
        if (kept.full()
                .filter(full -> full.family().equalsIgnoreCase(mgc.family()))
                .isEmpty()) {
            wrong.add("its family is " + mgc.family());
        }
        wrong.addAll(recorded.map(here::differencesFrom).orElse(List.of("nobody recorded what the backup held")));
        return wrong.isEmpty()
                ? Optional.empty()
                : Optional.of(Finding.blocked(
                        "Data is at risk: " + where + " is not what was backed up of it: " + String.join("; ", wrong)
                                + ".",
                        "Keep every file, and let nobody write. Compare with the run's backup; chat stays out until this is"
                                + " settled.",
                        "DBA",
                        evidence));
    }

    private Optional<Finding> others(Run run, Map<String, String> evidence) {
        List<String> serving = new ArrayList<>();
        for (SqlInstance instance : new OnlyPrimaryServes(ground).instances()) {
            if (instance.equals(ground.backup())) {
                continue;
            }
            Optional<Finding> blind = ground.looks().at(instance, run, inquiry -> {
                Optional<Database> mgc = Database.of(inquiry, Database.MGC);
                evidence.put(
                        OnlyPrimaryServes.MGC_ON + instance.serverName(),
                        mgc.map(Database::inWords).orElse("none"));
                mgc.filter(Database::online).ifPresent(online -> serving.add(instance.serverName()));
                return Privileges.objection(inquiry, instance);
            });
            if (blind.isPresent()) {
                return blind;
            }
        }
        return serving.isEmpty()
                ? Optional.empty()
                : Optional.of(Finding.blocked(
                        "mgc is ONLINE on " + String.join(", ", serving)
                                + ", too. Chat servers that come to it write where nobody will look again.",
                        "Find out who brought it online and whether anybody wrote to it. If it holds nothing that is needed,"
                                + " take it OFFLINE there (ALTER DATABASE [mgc] SET OFFLINE WITH ROLLBACK IMMEDIATE), then"
                                + " try again.",
                        "DBA",
                        evidence));
    }
}
