package org.failback.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.failback.estate.Estate;
import org.failback.step.CheckReadiness;
import org.failback.step.CheckResult;
import org.failback.step.Command;
import org.failback.step.Entry;
import org.failback.step.Facts;
import org.failback.step.Gate;
import org.failback.step.Run;
import org.failback.step.Step;

/** Puts together what each user task shows, from the journal and the plan. */
final class GateEvidence {
    private static final TypeReference<List<CheckResult>> TABLE = new TypeReference<>() {};
    private static final Set<String> NOT_FOR_PEOPLE = Set.of("verdict", CheckReadiness.TABLE);

    private final Estate estate;
    private final Procedure procedure;
    private final Supplier<Map<String, Duration>> expected;
    private final ObjectMapper json;

    /** @param expected how long steps may take by step name, from the servers' own history; absent where unknown */
    GateEvidence(Estate estate, Procedure procedure, Supplier<Map<String, Duration>> expected, ObjectMapper json) {
        this.estate = estate;
        this.procedure = procedure;
        this.expected = expected;
        this.json = json;
    }

    /** What the task of this id shows for this run. */
    Evidence of(String task, Run run, Optional<String> failedStep) {
        return switch (task) {
            case Model.Gates.CONFIRM_REBUILD -> rebuild(run);
            case Model.Gates.APPROVE_OUTAGE -> outage();
            case Model.Gates.APPROVE_RESTORE -> restore(run);
            default -> failure(run, failedStep.orElse(""));
        };
    }

    private Evidence rebuild(Run run) {
        List<CheckResult> lines = readiness(run);
        List<Map<String, String>> rows = lines.stream()
                .sorted(java.util.Comparator.comparing(CheckResult::result).reversed())
                .map(line -> row(
                        "check", line.check(),
                        "host", line.host(),
                        "result", line.result().name(),
                        "evidence", line.evidence(),
                        "remedy", line.remedy()))
                .toList();
        String primary = estate.primaryInstance().serverName();
        String backup = estate.backupInstance().serverName();
        Map<String, Map<String, String>> sides = new LinkedHashMap<>();
        for (CheckResult line : lines) {
            if (line.host().equals(primary) || line.host().equals(backup)) {
                sides.computeIfAbsent(line.check(), check -> row("fact", check, "primary", "", "backup", ""))
                        .merge(
                                line.host().equals(primary) ? "primary" : "backup",
                                line.evidence(),
                                (a, b) -> a.isEmpty() ? b : a + "; " + b);
            }
        }
        long confirm = lines.stream()
                .filter(l -> l.result() == CheckResult.Result.CONFIRM)
                .count();
        return evidence(
                "Confirm that the primary data center was rebuilt: "
                        + estate.primary().name(),
                confirm == 0 ? "" : confirm + " findings below are yours to confirm; they are marked CONFIRM.",
                new Table("readiness", rows),
                new Table("sides", List.copyOf(sides.values())));
    }

    private Evidence outage() {
        Map<String, Duration> durations = expected.get();
        List<Map<String, String>> rows = new ArrayList<>();
        int number = 0;
        for (Procedure.Part part : procedure.parts()) {
            for (Command command : part.step().commands(Facts.none())) {
                rows.add(row(
                        "number", String.valueOf(++number),
                        "phase", part.phase(),
                        "when", when(part),
                        "host", command.host(),
                        "effect", command.effect(),
                        "expected", expected(durations, part.step()),
                        "text", command.text()));
            }
        }
        return evidence(
                "Approve the outage of " + estate.pool().fqdn() + " and every command of the plan",
                "From this approval on nobody can use Persistent Chat, and no room administration is allowed until the failback has ended.",
                new Table("commands", rows),
                new Table(
                        "plan",
                        List.of(row(
                                "what",
                                "Plan (SHA-256)",
                                "value",
                                procedure.plan().hash()))));
    }

    private Evidence restore(Run run) {
        List<Map<String, String>> rows = new ArrayList<>();
        for (String step : List.of(
                "backUpMgc",
                "fenceMgc",
                "verifyBackup",
                "checkMgcOnBackup",
                "proveQuiescence",
                "drainCompliance",
                "backUpMgccomp",
                "checkReadiness")) {
            run.lastFound(step).ifPresent(found -> rows.addAll(findings(step, found)));
        }
        Facts facts = run.factsAtGate();
        List<Map<String, String>> commands = new ArrayList<>();
        for (Step step : procedure.steps()) {
            if (step.gate() == Gate.RESTORE) {
                for (Command command : step.commands(facts)) {
                    commands.add(row(
                            "number", String.valueOf(commands.size() + 1),
                            "host", command.host(),
                            "effect", command.effect(),
                            "text", command.text()));
                }
            }
        }
        return evidence(
                "Approve overwriting mgc on " + estate.primaryInstance().serverName(),
                "Restoring overwrites the mgc database that is on "
                        + estate.primaryInstance().serverName()
                        + " now. A safety copy is taken first; the copy on "
                        + estate.backupInstance().serverName()
                        + " stays as it is.",
                new Table("backup", rows),
                new Table("facts", facts(run)),
                new Table("commands", commands));
    }

    private Evidence failure(Run run, String failedStep) {
        Optional<Entry> note =
                run.of(Entry.Kind.NOTE).filter(e -> e.step().equals(failedStep)).reduce((a, b) -> b);
        List<Map<String, String>> what = new ArrayList<>();
        String title = procedure.step(failedStep).map(Step::title).orElse(failedStep);
        what.add(row("what", "Step", "value", title));
        note.ifPresent(entry -> {
            what.add(row("what", "Where", "value", entry.host()));
            what.add(row("what", "Why", "value", entry.text()));
            what.add(row("what", "What to do", "value", entry.data().getOrDefault("remedy", "")));
            what.add(row("what", "Whose it is", "value", entry.data().getOrDefault("owner", "")));
        });
        List<Map<String, String>> words = run.of(Entry.Kind.OUTCOME)
                .filter(e -> e.step().equals(failedStep))
                .map(e -> row("at", e.at().toString(), "host", e.host(), "words", e.text()))
                .toList();
        List<Map<String, String>> seen = run.lastFound(failedStep)
                .map(found -> findings(failedStep, found))
                .orElse(List.of());
        List<Map<String, String>> readiness = failedStep.equals("checkReadiness")
                ? readiness(run).stream()
                        .filter(l -> l.result() != CheckResult.Result.OK)
                        .map(l -> row(
                                "check",
                                l.check(),
                                "host",
                                l.host(),
                                "result",
                                l.result().name(),
                                "evidence",
                                l.evidence(),
                                "remedy",
                                l.remedy()))
                        .toList()
                : List.of();
        return evidence(
                "Decide how to go on: " + title,
                note.map(Entry::text).orElse(""),
                new Table("failure", what),
                new Table("words", words),
                new Table("seen", seen),
                new Table("readiness", readiness));
    }

    private List<Map<String, String>> findings(String step, Entry found) {
        String title = procedure.step(step).map(Step::title).orElse(step);
        return found.data().entrySet().stream()
                .filter(e -> !NOT_FOR_PEOPLE.contains(e.getKey()))
                .map(e -> row("step", title, "what", e.getKey(), "value", e.getValue()))
                .toList();
    }

    private static List<Map<String, String>> facts(Run run) {
        Map<String, String> newest = new LinkedHashMap<>();
        run.of(Entry.Kind.FACT).forEach(e -> newest.putAll(e.data()));
        return newest.entrySet().stream()
                .map(e -> row("what", e.getKey(), "value", e.getValue()))
                .toList();
    }

    private List<CheckResult> readiness(Run run) {
        return run.lastFound("checkReadiness")
                .map(found -> found.data().get(CheckReadiness.TABLE))
                .map(this::parse)
                .orElse(List.of());
    }

    private List<CheckResult> parse(String table) {
        try {
            return json.readValue(table, TABLE);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the journal's readiness table is not JSON", e);
        }
    }

    private Evidence evidence(String heading, String warning, Table... tables) {
        String rehearsal = estate.rehearsal()
                ? "REHEARSAL: everything here happens in the lab on this machine; no real server is touched."
                : "";
        Map<String, List<Map<String, String>>> byName = new LinkedHashMap<>();
        for (Table table : tables) {
            byName.put(table.name(), table.rows());
        }
        return new Evidence(rehearsal, heading, warning, byName);
    }

    private static String when(Procedure.Part part) {
        return switch (part.when()) {
            case ALWAYS -> part.step().onlyIfNeeded() ? "if needed" : "always";
            case ON_DECISION -> "if somebody decides so";
            case GOING_BACK -> "only on the way back";
        };
    }

    static String expected(Map<String, Duration> durations, Step step) {
        if (!step.longRunning()) {
            return "seconds";
        }
        Duration duration = durations.get(step.name());
        if (duration == null) {
            return "unknown";
        }
        return duration.toMinutes() < 1 ? "under a minute" : "about " + duration.toMinutes() + " min";
    }

    private static Map<String, String> row(String... namesAndValues) {
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            row.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return row;
    }

    private record Table(String name, List<Map<String, String>> rows) {}
}
