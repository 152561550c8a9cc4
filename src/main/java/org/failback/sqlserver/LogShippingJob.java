package org.failback.sqlserver;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.failback.estate.SqlInstance;
import org.failback.step.Command;
import org.failback.step.Facts;
import org.failback.step.Finding;
import org.failback.step.Run;
import org.failback.step.Step;

/**
 * One of the three log shipping jobs, started by hand instead of waiting for its schedule. That it succeeds proves
 * nothing: a restore job that found nothing to restore succeeds as well. So each stage asks for the one file.
 *
 * @param step the step that runs it
 * @param id T-SQL that gives the job's id, with one place for the run's folder
 */
record LogShippingJob(String step, SqlInstance instance, String id, Ground ground) {
    private static final int LONGEST_WORDS = 2_000;
    private static final long SUCCEEDED = 1;

    static LogShippingJob backup(String step, Ground ground) {
        return new LogShippingJob(
                step,
                ground.primary(),
                "SELECT @job = backup_job_id FROM msdb.dbo.log_shipping_primary_databases"
                        + " WHERE primary_database = N'mgc' AND backup_share = %s;",
                ground);
    }

    static LogShippingJob copy(String step, Ground ground) {
        return onSecondary(step, "copy_job_id", ground);
    }

    static LogShippingJob restore(String step, Ground ground) {
        return onSecondary(step, "restore_job_id", ground);
    }

    private static LogShippingJob onSecondary(String step, String column, Ground ground) {
        return new LogShippingJob(
                step,
                ground.backup(),
                "SELECT @job = " + column + " FROM msdb.dbo.log_shipping_secondary"
                        + " WHERE primary_database = N'mgc' AND backup_source_directory = %s;",
                ground);
    }

    /** Which run of the job was the last before this attempt, so that a later one is known as ours. */
    Map<String, String> facts(Run run, Optional<String> job) {
        String attempt = run.attempt(step) + ":";
        boolean known =
                run.fact(fact()).filter(value -> value.startsWith(attempt)).isPresent();
        if (known || job.isEmpty()) {
            return Map.of();
        }
        long last = ground.looks()
                .at(
                        instance,
                        run,
                        inquiry -> now(inquiry, job.get())
                                .map(row -> row.number("last_run"))
                                .orElse(0L));
        return Map.of(fact(), attempt + last);
    }

    private String fact() {
        return FactName.LAST_RUN_BEFORE + step;
    }

    private static Optional<Row> now(Inquiry inquiry, String job) {
        return inquiry.ask(Lookup.JOB_NOW, job).stream().findFirst();
    }

    /**
     * Decides.
     *
     * @param what the work as a noun phrase
     * @param done the one file has come this far, looked for when it is called
     * @param before NEEDED or BLOCKED where it has not
     */
    Finding decide(
            Inquiry inquiry,
            Run run,
            String what,
            Optional<String> job,
            Supplier<Optional<Finding>> done,
            Supplier<Finding> before) {
        // The job first: had it ended after its effect was looked for, it would seem to have had none.
        Optional<Row> now = job.flatMap(id -> now(inquiry, id));
        List<Row> ours = job.map(id -> runsOfThisAttempt(inquiry, run, id)).orElse(List.of());
        Optional<Finding> proof = done.get();
        if (proof.isPresent()) {
            return proof.get();
        }
        if (now.isEmpty()) {
            return Finding.blocked(
                    what + " has no log shipping job of this run on " + instance.serverName() + ".",
                    "Try again: log shipping is set up from its beginning.",
                    "DBA",
                    Map.of());
        }
        String name = now.get().text("name");
        if (!now.get().isNull("run_requested_date") && now.get().isNull("stop_execution_date")) {
            return agentDown(inquiry)
                    ? withoutAgent(what + " ran as the job \"" + name
                            + "\" when SQL Server Agent was stopped, which aborts it.")
                    : Finding.running(what + " runs as the job \"" + name + "\".", -1, Map.of("job", name));
        }
        if (!ours.isEmpty()) {
            return withoutEffect(what, name, ours);
        }
        return agentDown(inquiry)
                ? withoutAgent(
                        what + " waits for SQL Server Agent, which does not run on " + instance.serverName() + ".")
                : before.get();
    }

    /** With the Agent down its tables say "running" for ever, and no job can be started. */
    private static boolean agentDown(Inquiry inquiry) {
        return inquiry.ask(Lookup.AGENT).stream()
                .anyMatch(agent -> agent.text("status_desc").equalsIgnoreCase("Stopped"));
    }

    private Finding withoutAgent(String summary) {
        return Finding.blocked(
                summary,
                "Start SQL Server Agent on " + instance.serverName()
                        + " and set it to start automatically, then try again.",
                "DBA",
                Map.of("SQL Server Agent", "Stopped"));
    }

    private List<Row> runsOfThisAttempt(Inquiry inquiry, Run run, String job) {
        String attempt = run.attempt(step) + ":";
        return run.fact(fact())
                .filter(value -> value.startsWith(attempt))
                .map(value -> inquiry.ask(Lookup.JOB_RUNS_SINCE, job, Long.valueOf(value.substring(attempt.length()))))
                .filter(rows -> rows.stream().anyMatch(row -> row.number("step_id") == 0))
                .orElse(List.of());
    }

    private Finding withoutEffect(String what, String name, List<Row> rows) {
        String words = rows.stream()
                .filter(row -> row.number("step_id") > 0)
                .map(row -> row.text("message"))
                .collect(Collectors.joining("\n"));
        boolean succeeded = rows.stream()
                .filter(row -> row.number("step_id") == 0)
                .reduce((earlier, later) -> later)
                .filter(row -> row.number("run_status") == SUCCEEDED)
                .isPresent();
        Map<String, String> evidence = new LinkedHashMap<>();
        evidence.put("job", name);
        evidence.put("job log", words.substring(Math.max(0, words.length() - LONGEST_WORDS)));
        return succeeded
                ? Finding.blocked(
                        what + ": the job \"" + name + "\" succeeded, but the file it is about did not come through.",
                        "Read the job's own words. A restore job that finds no log to apply succeeds, too: look for a log backup"
                                + " that somebody else took, and for the accounts' rights on the folders.",
                        "DBA",
                        evidence)
                : failed(what, words, evidence);
    }

    /** The program that works for these jobs has words of its own and mostly no error numbers. */
    private Finding failed(String what, String words, Map<String, String> evidence) {
        List<Integer> errors = JobLook.errors(words);
        if (errors.stream().noneMatch(ErrorTable::knows)) {
            return Finding.blocked(
                    what + " failed. The job's own words: " + evidence.get("job log"),
                    "Read the job's own words. It works with the rights of the account of SQL Server Agent on "
                            + instance.serverName()
                            + ": see whether that account may use the folders of log shipping and"
                            + " reaches the instance by its name. Look for a log backup that somebody else took, too: its part of"
                            + " the log is missing then. Correct that, then try again.",
                    "DBA",
                    evidence);
        }
        ErrorTable.Meaning meaning = ErrorTable.meaning(errors);
        return LongWork.failed(
                what + " failed. " + meaning.sentence() + " The job's own words: " + evidence.get("job log"),
                meaning,
                evidence);
    }

    /** Which file has to come through, as soon as there is one. */
    static Map<String, String> pinnedFacts(Run run, Ground ground) {
        return pinned(run, ground)
                .map(file -> Map.of(FactName.LOG_FILE, Folder.nameOf(file.file()), FactName.LOG_SET, file.uuid()))
                .orElse(Map.of());
    }

    /** @param done condition that what the job is started for is there; the schedule is what starts it from then on */
    Command start(Facts facts, String effect, String done) {
        String server = instance.serverName();
        String find = id.formatted(LogShipping.of(ground).share(facts));
        Guard guard = ground.guard(instance, facts).and("@job IS NOT NULL");
        return new Command.Tsql(
                instance,
                effect,
                "DECLARE @job uniqueidentifier;\n" + find + "\n"
                        + guard.around(
                                """
                                IF %s
                                    PRINT N'The file came this far before; nothing was done.';
                                ELSE IF NOT EXISTS (SELECT 1 FROM msdb.dbo.sysjobactivity a WHERE a.job_id = @job AND a.run_requested_date IS NOT NULL
                                               AND a.stop_execution_date IS NULL
                                               AND a.session_id = (SELECT MAX(s.session_id) FROM msdb.dbo.syssessions s))
                                    EXEC msdb.dbo.sp_start_job @job_id = @job;
                                """.formatted(done),
                                "No job was started: this is not " + server
                                        + " held by this run, or log shipping of this run is not set up there."),
                Optional.empty());
    }

    /** The first log backup of P in the run's folder: the file that has to come through. */
    static Optional<BackupSet> pinned(Run run, Ground ground) {
        Folder share = LogShipping.of(ground).share(run.id());
        return ground.looks()
                .at(ground.primary(), run, inquiry -> PrimaryBackup.of(inquiry, ground.mark(), run.id()))
                .firstIn(share);
    }

    /** Whether that file was restored on B, by whatever job or hand. */
    static boolean cameThrough(Run run, Ground ground) {
        return pinned(run, ground)
                .filter(file -> ground.looks()
                        .at(
                                ground.backup(),
                                run,
                                inquiry ->
                                        restoredSinceMade(inquiry, file.uuid()).isPresent()))
                .isPresent();
    }

    /** The restore of this log on B, unless mgc was made anew there since: then it says nothing about what is there now. */
    static Optional<Row> restoredSinceMade(Inquiry backup, String set) {
        long lastFull = backup.ask(Lookup.LAST_FULL_RESTORE, Database.MGC).stream()
                .findFirst()
                .map(row -> row.number("restore_history_id"))
                .orElse(0L);
        return backup.ask(Lookup.RESTORES_OF_SET, Database.MGC, set).stream()
                .filter(restore -> restore.number("restore_history_id") > lastFull)
                .findFirst();
    }

    /** Looks on B for the file that has to come through; there must be one. */
    Finding lookForPinned(Step step, Run run, BiFunction<Inquiry, BackupSet, Finding> look) {
        return pinned(run, ground)
                .map(file -> ground.looks()
                        .at(
                                instance,
                                run,
                                inquiry -> ground.footing(instance)
                                        .objection(inquiry, run)
                                        .orElseGet(() -> look.apply(inquiry, file))))
                .orElseGet(() -> noFile(step));
    }

    private static Finding noFile(Step step) {
        return Finding.blocked(
                step.title() + " has no file to go by: the primary's log was not backed up by log shipping yet.",
                "Try again: the log is backed up first.",
                "DBA",
                Map.of());
    }
}
