package org.failback.sqlserver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.failback.estate.SqlInstance;
import org.failback.step.Command;
import org.failback.step.Facts;
import org.failback.step.Finding;
import org.failback.step.Gate;
import org.failback.step.Run;
import org.failback.step.Step;

/** Removes what the run made in msdb: its jobs, its mark, and the category once it is empty. */
final class RemoveJobs implements Step {
    private final String name;
    private final List<SqlInstance> instances;
    private final Ground ground;

    RemoveJobs(String name, List<SqlInstance> instances, Ground ground) {
        this.name = name;
        this.instances = List.copyOf(instances);
        this.ground = ground;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String title() {
        return "Remove this run's jobs and mark from "
                + String.join(
                        ", ", instances.stream().map(SqlInstance::serverName).toList());
    }

    @Override
    public Gate gate() {
        return Gate.NONE;
    }

    @Override
    public Finding look(Run run) {
        Map<String, String> left = new LinkedHashMap<>();
        for (SqlInstance instance : instances) {
            Optional<Finding> objection =
                    ground.looks().at(instance, run, inquiry -> look(inquiry, instance, run, left));
            if (objection.isPresent()) {
                return objection.get();
            }
        }
        return left.isEmpty()
                ? Finding.done("Nothing of this run is left in msdb.", left)
                : Finding.needed("Jobs of this run are left in msdb.", left);
    }

    private Optional<Finding> look(Inquiry inquiry, SqlInstance instance, Run run, Map<String, String> left) {
        Optional<Finding> objection = Privileges.objection(inquiry, instance);
        if (objection.isPresent()) {
            return objection;
        }
        List<String> jobs = new ArrayList<>();
        for (Row job : inquiry.ask(Lookup.JOBS, AgentJob.prefixOf(run.id()))) {
            if (JobLook.state(job) == JobTruth.State.RUNNING) {
                return Optional.of(Finding.blocked(
                        "The job \"" + job.text("name") + "\" still runs on " + instance.serverName() + ".",
                        "Wait until it has ended, then try again.",
                        "operator",
                        Map.of("running", job.text("name"))));
            }
            jobs.add(job.text("name"));
        }
        if (ground.mark().isHeldBy(run.id(), ground.mark().find(inquiry))) {
            jobs.add(ground.mark().job());
        }
        if (!jobs.isEmpty()) {
            left.put(instance.serverName(), String.join(", ", jobs));
        }
        return Optional.empty();
    }

    @Override
    public List<Command> commands(Facts facts) {
        return instances.stream().map(instance -> remove(instance, facts)).toList();
    }

    private Command remove(SqlInstance instance, Facts facts) {
        Mark mark = ground.mark();
        String ours = "CHARINDEX(" + Tsql.literal(AgentJob.prefixOf(facts.get(Facts.RUN))) + ", j.name) = 1";
        String body = """
                DECLARE @job nvarchar(128);
                SELECT @job = MIN(j.name) FROM msdb.dbo.sysjobs j WHERE %1$s;
                WHILE @job IS NOT NULL
                BEGIN
                    EXEC msdb.dbo.sp_delete_job @job_name = @job;
                    SELECT @job = MIN(j.name) FROM msdb.dbo.sysjobs j WHERE %1$s AND j.name > @job;
                END
                IF %2$s
                    EXEC msdb.dbo.sp_delete_job @job_name = %3$s;
                IF EXISTS (SELECT 1 FROM msdb.dbo.syscategories WHERE category_class = 1 AND name = %4$s)
                AND NOT EXISTS (SELECT 1 FROM msdb.dbo.sysjobs j JOIN msdb.dbo.syscategories c ON c.category_id = j.category_id
                                WHERE c.category_class = 1 AND c.name = %4$s)
                    EXEC msdb.dbo.sp_delete_category @class = N'JOB', @name = %4$s;""".formatted(ours, mark.condition(facts), Tsql.literal(mark.job()), Tsql.literal(Mark.CATEGORY));
        Guard guard = Guard.on(instance).and(mark.noOther(facts)).and("""
                NOT EXISTS (SELECT 1 FROM msdb.dbo.sysjobs j JOIN msdb.dbo.sysjobactivity a ON a.job_id = j.job_id
                            WHERE %s AND a.start_execution_date IS NOT NULL AND a.stop_execution_date IS NULL
                            AND a.session_id = (SELECT MAX(s.session_id) FROM msdb.dbo.syssessions s))""".formatted(ours));
        return new Command.Tsql(
                instance,
                "Deletes this run's SQL Server Agent jobs and its mark from " + instance.serverName()
                        + "; backups stay where they are.",
                UnderLock.batch(
                        mark,
                        guard,
                        body,
                        "Nothing was removed: this is not " + instance.serverName()
                                + ", the login is not sysadmin, another run holds it, or a job of the run still runs."),
                Optional.empty());
    }
}
