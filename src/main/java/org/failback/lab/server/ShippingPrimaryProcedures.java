package org.failback.lab.server;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.Argument;
import org.failback.lab.tsql.Refusal;

/** What is set up and removed on the primary server of log shipping. */
final class ShippingPrimaryProcedures {
    static final Set<String> NAMES = Set.of(
            "sp_add_log_shipping_primary_database",
            "sp_add_log_shipping_primary_secondary",
            "sp_delete_log_shipping_primary_database",
            "sp_delete_log_shipping_primary_secondary");
    private static final List<String> ADD_PRIMARY = List.of(
            "database",
            "backup_directory",
            "backup_share",
            "backup_job_name",
            "backup_retention_period",
            "monitor_server",
            "monitor_server_security_mode",
            "monitor_server_login",
            "monitor_server_password",
            "backup_threshold",
            "threshold_alert",
            "threshold_alert_enabled",
            "history_retention_period",
            "backup_job_id",
            "primary_id",
            "backup_compression",
            "overwrite",
            "ignoreremotemonitor");
    private final ServerSession session;
    private final Instance instance;
    private final LogShipping shipping;

    ShippingPrimaryProcedures(ServerSession session) {
        this.session = session;
        this.instance = session.instance();
        this.shipping = instance.logShipping();
    }

    void call(String procedure, List<Argument> arguments) throws SqlError {
        switch (procedure) {
            case "sp_add_log_shipping_primary_database" ->
                addPrimary(new ProcedureCall(procedure, arguments, ADD_PRIMARY));
            case "sp_add_log_shipping_primary_secondary" ->
                addSecondary(new ProcedureCall(
                        procedure,
                        arguments,
                        "primary_database",
                        "secondary_server",
                        "secondary_database",
                        "overwrite"));
            case "sp_delete_log_shipping_primary_database" ->
                deletePrimary(new ProcedureCall(procedure, arguments, "database", "ignoreremotemonitor"));
            default ->
                deleteSecondary(new ProcedureCall(
                        procedure, arguments, "primary_database", "secondary_server", "secondary_database"));
        }
    }

    private void addPrimary(ProcedureCall call) throws SqlError {
        String name = ShippingParameters.given(call, "database");
        String directory = ShippingParameters.given(call, "backup_directory");
        String share = ShippingParameters.given(call, "backup_share");
        String jobName = ShippingParameters.given(call, "backup_job_name");
        call.required("backup_retention_period");
        ShippingParameters.checkInstance(instance);
        String server = ShippingParameters.monitor(call, instance);
        Database database = instance.database(name);
        checkDatabase(name, database);
        if (shipping.primary(name) != null) {
            throw ShippingParameters.exists(call, Errors.of(32009, name));
        }
        int compression = call.number("backup_compression", 2);
        if (compression < 0 || compression > 2) {
            throw Refusal.of("@backup_compression = " + compression + "; it is 0, 1 or 2");
        }
        ShippingJobs jobs = new ShippingJobs(session);
        jobs.check(jobName);
        UUID id = UUID.randomUUID();
        AgentJob job = jobs.stage(jobName, "Backup", instance.name() + ":" + database.name(), id);
        ShippingPrimary made = new ShippingPrimary(
                id,
                database.name(),
                new ShippingPrimary.Settings(directory, share, call.number("backup_retention_period", 0), compression),
                new ShippingMonitor(
                        server,
                        call.has("monitor_server"),
                        call.number("backup_threshold", 60),
                        ShippingParameters.alert(call, 14420),
                        call.number("threshold_alert_enabled", 0) != 0,
                        call.number("history_retention_period", ShippingParameters.RETENTION)),
                job.id());
        shipping.primaries().add(made);
        session.scope().onRollback(() -> shipping.primaries().remove(made));
        call.returns("backup_job_id", job.id());
        call.returns("primary_id", id);
    }

    private static void checkDatabase(String name, Database database) throws SqlError {
        if (database == null) {
            throw Errors.of(15010, name);
        }
        if (!database.isOnline() || database.isMirror()) {
            throw Errors.of(32007, name);
        }
        if (database.recoveryModel() == RecoveryModel.SIMPLE) {
            throw Errors.of(32015, name);
        }
    }

    private ShippingPrimary require(String database) throws SqlError {
        ShippingPrimary found = shipping.primary(database);
        if (found == null) {
            throw Errors.of(32010, database);
        }
        return found;
    }

    private void addSecondary(ProcedureCall call) throws SqlError {
        ShippingPrimary primary = require(ShippingParameters.given(call, "primary_database"));
        String server = ShippingParameters.given(call, "secondary_server");
        String database = ShippingParameters.given(call, "secondary_database");
        if (primary.secondaries().stream().anyMatch(one -> one.is(server, database))) {
            throw ShippingParameters.exists(call, Errors.of(32012, server, database, primary.database()));
        }
        ShippingPrimary.Secondary made = new ShippingPrimary.Secondary(server, database);
        primary.secondaries().add(made);
        session.scope().onRollback(() -> primary.secondaries().remove(made));
    }

    private void deletePrimary(ProcedureCall call) throws SqlError {
        ShippingPrimary primary = require(ShippingParameters.given(call, "database"));
        if (!primary.secondaries().isEmpty()) {
            throw Errors.of(32011, primary.database());
        }
        new ShippingJobs(session).remove(primary.job());
        shipping.history().forget(one -> one.agent().equals(primary.id()));
        shipping.primaries().remove(primary);
        session.scope().onRollback(() -> shipping.primaries().add(primary));
        new ShippingMonitorProcedures(session).deleteAlertJob();
    }

    private void deleteSecondary(ProcedureCall call) throws SqlError {
        ShippingPrimary primary = require(ShippingParameters.given(call, "primary_database"));
        String server = ShippingParameters.given(call, "secondary_server");
        String database = ShippingParameters.given(call, "secondary_database");
        List<ShippingPrimary.Secondary> gone = primary.secondaries().stream()
                .filter(one -> one.is(server, database))
                .toList();
        primary.secondaries().removeAll(gone);
        session.scope().onRollback(() -> primary.secondaries().addAll(gone));
    }
}
