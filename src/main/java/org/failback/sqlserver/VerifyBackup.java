package org.failback.sqlserver;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.failback.estate.Settings.Fence;
import org.failback.estate.SqlInstance;
import org.failback.step.Command;
import org.failback.step.Facts;
import org.failback.step.Finding;
import org.failback.step.Gate;
import org.failback.step.Run;
import org.failback.step.Step;

/** Reads a backup through on the instance that is to be restored from it, which proves the files and its engine's rights. */
final class VerifyBackup implements Step {
    static final String NAME = "verifyBackup";
    static final String OF_PRIMARY = "verifyPrimaryBackup";

    /** A set of the backup, by the facts that name its file and its {@code backup_set_uuid}. */
    private record Part(String fileFact, String setFact) {}

    private final String name;
    private final SqlInstance reader;
    private final SqlInstance writer;
    private final List<Part> parts;
    private final Function<Run, List<BackupSet>> sets;
    private final Ground ground;

    private VerifyBackup(
            String name,
            SqlInstance reader,
            SqlInstance writer,
            List<Part> parts,
            Function<Run, List<BackupSet>> sets,
            Ground ground) {
        this.name = name;
        this.reader = reader;
        this.writer = writer;
        this.parts = parts;
        this.sets = sets;
        this.ground = ground;
    }

    /** B's backup, from P. */
    static VerifyBackup fromPrimary(Ground ground) {
        Part full = new Part(FactName.BACKUP_FILE, FactName.BACKUP_SET);
        Part tail = new Part(FactName.TAIL_FILE, FactName.TAIL_SET);
        return new VerifyBackup(
                NAME,
                ground.primary(),
                ground.backup(),
                ground.settings().fence() == Fence.TAIL_LOG ? List.of(full, tail) : List.of(full),
                run -> {
                    MgcBackup backup = ground.looks()
                            .at(ground.backup(), run, inquiry -> MgcBackup.of(inquiry, ground.mark(), run.id()));
                    return backup.needed(ground.settings().fence());
                },
                ground);
    }

    /** P's backup, from B. */
    static VerifyBackup fromBackup(Ground ground) {
        return new VerifyBackup(
                OF_PRIMARY,
                ground.backup(),
                ground.primary(),
                List.of(new Part(FactName.PRIMARY_FILE, FactName.PRIMARY_SET)),
                run -> ground
                        .looks()
                        .at(ground.primary(), run, inquiry -> PrimaryBackup.of(inquiry, ground.mark(), run.id()))
                        .full()
                        .stream()
                        .toList(),
                ground);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String title() {
        return "Verify the backup of " + writer.serverName() + " from " + reader.serverName();
    }

    @Override
    public Gate gate() {
        return Gate.OUTAGE_AND_PLAN;
    }

    @Override
    public boolean longRunning() {
        return true;
    }

    private AgentJob job() {
        return ground.job(reader, name);
    }

    @Override
    public Map<String, String> facts(Run run) {
        return facts(sets.apply(run));
    }

    private Map<String, String> facts(List<BackupSet> found) {
        Map<String, String> facts = new LinkedHashMap<>();
        for (int i = 0; i < found.size(); i++) {
            facts.put(parts.get(i).fileFact(), found.get(i).file());
            facts.put(parts.get(i).setFact(), found.get(i).uuid());
        }
        return facts;
    }

    @Override
    public Finding look(Run run) {
        return ground.looks()
                .at(
                        reader,
                        run,
                        inquiry -> ground.footing(reader)
                                .objection(inquiry, run)
                                .orElseGet(() -> LongWork.decide(
                                        "The verification of the backup",
                                        LongWork.truth(inquiry, job(), run),
                                        () -> done(inquiry, sets.apply(run), run),
                                        () -> before(sets.apply(run)))));
    }

    private Finding before(List<BackupSet> found) {
        return found.size() == parts.size()
                ? Finding.needed("The backup is not verified yet.", evidence(found))
                : Finding.blocked(
                        "There is no complete backup of this run on " + writer.serverName() + " to verify.",
                        "Take the whole backup first, then try again.",
                        "DBA",
                        evidence(found));
    }

    private static Map<String, String> evidence(List<BackupSet> found) {
        Map<String, String> evidence = new LinkedHashMap<>();
        found.forEach(
                set -> evidence.putAll(set.evidence(set.type().equals(BackupSet.LOG) ? "tail of the log" : "backup")));
        return evidence;
    }

    /** Verifying leaves no trace in msdb, so the job that succeeded is the proof; it must have been about these sets. */
    private Optional<Finding> done(Inquiry inquiry, List<BackupSet> found, Run run) {
        if (found.size() != parts.size()) {
            return Optional.empty();
        }
        String description = description(run.id(), facts(found));
        return new JobLook(inquiry)
                .succeeded(job(), run.id()).stream()
                        .filter(truth -> truth.description().equals(description))
                        .findFirst()
                        .map(verified -> judge(inquiry, found));
    }

    private Finding judge(Inquiry inquiry, List<BackupSet> found) {
        Map<String, String> evidence = evidence(found);
        for (BackupSet set : found) {
            if (!set.isAloneIn(inquiry.ask(Lookup.HEADER, set.file()))) {
                return Finding.endangered(
                        "Data is at risk: " + set.file() + " does not hold exactly the one backup set that "
                                + writer.serverName() + " wrote.",
                        "Do not restore from it. Keep the file, go back, then begin anew.",
                        "DBA",
                        evidence);
            }
            evidence.put(set.file(), "one set, checksums verified from " + reader.serverName());
        }
        return Finding.done("The backup is readable from " + reader.serverName() + " and whole.", evidence);
    }

    private String description(String run, Map<String, String> facts) {
        return "Run " + run + ": verifies backup set " + facts.get(parts.get(0).setFact())
                + (parts.size() > 1 ? " and its tail " + facts.get(parts.get(1).setFact()) : "") + ".";
    }

    @Override
    public List<Command> commands(Facts facts) {
        Map<String, String> named = new LinkedHashMap<>();
        parts.forEach(part -> named.put(part.setFact(), facts.get(part.setFact())));
        String verify = parts.stream()
                .map(part -> "RESTORE VERIFYONLY FROM DISK = " + Tsql.literal(facts.get(part.fileFact()))
                        + " WITH FILE = 1, CHECKSUM, STOP_ON_ERROR, STATS = 5;")
                .collect(java.util.stream.Collectors.joining("\n"));
        Guard guard = ground.guard(reader, facts);
        String step = "SET QUOTED_IDENTIFIER ON;\n"
                + guard.around(verify, "This is not " + reader.serverName() + " held by this run.");
        return List.of(job().start(
                        facts,
                        guard,
                        "Reads the backup through on " + reader.serverName() + "; nothing is changed.",
                        description(facts.get(Facts.RUN), named),
                        List.of(JobStep.only("Verify the backup", step))));
    }
}
