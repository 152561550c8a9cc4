package org.failback.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.failback.estate.Estate;
import org.failback.process.Procedure;
import org.failback.sqlserver.Remains;
import org.failback.step.Claim;
import org.failback.step.Entry;
import org.failback.step.Run;
import org.failback.step.Step;

/**
 * What {@code report.json} holds.
 *
 * @param rehearsal a sentence that says that no real server was touched
 * @param outcome {@code proved} only when the run reached its end and every proof holds, else {@code failed}
 * @param end id of the end event that the run reached, or that it stands still at a decision
 * @param logins which login looked at a host and which one acted there
 * @param remains what people have to do or to know afterwards
 */
record DrillReport(
        String rehearsal,
        String run,
        String outcome,
        String end,
        List<StepLine> steps,
        List<Claim> proofs,
        List<Logins.Line> logins,
        Map<String, String> remains) {
    /** One step that had its turn; times are UTC. */
    record StepLine(
            String id,
            String name,
            String host,
            List<CommandLine> commands,
            String finding,
            Map<String, String> evidence,
            String startedAt,
            String endedAt) {}

    /** A command as it was sent. */
    record CommandLine(String host, String effect, String text) {}

    static DrillReport of(Run run, Procedure procedure, List<Claim> proofs, Estate estate) {
        List<StepLine> lines = new ArrayList<>();
        for (Step step : procedure.steps()) {
            List<Entry> entries = run.entries().stream()
                    .filter(e -> e.step().equals(step.name()))
                    .toList();
            if (!entries.isEmpty()) {
                lines.add(line(step, entries));
            }
        }
        String end = Drill.endOf(run);
        boolean proved = end.equals("End_FailedBack") && proofs.stream().allMatch(Claim::holds);
        return new DrillReport(
                "This was a rehearsal in the lab; no real server was touched.",
                run.id(),
                proved ? "proved" : "failed",
                end.isEmpty() ? "none: it stands still at a decision that only people can take" : end,
                lines,
                proofs,
                new Logins(estate).of(run),
                proved ? new Remains(estate).of(run) : Map.of());
    }

    private static StepLine line(Step step, List<Entry> entries) {
        List<CommandLine> commands = entries.stream()
                .filter(e -> e.kind() == Entry.Kind.INTENT)
                .map(e -> new CommandLine(e.host(), e.data().getOrDefault("effect", ""), e.text()))
                .toList();
        Entry found = entries.stream()
                .filter(e -> e.kind() == Entry.Kind.FOUND)
                .reduce((a, b) -> b)
                .orElse(entries.get(0));
        return new StepLine(
                step.name(),
                step.title(),
                String.join(
                        ", ",
                        commands.stream().map(CommandLine::host).distinct().toList()),
                commands,
                found.data().getOrDefault("verdict", "") + ": " + found.text(),
                found.data(),
                entries.get(0).at().toString(),
                entries.get(entries.size() - 1).at().toString());
    }
}
