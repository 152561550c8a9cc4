package org.failback.sqlserver;

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

/** Takes hold of an instance for the run, so that no other run and no stale node acts there. */
final class MarkInstance implements Step {
    private final String name;
    private final SqlInstance instance;
    private final Ground ground;

    MarkInstance(String name, SqlInstance instance, Ground ground) {
        this.name = name;
        this.instance = instance;
        this.ground = ground;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String title() {
        return "Mark " + instance.serverName() + " as held by this run";
    }

    @Override
    public Gate gate() {
        return Gate.OUTAGE_AND_PLAN;
    }

    @Override
    public Finding look(Run run) {
        return ground.looks()
                .at(
                        instance,
                        run,
                        inquiry -> Privileges.objection(inquiry, instance)
                                .orElseGet(() -> judge(ground.mark().find(inquiry), run)));
    }

    private Finding judge(Optional<Mark.Found> found, Run run) {
        Mark mark = ground.mark();
        if (found.isEmpty()) {
            return Finding.needed("No run holds " + instance.serverName() + ".", Map.of());
        }
        Map<String, String> evidence = Seen.of(
                "held by",
                found.get().owner(),
                "since",
                String.valueOf(found.get().since()),
                "job",
                mark.job());
        return mark.isHeldBy(run.id(), found)
                ? Finding.done("This run holds " + instance.serverName() + ".", evidence)
                : Finding.blocked(
                        "Another run holds " + instance.serverName() + ": "
                                + found.get().owner(),
                        "End that run first. If it no longer exists, delete the job \"" + mark.job() + "\" on "
                                + instance.serverName() + ".",
                        "DBA",
                        evidence);
    }

    @Override
    public List<Command> commands(Facts facts) {
        Mark mark = ground.mark();
        String body = """
                %1$s
                IF @failed = 0
                    EXEC msdb.dbo.sp_add_job @job_name = %2$s, @enabled = 0, @delete_level = 0, @owner_login_name = @owner,
                        @category_name = %3$s, @description = %4$s;""".formatted(
                        UnderLock.MAKE_CATEGORY,
                        Tsql.literal(mark.job()),
                        Tsql.literal(Mark.CATEGORY),
                        Tsql.literal(Mark.owner(facts)));
        Guard guard = Guard.on(instance)
                .and("NOT EXISTS (SELECT 1 FROM msdb.dbo.sysjobs WHERE name = " + Tsql.literal(mark.job()) + ")");
        return List.of(new Command.Tsql(
                instance,
                "Makes a disabled SQL Server Agent job that says which run holds " + instance.serverName() + ".",
                UnderLock.batch(
                        mark,
                        guard,
                        body,
                        "The instance was not marked: this is not " + instance.serverName()
                                + ", the login is not sysadmin, or a run holds it already."),
                Optional.empty()));
    }
}
