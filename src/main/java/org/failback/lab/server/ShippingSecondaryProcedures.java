package org.failback.lab.server;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.Argument;
import org.failback.lab.tsql.Refusal;

/** What is set up and removed on the secondary server of log shipping. */
final class ShippingSecondaryProcedures {
    static final Set<String> NAMES = Set.of(
            "sp_add_log_shipping_secondary_primary",
            "sp_add_log_shipping_secondary_database",
            "sp_delete_log_shipping_secondary_primary",
            "sp_delete_log_shipping_secondary_database");
    private static final List<String> ADD_PRIMARY = List.of(
            "primary_server",
            "primary_database",
            "backup_source_directory",
            "backup_destination_directory",
            "copy_job_name",
            "restore_job_name",
            "file_retention_period",
            "monitor_server",
            "monitor_server_security_mode",
            "monitor_server_login",
            "monitor_server_password",
            "copy_job_id",
            "restore_job_id",
            "secondary_id",
            "overwrite",
            "ignoreremotemonitor");
    private static final List<String> ADD_DATABASE = List.of(
            "secondary_database",
            "primary_server",
            "primary_database",
            "restore_delay",
            "restore_all",
            "restore_mode",
            "disconnect_users",
            "block_size",
            "buffer_count",
            "max_transfer_size",
            "restore_threshold",
            "threshold_alert",
            "threshold_alert_enabled",
            "history_retention_period",
            "overwrite",
            "ignoreremotemonitor");
    private final ServerSession session;
    private final Instance instance;
    private final LogShipping shipping;

    ShippingSecondaryProcedures(ServerSession session) {
        this.session = session;
        this.instance = session.instance();
        this.shipping = instance.logShipping();
    }

    void call(String procedure, List<Argument> arguments) throws SqlError {
        switch (procedure) {
            case "sp_add_log_shipping_secondary_primary" ->
                addPrimary(new ProcedureCall(procedure, arguments, ADD_PRIMARY));
            case "sp_add_log_shipping_secondary_database" ->
                addDatabase(new ProcedureCall(procedure, arguments, ADD_DATABASE));
            case "sp_delete_log_shipping_secondary_primary" ->
                deletePrimary(new ProcedureCall(procedure, arguments, "primary_server", "primary_database"));
            default ->
                deleteDatabase(new ProcedureCall(procedure, arguments, "secondary_database", "ignoreremotemonitor"));
        }
    }

    private void addPrimary(ProcedureCall call) throws SqlError {
        String server = ShippingParameters.given(call, "primary_server");
        String database = ShippingParameters.given(call, "primary_database");
        String source = ShippingParameters.given(call, "backup_source_directory");
        String destination = ShippingParameters.given(call, "backup_destination_directory");
        String copyName = ShippingParameters.given(call, "copy_job_name");
        String restoreName = ShippingParameters.given(call, "restore_job_name");
        ShippingParameters.checkInstance(instance);
        String monitor = ShippingParameters.monitor(call, instance);
        if (shipping.secondary(server, database) != null) {
            throw ShippingParameters.exists(call, Errors.of(32024, server, database));
        }
        ShippingJobs jobs = new ShippingJobs(session);
        jobs.check(copyName, restoreName);
        if (copyName.equalsIgnoreCase(restoreName)) {
            throw AgentProcedures.exists("@name", restoreName);
        }
        UUID id = UUID.randomUUID();
        String of = server + ":" + database;
        AgentJob copy = jobs.stage(copyName, "Copy", of, id);
        AgentJob restore = jobs.stage(restoreName, "Restore", of, id);
        ShippingSecondary made = new ShippingSecondary(
                id,
                new ShippingSecondary.Settings(
                        server,
                        database,
                        source,
                        destination,
                        call.number("file_retention_period", ShippingParameters.RETENTION)),
                new ShippingMonitor(monitor, call.has("monitor_server"), 0, 0, false, ShippingParameters.RETENTION),
                copy.id(),
                restore.id());
        shipping.secondaries().add(made);
        session.scope().onRollback(() -> shipping.secondaries().remove(made));
        call.returns("copy_job_id", copy.id());
        call.returns("restore_job_id", restore.id());
        call.returns("secondary_id", id);
    }

    private ShippingSecondary require(ProcedureCall call) throws SqlError {
        String server = ShippingParameters.given(call, "primary_server");
        String database = ShippingParameters.given(call, "primary_database");
        ShippingSecondary found = shipping.secondary(server, database);
        if (found == null) {
            throw Errors.of(32023, server, database);
        }
        return found;
    }

    private void addDatabase(ProcedureCall call) throws SqlError {
        String name = ShippingParameters.given(call, "secondary_database");
        ShippingSecondary secondary = require(call);
        if (shipping.database(name) != null) {
            throw ShippingParameters.exists(call, Errors.of(32013, name));
        }
        if (call.number("restore_mode", 0) != 0) {
            throw Refusal.of("a log shipping secondary in STANDBY mode (@restore_mode = 1)");
        }
        if (call.number("disconnect_users", 0) != 0) {
            throw Refusal.of("@disconnect_users = 1 for a secondary that is restored WITH NORECOVERY");
        }
        SecondaryDatabase made = new SecondaryDatabase(
                secondary,
                new SecondaryDatabase.Settings(
                        name,
                        call.number("restore_delay", 0),
                        call.number("restore_all", 1) != 0,
                        false,
                        call.number("block_size", -1),
                        call.number("buffer_count", -1),
                        call.number("max_transfer_size", -1)),
                new ShippingMonitor(
                        secondary.monitor().server(),
                        secondary.monitor().named(),
                        call.number("restore_threshold", 45),
                        ShippingParameters.alert(call, 14420),
                        call.number("threshold_alert_enabled", 1) != 0,
                        call.number("history_retention_period", ShippingParameters.RETENTION)));
        secondary.databases().add(made);
        session.scope().onRollback(() -> secondary.databases().remove(made));
    }

    private void deleteDatabase(ProcedureCall call) throws SqlError {
        String name = ShippingParameters.given(call, "secondary_database");
        SecondaryDatabase found = shipping.database(name);
        if (found == null) {
            throw Errors.of(32014, name);
        }
        ShippingSecondary of = found.of();
        of.databases().remove(found);
        shipping.history()
                .forget(one -> one.agent().equals(of.id()) && one.database().equalsIgnoreCase(found.name()));
        session.scope().onRollback(() -> of.databases().add(found));
    }

    private void deletePrimary(ProcedureCall call) throws SqlError {
        ShippingSecondary found = require(call);
        if (!found.databases().isEmpty()) {
            throw Errors.of(
                    32025, found.settings().primaryServer(), found.settings().primaryDatabase());
        }
        ShippingJobs jobs = new ShippingJobs(session);
        jobs.remove(found.copyJob());
        jobs.remove(found.restoreJob());
        shipping.history().forget(one -> one.agent().equals(found.id()));
        shipping.secondaries().remove(found);
        session.scope().onRollback(() -> shipping.secondaries().add(found));
        new ShippingMonitorProcedures(session).deleteAlertJob();
    }
}
