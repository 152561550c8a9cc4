package org.failback.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.failback.estate.Estate;
import org.failback.step.CheckReadiness;
import org.failback.step.CheckResult;
import org.failback.step.Command;
import org.failback.step.Entry;
import org.failback.step.Facts;
import org.failback.step.Gate;
import org.failback.step.Run;
import org.failback.step.Sort;
import org.failback.step.Step;

/** Puts together what each user task shows, from the journal and the plan. */
final class GateEvidence {
    /** What an approval would let go, for the comparison when it is given. */
    static final String RELEASES = "releases";

    private static final TypeReference<List<CheckResult>> TABLE = new TypeReference<>() {};
    private static final Set<String> NOT_FOR_PEOPLE = Set.of("verdict", CheckReadiness.TABLE, "job", "job log");
    /** Steps whose findings a manager weighs before the primary is overwritten. */
    private static final List<String> BEFORE_RESTORE =
            List.of("backUpMgc", "fenceMgc", "verifyBackup", "checkMgcOnBackup", "drainCompliance", "backUpMgccomp");

    /** Checks that say what lies on the primary. */
    private static final Set<String> ON_PRIMARY = Set.of("Primary rebuilt", "State of mgc", "Room for mgc");

    private final Estate estate;
    private final Procedure procedure;
    private final Supplier<Map<String, Duration>> expected;
    private final ObjectMapper json;
    private final OverwriteEvidence overwrite;
    private final GoLiveEvidence goLive;
    private final RestoreCopyEvidence restoreCopy;

    /** @param expected how long steps may take by step name, from the servers' own history; absent where unknown */
    GateEvidence(Estate estate, Procedure procedure, Supplier<Map<String, Duration>> expected, ObjectMapper json) {
        this.estate = estate;
        this.procedure = procedure;
        this.expected = expected;
        this.json = json;
        this.overwrite = new OverwriteEvidence(estate, procedure);
        this.restoreCopy = new RestoreCopyEvidence(estate, procedure);
        this.goLive = new GoLiveEvidence(estate, procedure, json);
    }

    /** What the task of this id shows for this run. */
    Evidence of(String task, Run run, Optional<String> failedStep) {
        Map<String, Object> shown = new LinkedHashMap<>();
        Optional<Entry> started = run.of(Entry.Kind.RUN_STARTED).findFirst();
        shown.put("rehearsal", estate.rehearsal());
        shown.put("pool", estate.pool().fqdn());
        shown.put("run", run.id());
        shown.put("ticket", started.map(e -> e.data().get("ticket")).orElse(""));
        shown.put("reason", started.map(e -> e.data().get("reason")).orElse(""));
        switch (task) {
            case Model.Gates.CONFIRM_REBUILD -> rebuild(run, shown);
            case Model.Gates.APPROVE_OUTAGE -> outage(run, shown);
            case Model.Gates.APPROVE_RESTORE -> restore(run, shown);
            case Model.Gates.APPROVE_OVERWRITE -> overwrite.show(run, shown);
            case Model.Gates.CONFIRM_ACTIVE_SERVERS -> goLive.servers(run, shown);
            case Model.Gates.APPROVE_GO_LIVE -> goLive.approval(run, shown);
            case Model.Gates.APPROVE_RESTORE_COPY -> restoreCopy.show(run, shown);
            case Model.Gates.CONFIRM_CHAT_WORKS -> goLive.chat(run, shown);
            default -> failure(task, run, failedStep.orElse(""), shown);
        }
        return new Evidence(shown);
    }

    private void rebuild(Run run, Map<String, Object> shown) {
        List<CheckResult> lines = readiness(run);
        List<CheckResult> toConfirm = lines.stream()
                .filter(line -> line.result() == CheckResult.Result.CONFIRM)
                .toList();
        shown.put("summary", lines.size() + " checks, " + toConfirm.size() + " of them for you to confirm.");
        shown.put("warnings", List.of());
        shown.put("checks", worstFirst(lines));
        shown.put("sides", sides(lines));
        shown.put("primary", estate.primaryInstance().serverName());
        shown.put("backup", estate.backupInstance().serverName());
    }

    private List<Map<String, String>> sides(List<CheckResult> lines) {
        String primary = estate.primaryInstance().serverName();
        String backup = estate.backupInstance().serverName();
        Map<String, Map<String, String>> sides = new LinkedHashMap<>();
        for (CheckResult line : lines) {
            if (line.host().equals(primary) || line.host().equals(backup)) {
                sides.computeIfAbsent(line.check(), check -> Rows.row("what", check, "primary", "", "backup", ""))
                        .merge(
                                line.host().equals(primary) ? "primary" : "backup",
                                line.evidence(),
                                (before, more) -> before.isEmpty() ? more : before + "; " + more);
            }
        }
        return sides.values().stream()
                .filter(side ->
                        !side.get("primary").isEmpty() && !side.get("backup").isEmpty())
                .toList();
    }

    private void outage(Run run, Map<String, Object> shown) {
        shown.put(RELEASES, Release.at(Gate.OUTAGE_AND_PLAN, procedure, run).toString());
        Map<String, Duration> durations = expected.get();
        List<Map<String, String>> commands = new ArrayList<>();
        for (Procedure.Part part : procedure.parts()) {
            for (Command command : part.step().commands(Facts.none())) {
                Map<String, String> row = Rows.command(commands.size() + 1, part.step(), command);
                row.put("step", part.step().title() + when(part));
                row.put("duration", expected(durations, part.step()));
                commands.add(row);
            }
        }
        List<Step> straight = procedure.parts().stream()
                .filter(part -> part.when() == Procedure.When.ALWAYS)
                .map(Procedure.Part::step)
                .distinct()
                .toList();
        List<String> unknown = straight.stream()
                .filter(step -> step.longRunning() && step.gate() != Gate.NONE && !durations.containsKey(step.name()))
                .map(Step::title)
                .toList();
        Duration known = straight.stream()
                .map(step -> durations.getOrDefault(step.name(), Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
        shown.put(
                "summary",
                commands.size() + " commands on "
                        + commands.stream().map(c -> c.get("host")).distinct().count() + " hosts.");
        shown.put("warnings", List.of());
        shown.put(
                "expected",
                List.of(
                        Rows.row(
                                "what",
                                "Backups and restores, from the servers' own history",
                                "value",
                                Rows.words(known)),
                        Rows.row(
                                "what",
                                "Duration not known for",
                                "value",
                                unknown.isEmpty() ? "nothing" : String.join(", ", unknown)),
                        Rows.row(
                                "what",
                                "Plan (SHA-256)",
                                "value",
                                procedure.plan().hash())));
        shown.put("commands", commands);
    }

    private void restore(Run run, Map<String, Object> shown) {
        shown.put(RELEASES, Release.at(Gate.RESTORE, procedure, run).toString());
        String primary = estate.primaryInstance().serverName();
        shown.put("summary", "Restoring overwrites mgc on " + primary + ".");
        shown.put(
                "warnings",
                List.of(
                        "What is on " + primary + " now is overwritten. A safety copy is taken first.",
                        "The copy on " + estate.backupInstance().serverName()
                                + " stays as it is and can serve again."));
        shown.put("backup", backup(run));
        shown.put("quiescence", quiescence(run));
        shown.put("moves", Rows.moves(run, "move-list", "files-in-backup", "free-on-primary"));
        shown.put("primaryNow", primaryNow(run));
        shown.put("commands", Rows.commands(procedure, Gate.RESTORE, run.factsAtGate()));
    }

    /** Which set it is, how large, and what each step that made or read it found. */
    private List<Map<String, String>> backup(Run run) {
        List<Map<String, String>> rows = new ArrayList<>();
        Map<String, String> fence = run.lastFound("fenceMgc").map(Entry::data).orElse(Map.of());
        for (String part : List.of("backup", "tail of the log")) {
            if (fence.containsKey(part)) {
                rows.add(Rows.row(
                        "what",
                        part.equals("backup") ? "Full backup" : "Tail of the log",
                        "value",
                        fence.get(part) + ", " + fence.get(part + ": size") + ", finished "
                                + fence.get(part + ": finished") + ", backup set " + fence.get(part + ": backup set")));
            }
        }
        for (String step : BEFORE_RESTORE) {
            run.lastFound(step)
                    .ifPresent(found -> rows.add(Rows.row(
                            "what", procedure.step(step).map(Step::title).orElse(step),
                            "value", found.text())));
        }
        return rows;
    }

    private List<Map<String, String>> primaryNow(Run run) {
        String primary = estate.primaryInstance().serverName();
        List<Map<String, String>> rows = new ArrayList<>();
        readiness(run).stream()
                .filter(line -> line.host().equals(primary) && ON_PRIMARY.contains(line.check()))
                .forEach(line -> rows.add(Rows.row("what", line.check(), "value", line.evidence())));
        rows.add(Rows.row(
                "what",
                "Its safety copy",
                "value",
                "is taken into " + estate.storage().primaryFolder() + " before anything is overwritten; without"
                        + " it nothing is."));
        return rows;
    }

    private List<Map<String, String>> quiescence(Run run) {
        Map<String, String> first =
                run.firstFound("proveQuiescence").map(Entry::data).orElse(Map.of());
        Map<String, String> second =
                run.lastFound("proveQuiescence").map(Entry::data).orElse(Map.of());
        return second.keySet().stream()
                .filter(what -> first.containsKey(what) && !NOT_FOR_PEOPLE.contains(what) && !what.endsWith("(ticks)"))
                .map(what -> {
                    String before = first.getOrDefault(what, "");
                    String now = second.get(what);
                    return Rows.row(
                            "what",
                            what,
                            "first",
                            before,
                            "second",
                            now,
                            "difference",
                            before.equals(now) ? "none" : "changed");
                })
                .toList();
    }

    private void failure(String task, Run run, String failedStep, Map<String, Object> shown) {
        String title = procedure.step(failedStep).map(Step::title).orElse(failedStep);
        if (failedStep.equals(RecordDecision.CHAT_WORKS)) {
            chatDoesNotWork(task, run, shown);
            return;
        }
        Optional<Entry> note = run.lastNote(failedStep);
        String words = run.of(Entry.Kind.OUTCOME)
                .filter(e -> e.step().equals(failedStep))
                .map(e -> Rows.at(e.at()) + " " + e.host() + "\n" + e.text())
                .collect(Collectors.joining("\n\n"));
        boolean dataAtRisk = run.dataAtRisk(failedStep);
        shown.put("summary", (dataAtRisk ? Sort.ENDANGERS.title() + ". " : "") + title + " needs a decision.");
        shown.put("warnings", dataAtRisk ? dataAtRisk(note.get()) : List.of());
        shown.put(
                "failure",
                Rows.row(
                        "step", title,
                        "host", note.map(Entry::host).orElse(""),
                        "reason", note.map(Entry::text).orElse(""),
                        "remedy", note.map(e -> e.data().get("remedy")).orElse(""),
                        "owner", note.map(e -> e.data().get("owner")).orElse(""),
                        "words", words));
        shown.put(
                "checks",
                failedStep.equals("checkReadiness")
                        ? worstFirst(readiness(run)).stream()
                                .filter(line -> line.result() != CheckResult.Result.OK)
                                .toList()
                        : null);
        shown.put("choices", choices(task, failedStep, run));
    }

    private static List<String> dataAtRisk(Entry note) {
        return List.of(
                Sort.ENDANGERS.title().toUpperCase(Locale.ROOT) + ". Going on may lose data for good.",
                "First: " + note.data().get("remedy") + " It is for: "
                        + note.data().get("owner") + ".",
                "Choose \"try again\" only when that person knows what happened and says that it is safe.");
    }

    private static List<Map<String, String>> choices(String task, String failedStep, Run run) {
        return Choice.at(task, failedStep, run).stream()
                .map(choice -> Rows.row("label", choice.label(), "value", choice.value()))
                .toList();
    }

    /** No step failed: operators said no, and their reason is what there is to go by. */
    private void chatDoesNotWork(String task, Run run, Map<String, Object> shown) {
        Optional<Entry> answer = run.decision(Model.Gates.CONFIRM_CHAT_WORKS);
        shown.put("summary", "Operators say that chat does not work.");
        shown.put("warnings", List.of());
        shown.put(
                "failure",
                Rows.row(
                        "step",
                        "Confirm chat works",
                        "host",
                        estate.primaryInstance().serverName(),
                        "reason",
                        answer.map(no -> no.text() + " (" + no.actor() + ", " + Rows.at(no.at()) + ")")
                                .orElse(""),
                        "remedy",
                        "See that the chat services run on the active servers and restart one that logs 53530 (chat"
                                + " database lost). Look at the logins of mgc on the primary, at the front end pool,"
                                + " and at the clients' policies. Then try again: every server is looked at once"
                                + " more, and you are asked again.",
                        "owner",
                        "Lync administrator",
                        "words",
                        ""));
        shown.put("checks", null);
        shown.put("choices", choices(task, RecordDecision.CHAT_WORKS, run));
    }

    private static List<CheckResult> worstFirst(List<CheckResult> lines) {
        return lines.stream()
                .sorted(Comparator.comparing(CheckResult::result).reversed())
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

    private static String when(Procedure.Part part) {
        return switch (part.when()) {
            case ALWAYS -> part.step().onlyIfNeeded() ? " (if needed)" : "";
            case ON_DECISION -> " (if somebody decides so)";
            case GOING_BACK -> " (on the way back)";
        };
    }

    private static String expected(Map<String, Duration> durations, Step step) {
        return step.longRunning()
                ? Optional.ofNullable(durations.get(step.name()))
                        .map(Rows::words)
                        .orElse("unknown")
                : "seconds";
    }
}
