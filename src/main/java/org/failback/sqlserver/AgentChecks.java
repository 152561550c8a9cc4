package org.failback.sqlserver;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.failback.estate.Estate;
import org.failback.estate.SqlInstance;
import org.failback.step.CheckResult;

/** Does SQL Server Agent run, and does nobody else's job disturb the log chain? */
final class AgentChecks {
    private static final String VDI = "7";

    private AgentChecks() {}

    static List<CheckResult> running(Inquiry inquiry, SqlInstance instance) {
        String host = instance.serverName();
        List<CheckResult> lines = new ArrayList<>();
        List<Row> agents = inquiry.ask(Lookup.AGENT);
        if (agents.isEmpty()) {
            lines.add(CheckResult.unknown(
                    "SQL Server Agent",
                    host,
                    "The instance says nothing of its Agent.",
                    "Look at the service, and whether the login has VIEW SERVER STATE."));
        }
        for (Row agent : agents) {
            String evidence = agent.text("status_desc") + ", starts " + agent.text("startup_type_desc") + ", as "
                    + agent.text("service_account");
            boolean runs = agent.text("status_desc").equalsIgnoreCase("Running");
            boolean automatic = agent.text("startup_type_desc").equalsIgnoreCase("Automatic");
            lines.add(
                    runs && automatic
                            ? CheckResult.ok("SQL Server Agent", host, evidence)
                            : runs
                                    ? CheckResult.confirm(
                                            "SQL Server Agent",
                                            host,
                                            evidence,
                                            "Set it to start automatically: after a restart nothing would go on.")
                                    : CheckResult.failed(
                                            "SQL Server Agent",
                                            host,
                                            evidence,
                                            "Start it and set it to start automatically; all long work runs there."));
        }
        boolean procedures = inquiry.ask(Lookup.AGENT_XPS).stream().anyMatch(row -> row.number("in_use") == 1);
        lines.add(
                procedures
                        ? CheckResult.ok("Agent XPs", host, "on")
                        : CheckResult.failed(
                                "Agent XPs",
                                host,
                                "off, as on a rebuilt instance whose Agent never ran",
                                "Starting the Agent turns them on; else sp_configure 'Agent XPs', 1 (error 15281 otherwise)."));
        return lines;
    }

    /** Something else that backs up the log of mgc takes it away from the run's backup. */
    static List<CheckResult> strangers(Inquiry inquiry, SqlInstance instance) {
        String host = instance.serverName();
        List<CheckResult> lines = new ArrayList<>();
        String jobs = inquiry.ask(Lookup.LOG_BACKUP_JOBS).stream()
                .filter(row -> row.flag("enabled"))
                .map(row -> row.text("name"))
                .distinct()
                .collect(Collectors.joining(", "));
        lines.add(
                jobs.isEmpty()
                        ? CheckResult.ok("Jobs that back up logs", host, "none enabled")
                        : CheckResult.confirm(
                                "Jobs that back up logs",
                                host,
                                jobs,
                                "Disable them for the failback, or see that they leave mgc alone: a log backup between the full"
                                        + " backup and the fence breaks the chain."));
        // Tails that earlier attempts took are nobody else's.
        List<Row> others = inquiry.ask(Lookup.OTHER_BACKUPS).stream()
                .filter(row -> !row.text("name").startsWith("Failback "))
                .toList();
        String strange = others.stream()
                .map(row -> row.text("backup_finish_date") + " "
                        + (row.text("device_type").equals(VDI) ? "by a third-party tool" : "to disk") + " "
                        + row.text("physical_device_name"))
                .limit(3)
                .collect(Collectors.joining("; "));
        lines.add(
                others.isEmpty()
                        ? CheckResult.ok("Log backups of mgc by others", host, "none in seven days")
                        : CheckResult.confirm(
                                "Log backups of mgc by others",
                                host,
                                others.size() + " in seven days, last " + strange,
                                "Find out what takes them and stop it for the failback."));
        return lines;
    }

    static List<CheckResult> logShipping(Inquiry inquiry, SqlInstance instance) {
        List<String> left = new ArrayList<>();
        inquiry.ask(Lookup.LOG_SHIPPING_PRIMARIES).stream()
                .filter(row -> row.text("primary_database").equals(Database.MGC))
                .forEach(row -> left.add("primary of mgc to " + row.text("backup_share")));
        inquiry.ask(Lookup.LOG_SHIPPING_SECONDARIES).stream()
                .filter(row -> row.text("secondary_database").equals(Database.MGC))
                .forEach(row -> left.add("secondary of mgc"));
        inquiry.ask(Lookup.LOG_SHIPPING_JOBS).stream()
                .filter(row -> row.flag("enabled"))
                .forEach(row -> left.add("enabled job " + row.text("name")));
        return List.of(
                left.isEmpty()
                        ? CheckResult.ok("Log shipping leftovers", instance.serverName(), "none")
                        : CheckResult.failed(
                                "Log shipping leftovers",
                                instance.serverName(),
                                String.join("; ", left),
                                "Remove them with sp_delete_log_shipping_primary_database or …_secondary_database: an old job would"
                                        + " back up or restore the log of mgc behind the run's back."));
    }

    /** Nothing is probed where the DBA says so; then somebody has to say so. */
    static List<CheckResult> attested(SqlInstance instance, Estate estate) {
        boolean primary = instance.equals(estate.primaryInstance());
        return List.of(CheckResult.confirm(
                "SQL Server Agent account",
                instance.serverName(),
                "not probed: agent-probe is attested",
                "Confirm with the DBA that the account of SQL Server Agent reads "
                        + estate.storage().backupShare() + " and writes "
                        + (primary
                                ? estate.storage().logShippingFolder()
                                : estate.storage().copyFolder())
                        + "."));
    }
}
