package org.failback.sqlserver;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.failback.step.Command;
import org.failback.step.Entry;
import org.failback.step.Facts;
import org.failback.step.Finding;
import org.failback.step.Gate;
import org.failback.step.Run;
import org.failback.step.Step;
import org.failback.step.Verdict;

/**
 * Deletes the file that the probe of the Agent account left on the share. T-SQL cannot delete a file, B's Agent may only
 * read there, and P's Agent must write there for log shipping: so it is a job on P. A file that cannot be deleted is said,
 * and holds nothing up.
 */
final class RemoveProbe implements Step {
    private static final String NAME = "removeProbe";

    private final Ground ground;

    RemoveProbe(Ground ground) {
        this.ground = ground;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "Remove the probe's file from the share";
    }

    @Override
    public Gate gate() {
        return Gate.NONE;
    }

    @Override
    public boolean onlyIfNeeded() {
        return true;
    }

    private List<String> files(Run run) {
        return ground.looks()
                .at(
                        ground.backup(),
                        run,
                        inquiry ->
                                inquiry
                                        .ask(Lookup.BACKUPS_BY_NAME, ProbeAgentAccount.backupName(run.id()), "model")
                                        .stream()
                                        .map(row -> row.text("physical_device_name"))
                                        .toList());
    }

    @Override
    public Map<String, String> facts(Run run) {
        List<String> files = files(run);
        return files.isEmpty() ? Map.of() : Map.of(FactName.PROBE_FILES, String.join("|", files));
    }

    @Override
    public Finding look(Run run) {
        boolean done = run.of(Entry.Kind.FOUND)
                .anyMatch(found -> found.step().equals(NAME)
                        && Verdict.DONE.name().equals(found.data().get("verdict")));
        List<String> files = done ? List.of() : files(run);
        if (files.isEmpty()) {
            return Finding.done("No file of the probe is left that this run knows of.", Map.of());
        }
        return ground.looks()
                .at(
                        ground.primary(),
                        run,
                        inquiry -> Privileges.objection(inquiry, ground.primary())
                                .orElseGet(() -> judged(LongWork.truth(inquiry, job(), run), files)));
    }

    private Finding judged(JobTruth truth, List<String> files) {
        Map<String, String> evidence = Map.of("file", String.join(", ", files));
        return switch (truth.state()) {
            case RUNNING -> Finding.running("The probe's file is being deleted.", -1, evidence);
            case SUCCEEDED -> Finding.done("The probe's file is deleted.", evidence);
            case FAILED ->
                Finding.done(
                        "The probe's file could not be deleted; delete it by hand. The job's own words: "
                                + truth.words(),
                        evidence);
            case NONE, CREATED -> Finding.needed("The probe's file is still on the share.", evidence);
        };
    }

    private AgentJob job() {
        return ground.job(ground.primary(), NAME);
    }

    @Override
    public List<Command> commands(Facts facts) {
        String delete = List.of(facts.get(FactName.PROBE_FILES).split("\\|")).stream()
                .map(file -> "del " + Tsql.path(file))
                .collect(Collectors.joining(" && "));
        Guard guard = Guard.on(ground.primary());
        return List.of(job().start(
                        facts,
                        guard,
                        "Deletes the file that the probe of the Agent account wrote to the share.",
                        "Run " + facts.get(Facts.RUN) + ": deletes the probe's file.",
                        List.of(
                                new JobStep(
                                        "See that this is the primary",
                                        JobStep.Subsystem.TSQL,
                                        guard.around(
                                                "PRINT N'The file is deleted next.';",
                                                "This is not "
                                                        + ground.primary().serverName() + "."),
                                        JobStep.Then.NEXT,
                                        JobStep.Then.FAIL),
                                new JobStep(
                                        "Delete the file as the Agent account",
                                        JobStep.Subsystem.CmdExec,
                                        "cmd.exe /d /c " + delete,
                                        JobStep.Then.SUCCEED,
                                        JobStep.Then.FAIL))));
    }
}
