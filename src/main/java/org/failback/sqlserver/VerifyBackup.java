package org.failback.sqlserver;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.failback.estate.Settings.Fence;
import org.failback.step.Command;
import org.failback.step.Facts;
import org.failback.step.Finding;
import org.failback.step.Gate;
import org.failback.step.Run;
import org.failback.step.Step;

/** Reads the backup through from P, which proves the files and that P's engine can read them. */
final class VerifyBackup implements Step {
    static final String NAME = "verifyBackup";

    private final Ground ground;

    VerifyBackup(Ground ground) {
        this.ground = ground;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "Verify the backup from " + ground.primary().serverName();
    }

    @Override
    public Gate gate() {
        return Gate.OUTAGE_AND_PLAN;
    }

    @Override
    public boolean longRunning() {
        return true;
    }

    private boolean fences() {
        return ground.settings().fence() == Fence.TAIL_LOG;
    }

    private AgentJob job() {
        return ground.job(ground.primary(), NAME);
    }

    private MgcBackup backup(Run run) {
        return ground.looks().at(ground.backup(), run, inquiry -> MgcBackup.of(inquiry, ground.mark(), run.id()));
    }

    @Override
    public Map<String, String> facts(Run run) {
        return RestoreFacts.of(backup(run), ground.settings().fence());
    }

    @Override
    public Finding look(Run run) {
        return ground.looks()
                .at(
                        ground.primary(),
                        run,
                        inquiry -> ground.footing(ground.primary())
                                .objection(inquiry, run)
                                .orElseGet(() -> LongWork.decide(
                                        "The verification of the backup",
                                        LongWork.truth(inquiry, job(), run),
                                        () -> done(inquiry, backup(run), run),
                                        () -> before(backup(run)))));
    }

    private Finding before(MgcBackup backup) {
        return backup.last(ground.settings().fence()).isPresent()
                ? Finding.needed("The backup is not verified yet.", backup.evidence())
                : Finding.blocked(
                        "There is no complete backup of this run to verify.",
                        "Take the backup and fence mgc first.",
                        "DBA",
                        backup.evidence());
    }

    /** Verifying leaves no trace in msdb, so the job that succeeded is the proof; it must have been about these sets. */
    private Optional<Finding> done(Inquiry inquiry, MgcBackup backup, Run run) {
        if (backup.last(ground.settings().fence()).isEmpty()) {
            return Optional.empty();
        }
        String description =
                description(run.id(), RestoreFacts.of(backup, ground.settings().fence()));
        return new JobLook(inquiry)
                .succeeded(job(), run.id()).stream()
                        .filter(truth -> truth.description().equals(description))
                        .findFirst()
                        .map(verified -> judge(inquiry, backup));
    }

    private Finding judge(Inquiry inquiry, MgcBackup backup) {
        Map<String, String> evidence = new LinkedHashMap<>(backup.evidence());
        for (BackupSet set : fences()
                ? List.of(backup.full().orElseThrow(), backup.tail().orElseThrow())
                : List.of(backup.full().orElseThrow())) {
            List<Row> headers = inquiry.ask(Lookup.HEADER, set.file());
            boolean right = headers.size() == 1
                    && headers.get(0).text("BackupSetGUID").equalsIgnoreCase(set.uuid())
                    && headers.get(0).text("DatabaseName").equals(Database.MGC)
                    && headers.get(0).flag("HasBackupChecksums")
                    && !headers.get(0).flag("IsDamaged");
            if (!right) {
                return Finding.blocked(
                        "Data is at risk: " + set.file() + " holds " + headers.size()
                                + " backup sets, or not the one that "
                                + ground.backup().serverName() + " wrote.",
                        "Do not restore from it. Keep the file, go back, then begin anew.",
                        "DBA",
                        evidence);
            }
            evidence.put(
                    set.file(),
                    "one set, checksums verified from " + ground.primary().serverName());
        }
        return Finding.done("The backup is readable from the primary and whole.", evidence);
    }

    private static String description(String run, Map<String, String> facts) {
        return "Run " + run + ": verifies backup set " + facts.get(FactName.BACKUP_SET)
                + (facts.containsKey(FactName.TAIL_SET) ? " and its tail " + facts.get(FactName.TAIL_SET) : "") + ".";
    }

    @Override
    public List<Command> commands(Facts facts) {
        String server = ground.primary().serverName();
        Map<String, String> sets = new LinkedHashMap<>();
        sets.put(FactName.BACKUP_SET, facts.get(FactName.BACKUP_SET));
        StringBuilder verify = new StringBuilder(verify(facts.get(FactName.BACKUP_FILE)));
        if (fences()) {
            sets.put(FactName.TAIL_SET, facts.get(FactName.TAIL_SET));
            verify.append('\n').append(verify(facts.get(FactName.TAIL_FILE)));
        }
        Guard guard = ground.guard(ground.primary(), facts);
        String step = "SET QUOTED_IDENTIFIER ON;\n"
                + guard.around(verify.toString(), "This is not " + server + " held by this run.");
        return List.of(job().start(
                        facts,
                        guard,
                        "Reads the backup through on " + server + "; nothing is changed.",
                        description(facts.get(Facts.RUN), sets),
                        List.of(JobStep.only("Verify the backup", step))));
    }

    private static String verify(String file) {
        return "RESTORE VERIFYONLY FROM DISK = " + Tsql.literal(file)
                + " WITH FILE = 1, CHECKSUM, STOP_ON_ERROR, STATS = 5;";
    }
}
