package org.failback.sqlserver;

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

/** Keeps mgccomp of the backup data center as a file: nobody restores it, and auditors may ask for it. */
final class BackUpMgccomp implements Step {
    static final String NAME = "backUpMgccomp";

    private final Ground ground;

    BackUpMgccomp(Ground ground) {
        this.ground = ground;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "Back up mgccomp"
                + ground.complianceBackup().map(on -> " on " + on.serverName()).orElse("");
    }

    @Override
    public Gate gate() {
        return Gate.OUTAGE_AND_PLAN;
    }

    @Override
    public boolean longRunning() {
        return true;
    }

    private static String backupName(String run) {
        return "Failback " + run + " mgccomp";
    }

    @Override
    public Map<String, String> facts(Run run) {
        return ground.complianceBackup().isEmpty()
                ? Map.of()
                : Map.of(
                        FactName.MGCCOMP_FILE,
                        new Folder(ground.estate().storage().backupShare())
                                .file("mgccomp_" + run.id() + "_" + run.attempt(NAME) + ".bak"));
    }

    @Override
    public Finding look(Run run) {
        return ground.complianceBackup()
                .map(on -> ground.looks().at(on, run, inquiry -> look(inquiry, on, run)))
                .orElseGet(() -> Finding.done("Compliance is not deployed.", Map.of()));
    }

    private Finding look(Inquiry inquiry, SqlInstance on, Run run) {
        Optional<Finding> objection =
                ground.marks(on) ? ground.footing(on).objection(inquiry, run) : Privileges.objection(inquiry, on);
        if (objection.isPresent()) {
            return objection.get();
        }
        return LongWork.decide(
                "The backup of mgccomp",
                LongWork.truth(inquiry, ground.job(on, NAME), run),
                () -> inquiry.ask(Lookup.BACKUPS_BY_NAME, backupName(run.id()), Database.MGCCOMP).stream()
                        .map(BackupSet::of)
                        .filter(set -> set.type().equals(BackupSet.FULL) && set.sound())
                        .findFirst()
                        .map(set -> Finding.done(
                                "mgccomp is backed up to " + set.file() + ".", set.evidence("backup of mgccomp"))),
                () -> before(inquiry, on));
    }

    private static Finding before(Inquiry inquiry, SqlInstance on) {
        Optional<Database> found = Database.of(inquiry, Database.MGCCOMP);
        Map<String, String> evidence = found.map(Database::evidence).orElse(Map.of());
        return found.filter(Database::online).isPresent()
                ? Finding.needed("mgccomp on " + on.serverName() + " is ready to be backed up.", evidence)
                : Finding.blocked(
                        "mgccomp on " + on.serverName() + " is "
                                + found.map(Database::inWords).orElse("missing") + ", so it cannot be backed up.",
                        "Bring it ONLINE, then try again.",
                        "DBA",
                        evidence);
    }

    @Override
    public List<Command> commands(Facts facts) {
        return ground.complianceBackup().map(on -> List.of(command(facts, on))).orElse(List.of());
    }

    private Command command(Facts facts, SqlInstance on) {
        String run = facts.get(Facts.RUN);
        Guard guard = ground.guard(on, facts);
        String step = BackupBatch.database(
                guard.and("EXISTS (SELECT 1 FROM sys.databases WHERE name = N'mgccomp' AND state_desc = N'ONLINE')"),
                Database.MGCCOMP,
                "COPY_ONLY, ",
                facts.get(FactName.MGCCOMP_FILE),
                backupName(run),
                "mgccomp as it was served in the backup data center",
                "this is not " + on.serverName() + " as this run knows it, or mgccomp is not ONLINE.");
        return ground.job(on, NAME)
                .start(
                        facts,
                        guard,
                        "Keeps a copy of mgccomp on the share; the database stays as it is.",
                        "Run " + run + ": keeps a copy of mgccomp.",
                        List.of(JobStep.only("Back up mgccomp", step)));
    }
}
