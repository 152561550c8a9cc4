package org.failback.sqlserver;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the truth about the jobs of one operation from msdb, where it lies in four tables that do not always agree. */
final class JobLook {
    private static final int FAILED = 0;
    private static final int SUCCEEDED = 1;
    private static final int LONGEST_WORDS = 2_000;
    /** Alone on its line in job history, after number and severity in a step's log. */
    private static final Pattern PROGRESS =
            Pattern.compile("(?m)^\\s*(?:Msg \\d+, [^:]*: )?\\d+ percent processed\\..*\\R?");
    /** As job history writes errors, and as a step's log does. */
    private static final Pattern ERROR =
            Pattern.compile("\\(Error (\\d+)\\)|Msg (\\d+), (?:Sev|Level) (?:1[1-9]|2\\d)");

    private final Inquiry inquiry;

    JobLook(Inquiry inquiry) {
        this.inquiry = inquiry;
    }

    /**
     * A live job of any attempt decides before all others; then the job of the current attempt. What became of earlier
     * attempts was decided on by people.
     */
    JobTruth of(AgentJob job, String run, int attempt) {
        List<Row> jobs = inquiry.ask(Lookup.JOBS, job.prefix(run));
        for (Row row : jobs) {
            if (state(row) == JobTruth.State.RUNNING) {
                return running(row);
            }
        }
        String current = job.prefix(run) + attempt;
        return jobs.stream()
                .filter(row -> row.text("name").equals(current))
                .findFirst()
                .map(row -> truth(row, state(row)))
                .orElse(JobTruth.NONE);
    }

    /** With the Agent down its tables say "running" for ever, although nothing runs. */
    private JobTruth running(Row row) {
        JobTruth truth = truth(row, JobTruth.State.RUNNING);
        boolean agentDown = truth.percent() < 0
                && inquiry.ask(Lookup.AGENT).stream()
                        .anyMatch(agent -> agent.text("status_desc").equalsIgnoreCase("Stopped"));
        return agentDown
                ? new JobTruth(
                        JobTruth.State.FAILED,
                        truth.job(),
                        truth.description(),
                        truth.created(),
                        -1,
                        0,
                        List.of(),
                        "It ran when SQL Server Agent was stopped, which aborts it.")
                : truth;
    }

    /** Every job of the operation, in whatever attempt. */
    List<JobTruth> all(AgentJob job, String run) {
        return inquiry.ask(Lookup.JOBS, job.prefix(run)).stream()
                .map(row -> truth(row, state(row)))
                .toList();
    }

    /** Jobs of the operation that succeeded, in whatever attempt. */
    List<JobTruth> succeeded(AgentJob job, String run) {
        return inquiry.ask(Lookup.JOBS, job.prefix(run)).stream()
                .filter(row -> state(row) == JobTruth.State.SUCCEEDED)
                .map(row -> truth(row, JobTruth.State.SUCCEEDED))
                .toList();
    }

    static JobTruth.State state(Row job) {
        if (!job.isNull("run_status")) {
            return ended(job.number("run_status"));
        }
        if (!job.isNull("run_requested_date") && job.isNull("stop_execution_date")) {
            return JobTruth.State.RUNNING;
        }
        if (job.number("last_run_date") > 0) {
            return ended(job.number("last_run_outcome"));
        }
        if (!job.isNull("stop_execution_date")) {
            // It ended a moment ago and its history is still being written.
            return JobTruth.State.RUNNING;
        }
        // A request of an earlier session of the Agent: the Agent was restarted while the job ran.
        return job.number("requests") > 0 ? JobTruth.State.FAILED : JobTruth.State.CREATED;
    }

    private static JobTruth.State ended(long status) {
        return status == SUCCEEDED ? JobTruth.State.SUCCEEDED : JobTruth.State.FAILED;
    }

    private JobTruth truth(Row job, JobTruth.State state) {
        String id = job.text("job_id");
        boolean ended = state == JobTruth.State.SUCCEEDED || state == JobTruth.State.FAILED;
        String log = ended ? log(id) : "";
        List<Row> steps = ended ? steps(id) : List.of();
        String history = steps.stream().map(row -> row.text("message")).collect(Collectors.joining("\n"));
        String words = PROGRESS.matcher(log.isBlank() ? history : log)
                .replaceAll("")
                .replaceAll("\\R{2,}", "\n")
                .strip();
        return new JobTruth(
                state,
                job.text("name"),
                job.text("description"),
                job.time("date_created"),
                state == JobTruth.State.RUNNING ? percent(id) : -1,
                steps.stream()
                        .filter(row -> row.number("run_status") == FAILED)
                        .mapToInt(row -> (int) row.number("step_id"))
                        .findFirst()
                        .orElse(0),
                errors(log + "\n" + history),
                words.isEmpty() && state == JobTruth.State.FAILED
                        ? "It was asked to run, and nothing says how it ended: SQL Server Agent was restarted meanwhile."
                        : words.substring(Math.max(0, words.length() - LONGEST_WORDS)));
    }

    private String log(String job) {
        return inquiry.ask(Lookup.JOB_LOG, job).stream()
                .map(row -> row.text("log"))
                .collect(Collectors.joining("\n"));
    }

    /** History of the job's steps without that of the job itself. */
    private List<Row> steps(String job) {
        return inquiry.ask(Lookup.JOB_HISTORY, job).stream()
                .filter(row -> row.number("step_id") > 0)
                .toList();
    }

    private int percent(String job) {
        return inquiry.ask(Lookup.JOB_REQUEST, programName(job)).stream()
                .findFirst()
                .map(request -> (int) Math.max(
                        0, Math.min(100, request.decimal("percent_complete").doubleValue())))
                .orElse(-1);
    }

    static List<Integer> errors(String text) {
        List<Integer> errors = new ArrayList<>();
        Matcher matcher = ERROR.matcher(text);
        while (matcher.find()) {
            int number = Integer.parseInt(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
            if (!errors.contains(number)) {
                errors.add(number);
            }
        }
        return errors;
    }

    /** How the Agent's session for a job's first step calls itself; the id stands there as its bytes lie in a uniqueidentifier. */
    static String programName(String job) {
        UUID id = UUID.fromString(job);
        ByteBuffer bytes = ByteBuffer.allocate(16);
        bytes.putInt(Integer.reverseBytes((int) (id.getMostSignificantBits() >>> 32)));
        bytes.putShort(Short.reverseBytes((short) (id.getMostSignificantBits() >>> 16)));
        bytes.putShort(Short.reverseBytes((short) id.getMostSignificantBits()));
        bytes.putLong(id.getLeastSignificantBits());
        return "SQLAgent - TSQL JobStep (Job 0x"
                + HexFormat.of().formatHex(bytes.array()).toUpperCase(Locale.ROOT) + " : Step 1)";
    }
}
