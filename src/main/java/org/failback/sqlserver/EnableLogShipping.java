package org.failback.sqlserver;

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

/** Enables the three log shipping jobs, once one file has come through all of them. */
final class EnableLogShipping implements Step {
    static final String NAME = "enableLogShipping";

    private final Ground ground;

    EnableLogShipping(Ground ground) {
        this.ground = ground;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "Enable the log shipping jobs";
    }

    @Override
    public Gate gate() {
        return Gate.OVERWRITE_BACKUP;
    }

    @Override
    public Finding look(Run run) {
        LogShipping shipping = LogShipping.of(ground);
        Map<String, String> evidence = new LinkedHashMap<>();
        Optional<Finding> objection = ground.looks().at(ground.primary(), run, inquiry -> {
            shipping.onPrimary(inquiry, run).ifPresent(row -> put(evidence, row, "job", "enabled"));
            return ground.footing(ground.primary()).objection(inquiry, run);
        });
        objection = objection.or(() -> ground.looks().at(ground.backup(), run, inquiry -> {
            shipping.onSecondary(inquiry, run).ifPresent(row -> {
                put(evidence, row, "copy_job", "copy_enabled");
                put(evidence, row, "restore_job", "restore_enabled");
            });
            return ground.footing(ground.backup()).objection(inquiry, run);
        }));
        if (objection.isPresent()) {
            return objection.get();
        }
        if (evidence.size() < 3) {
            return Finding.blocked(
                    "Only " + evidence.size() + " of the three log shipping jobs of this run are there.",
                    "Try again: log shipping is set up from its beginning.",
                    "DBA",
                    evidence);
        }
        if (!evidence.containsValue("disabled")) {
            return Finding.done("The three log shipping jobs run by their schedules.", evidence);
        }
        return LogShippingJob.cameThrough(run, ground)
                ? Finding.needed("The log shipping jobs do not run by themselves yet.", evidence)
                : Finding.blocked(
                        "No log backup of the primary came through to "
                                + ground.backup().serverName() + " yet, so the log shipping jobs stay disabled.",
                        "Try again: one file is taken through all three jobs first.",
                        "DBA",
                        evidence);
    }

    private static void put(Map<String, String> evidence, Row row, String job, String enabled) {
        if (!row.isNull(job)) {
            evidence.put(row.text(job), row.flag(enabled) ? "enabled" : "disabled");
        }
    }

    @Override
    public List<Command> commands(Facts facts) {
        String folder = LogShipping.of(ground).share(facts);
        return List.of(
                enable(
                        ground.primary(),
                        facts,
                        "the backup of its log",
                        "SELECT @first = backup_job_id, @second = backup_job_id FROM msdb.dbo.log_shipping_primary_databases"
                                + " WHERE primary_database = N'mgc' AND backup_share = " + folder + ";"),
                enable(
                        ground.backup(),
                        facts,
                        "copying and restoring the primary's log",
                        "SELECT @first = copy_job_id, @second = restore_job_id FROM msdb.dbo.log_shipping_secondary"
                                + " WHERE primary_database = N'mgc' AND backup_source_directory = " + folder + ";"));
    }

    private Command enable(SqlInstance instance, Facts facts, String what, String find) {
        Guard guard = ground.guard(instance, facts).and("@first IS NOT NULL").and("@second IS NOT NULL");
        return new Command.Tsql(
                instance,
                "Lets " + instance.serverName() + " do " + what + " by its schedule from here on.",
                "DECLARE @first uniqueidentifier, @second uniqueidentifier;\n" + find + "\n"
                        + guard.around(
                                """
                                IF EXISTS (SELECT 1 FROM msdb.dbo.sysjobs WHERE job_id = @first AND enabled = 0)
                                    EXEC msdb.dbo.sp_update_job @job_id = @first, @enabled = 1;
                                IF EXISTS (SELECT 1 FROM msdb.dbo.sysjobs WHERE job_id = @second AND enabled = 0)
                                    EXEC msdb.dbo.sp_update_job @job_id = @second, @enabled = 1;
                                """,
                                "No job was enabled: this is not " + instance.serverName()
                                        + " held by this run, or log shipping of this run is not set up there."),
                Optional.empty());
    }
}
