package org.failback.step;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks at everything that must hold before the first change, all at once, each look with a deadline of its own. */
public final class CheckReadiness implements Step {
    /** Key of the table, a JSON array of {@link CheckResult}, in the finding's evidence. */
    public static final String TABLE = "table";

    private final List<Check> checks;
    private final ExecutorService executor;
    private final Duration deadline;
    private final Clock clock;
    private final ObjectMapper json;

    public CheckReadiness(
            List<Check> checks, ExecutorService executor, Duration deadline, Clock clock, ObjectMapper json) {
        this.checks = List.copyOf(checks);
        this.executor = executor;
        this.deadline = deadline;
        this.clock = clock;
        this.json = json;
    }

    @Override
    public String name() {
        return "checkReadiness";
    }

    @Override
    public String title() {
        return "Check readiness";
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
        Deadline end = Deadline.in(deadline, clock);
        Map<Check, Future<List<CheckResult>>> looks = new LinkedHashMap<>();
        checks.forEach(check -> looks.put(check, executor.submit(() -> check.look(run, end))));
        List<CheckResult> table = new ArrayList<>();
        looks.forEach((check, future) -> table.addAll(resultOf(check, future, end)));
        long standing = table.stream()
                .filter(line ->
                        line.result() == CheckResult.Result.FAILED || line.result() == CheckResult.Result.UNKNOWN)
                .count();
        long toConfirm = table.stream()
                .filter(line -> line.result() == CheckResult.Result.CONFIRM)
                .count();
        Map<String, String> evidence = new LinkedHashMap<>();
        evidence.put("checks", String.valueOf(table.size()));
        evidence.put("in the way", String.valueOf(standing));
        evidence.put("to confirm", String.valueOf(toConfirm));
        evidence.put(TABLE, write(table));
        if (standing == 0) {
            return Finding.done(table.size() + " checks, none in the way, " + toConfirm + " to confirm.", evidence);
        }
        CheckResult first = first(table, CheckResult.Result.FAILED)
                .or(() -> first(table, CheckResult.Result.UNKNOWN))
                .orElseThrow();
        return Finding.blocked(
                standing + " of " + table.size() + " checks stand in the way; the first: " + first.check() + " on "
                        + first.host() + ": " + first.evidence(),
                first.remedy(),
                "operator",
                evidence);
    }

    /** What is known to be wrong says more than what could not be seen because of it. */
    private static Optional<CheckResult> first(List<CheckResult> table, CheckResult.Result result) {
        return table.stream().filter(line -> line.result() == result).findFirst();
    }

    private List<CheckResult> resultOf(Check check, Future<List<CheckResult>> future, Deadline end) {
        try {
            return future.get(Math.max(1, end.left().toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            future.cancel(true);
            return List.of(CheckResult.unknown(
                    check.name(),
                    check.host(),
                    "No answer within " + deadline.toSeconds() + " s.",
                    "See whether the host answers at all, then check again."));
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            return List.of(CheckResult.unknown(
                    check.name(),
                    check.host(),
                    String.valueOf(cause.getMessage()),
                    cause instanceof RemoteFailure remote
                            ? remote.remedy()
                            : "This is a defect of the software: report it."));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while checking readiness", stopped);
        }
    }

    private String write(List<CheckResult> table) {
        try {
            return json.writeValueAsString(table);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
