package org.failback.sqlserver;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.failback.estate.SqlInstance;
import org.failback.step.Command;
import org.failback.step.Facts;

/**
 * Long work as a SQL Server Agent job on the instance that does it, so that it outlives this software, its connection and
 * its host. One attempt has one job, which is started once and never again.
 *
 * @param operation the step's name; with the run and the attempt it makes the job's name
 */
record AgentJob(SqlInstance instance, Mark mark, String operation) {
    /** Keeps the messages of T-SQL steps in a table, whole, since job history cuts them. */
    private static final int LOG_TO_TABLE = 16;

    /** Name of every job of a run up to the operation. */
    static String prefixOf(String run) {
        return "Failback " + run + " ";
    }

    String prefix(String run) {
        return prefixOf(run) + operation + " ";
    }

    String name(Facts facts) {
        return prefix(facts.get(Facts.RUN)) + facts.get(Facts.ATTEMPT);
    }

    /**
     * The batch that makes and starts the job.
     *
     * @param guard what must hold before the job is made; the job's own steps ask again when they run
     * @param description what the job is about, for those who find it
     */
    Command.Tsql start(Facts facts, Guard guard, String effect, String description, List<JobStep> steps) {
        String body = """
                IF NOT EXISTS (SELECT 1 FROM msdb.dbo.sysjobs WHERE name = @job)
                BEGIN
                    BEGIN TRANSACTION;
                    %1$s
                    IF @failed = 0
                        EXEC @failed = msdb.dbo.sp_add_job @job_name = @job, @enabled = 1, @delete_level = 0, @owner_login_name = @owner,
                            @category_name = %2$s, @description = %3$s;
                %4$s
                    IF @failed = 0
                        EXEC @failed = msdb.dbo.sp_add_jobserver @job_name = @job, @server_name = N'(local)';
                    IF @failed = 0
                        COMMIT TRANSACTION
                    ELSE IF @@TRANCOUNT > 0
                        ROLLBACK TRANSACTION;
                END
                -- A job that was started once is never started again.
                IF EXISTS (SELECT 1 FROM msdb.dbo.sysjobs j JOIN msdb.dbo.sysjobservers s ON s.job_id = j.job_id
                           WHERE j.name = @job AND s.last_run_date = 0)
                AND NOT EXISTS (SELECT 1 FROM msdb.dbo.sysjobs j JOIN msdb.dbo.sysjobactivity a ON a.job_id = j.job_id
                                WHERE j.name = @job AND a.run_requested_date IS NOT NULL)
                    EXEC msdb.dbo.sp_start_job @job_name = @job;""".formatted(
                        UnderLock.MAKE_CATEGORY.indent(4).strip(),
                        Tsql.literal(Mark.CATEGORY),
                        Tsql.literal(description),
                        addSteps(steps));
        String text = "DECLARE @job nvarchar(128);\nSET @job = " + Tsql.literal(name(facts)) + ";\n"
                + stepTexts(steps)
                + UnderLock.batch(
                        mark,
                        guard,
                        body,
                        "No job was made: another session makes one, this is not " + instance.serverName()
                                + ", the login is not sysadmin, or the run does not hold the instance.");
        return new Command.Tsql(instance, effect, text, Optional.of(forPeople(steps)));
    }

    /** The texts stand before everything else, so that no indentation gets into them. */
    private static String stepTexts(List<JobStep> steps) {
        return IntStream.rangeClosed(1, steps.size())
                .mapToObj(number -> "DECLARE @step" + number + " nvarchar(max);\nSET @step" + number + " = "
                        + Tsql.jobStep(steps.get(number - 1).text()) + ";\n")
                .collect(Collectors.joining());
    }

    private static String addSteps(List<JobStep> steps) {
        return IntStream.rangeClosed(1, steps.size())
                .mapToObj(number -> addStep(number, steps.get(number - 1)))
                .collect(Collectors.joining("\n"))
                .indent(4)
                .stripTrailing();
    }

    private static String addStep(int number, JobStep step) {
        return """
                IF @failed = 0
                    EXEC @failed = msdb.dbo.sp_add_jobstep @job_name = @job, @step_id = %1$d, @step_name = %2$s, @command = @step%1$d,
                        @subsystem = N'%3$s', @flags = %4$d, @retry_attempts = 0, @on_success_action = %5$d, @on_fail_action = %6$d;""".formatted(
                        number,
                        Tsql.literal(step.name()),
                        step.subsystem(),
                        LOG_TO_TABLE,
                        step.onSuccess().action(),
                        step.onFailure().action());
    }

    private static String forPeople(List<JobStep> steps) {
        if (steps.size() == 1) {
            return steps.get(0).text();
        }
        return IntStream.range(0, steps.size())
                .mapToObj(i -> "-- Step " + (i + 1) + ": " + steps.get(i).name()
                        + (i > 0 && steps.get(i - 1).onFailure() == JobStep.Then.NEXT
                                ? " (only where step " + i + " failed)"
                                : "")
                        + "\n" + steps.get(i).text())
                .collect(Collectors.joining("\n\n"));
    }
}
