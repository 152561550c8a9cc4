package org.failback.lab.server;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** The log shipping tables of msdb. */
final class LogShippingViews {
    private static final int PATH = 500;

    private LogShippingViews() {}

    static void addTo(Map<String, Catalog.Source> views) {
        put(views, "log_shipping_primary_databases", LogShippingViews::primaries, LogShipping::primaries);
        put(
                views,
                "log_shipping_primary_secondaries",
                LogShippingViews::attached,
                shipping -> shipping.primaries().stream()
                        .flatMap(one -> one.secondaries().stream().map(secondary -> new Attached(one.id(), secondary)))
                        .toList());
        put(views, "log_shipping_secondary", LogShippingViews::secondaries, LogShipping::secondaries);
        put(views, "log_shipping_secondary_databases", LogShippingViews::databases, LogShipping::databases);
        put(views, "log_shipping_monitor_primary", LogShippingViews::watchedPrimaries, LogShipping::primaries);
        put(views, "log_shipping_monitor_secondary", LogShippingViews::watchedSecondaries, LogShipping::databases);
        put(
                views,
                "log_shipping_monitor_alert",
                instance -> new View<UUID>().guid("alert_job_id", id -> id),
                shipping -> shipping.alertJob() == null ? List.of() : List.of(shipping.alertJob()));
        put(
                views,
                "log_shipping_monitor_history_detail",
                LogShippingViews::details,
                shipping -> shipping.history().details());
        put(
                views,
                "log_shipping_monitor_error_detail",
                LogShippingViews::errors,
                shipping -> shipping.history().errors());
    }

    private static <T> void put(
            Map<String, Catalog.Source> views,
            String name,
            Function<Instance, View<T>> shape,
            Function<LogShipping, List<T>> rows) {
        views.put(
                "msdb.dbo." + name,
                (session, database) -> shape.apply(session.instance())
                        .of(rows.apply(session.instance().logShipping())));
    }

    private record Attached(UUID primary, ShippingPrimary.Secondary secondary) {}

    private static LocalDateTime local(Instance instance, Instant at) {
        return at == null ? null : instance.estate().local(at);
    }

    private static LocalDateTime utc(Instant at) {
        return at == null ? null : LocalDateTime.ofInstant(at, ZoneOffset.UTC);
    }

    private static View<ShippingPrimary> primaries(Instance instance) {
        return new View<ShippingPrimary>()
                .guid("primary_id", ShippingPrimary::id)
                .text("primary_database", ShippingPrimary::database)
                .text("backup_directory", PATH, one -> one.settings().directory())
                .text("backup_share", PATH, one -> one.settings().share())
                .integer("backup_retention_period", one -> one.settings().retention())
                .guid("backup_job_id", ShippingPrimary::job)
                .text("monitor_server", one -> one.monitor().server())
                .bit("user_specified_monitor", one -> one.monitor().named())
                .bit("monitor_server_security_mode", one -> true)
                .text("last_backup_file", PATH, one -> one.backup().path())
                .time("last_backup_date", one -> local(instance, one.backup().at()))
                .tiny("backup_compression", one -> one.settings().compression());
    }

    private static View<Attached> attached(Instance instance) {
        return new View<Attached>()
                .guid("primary_id", Attached::primary)
                .text("secondary_server", row -> row.secondary().server())
                .text("secondary_database", row -> row.secondary().database());
    }

    private static View<ShippingSecondary> secondaries(Instance instance) {
        return new View<ShippingSecondary>()
                .guid("secondary_id", ShippingSecondary::id)
                .text("primary_server", one -> one.settings().primaryServer())
                .text("primary_database", one -> one.settings().primaryDatabase())
                .text("backup_source_directory", PATH, one -> one.settings().source())
                .text(
                        "backup_destination_directory",
                        PATH,
                        one -> one.settings().destination())
                .integer("file_retention_period", one -> one.settings().retention())
                .guid("copy_job_id", ShippingSecondary::copyJob)
                .guid("restore_job_id", ShippingSecondary::restoreJob)
                .text("monitor_server", one -> one.monitor().server())
                .bit("monitor_server_security_mode", one -> true)
                .bit("user_specified_monitor", one -> one.monitor().named())
                .text("last_copied_file", PATH, one -> one.copy().path())
                .time("last_copied_date", one -> local(instance, one.copy().at()));
    }

    private static View<SecondaryDatabase> databases(Instance instance) {
        return new View<SecondaryDatabase>()
                .text("secondary_database", SecondaryDatabase::name)
                .guid("secondary_id", one -> one.of().id())
                .integer("restore_delay", one -> one.settings().delay())
                .bit("restore_all", one -> one.settings().all())
                .bit("restore_mode", one -> false)
                .bit("disconnect_users", one -> one.settings().disconnectUsers())
                .integer("block_size", one -> one.settings().blockSize())
                .integer("buffer_count", one -> one.settings().buffers())
                .integer("max_transfer_size", one -> one.settings().transfer())
                .text("last_restored_file", PATH, one -> one.restore().path())
                .time("last_restored_date", one -> local(instance, one.restore().at()));
    }

    private static View<ShippingPrimary> watchedPrimaries(Instance instance) {
        return new View<ShippingPrimary>()
                .guid("primary_id", ShippingPrimary::id)
                .text("primary_server", one -> instance.name())
                .text("primary_database", ShippingPrimary::database)
                .integer("backup_threshold", one -> one.monitor().threshold())
                .integer("threshold_alert", one -> one.monitor().alert())
                .bit("threshold_alert_enabled", one -> one.monitor().alertEnabled())
                .text("last_backup_file", PATH, one -> one.backup().path())
                .time("last_backup_date", one -> local(instance, one.backup().at()))
                .time("last_backup_date_utc", one -> utc(one.backup().at()))
                .integer("history_retention_period", one -> one.monitor().historyRetention());
    }

    private static View<SecondaryDatabase> watchedSecondaries(Instance instance) {
        return new View<SecondaryDatabase>()
                .text("secondary_server", one -> instance.name())
                .text("secondary_database", SecondaryDatabase::name)
                .guid("secondary_id", one -> one.of().id())
                .text("primary_server", one -> one.of().settings().primaryServer())
                .text("primary_database", one -> one.of().settings().primaryDatabase())
                .integer("restore_threshold", one -> one.monitor().threshold())
                .integer("threshold_alert", one -> one.monitor().alert())
                .bit("threshold_alert_enabled", one -> one.monitor().alertEnabled())
                .text("last_copied_file", PATH, one -> one.of().copy().path())
                .time("last_copied_date", one -> local(instance, one.of().copy().at()))
                .time("last_copied_date_utc", one -> utc(one.of().copy().at()))
                .text("last_restored_file", PATH, one -> one.restore().path())
                .time("last_restored_date", one -> local(instance, one.restore().at()))
                .time("last_restored_date_utc", one -> utc(one.restore().at()))
                .integer("last_restored_latency", SecondaryDatabase::latency)
                .integer("history_retention_period", one -> one.monitor().historyRetention());
    }

    private static View<ShippingHistory.Detail> details(Instance instance) {
        return new View<ShippingHistory.Detail>()
                .guid("agent_id", row -> row.session().agent())
                .tiny("agent_type", row -> row.session().type().ordinal())
                .integer("session_id", row -> row.session().id())
                .text("database_name", row -> row.session().database())
                .tiny("session_status", ShippingHistory.Detail::status)
                .time("log_time", row -> local(instance, row.at()))
                .time("log_time_utc", row -> utc(row.at()))
                .longText("message", ShippingHistory.Detail::message);
    }

    private static View<ShippingHistory.Failure> errors(Instance instance) {
        return new View<ShippingHistory.Failure>()
                .guid("agent_id", row -> row.session().agent())
                .tiny("agent_type", row -> row.session().type().ordinal())
                .integer("session_id", row -> row.session().id())
                .text("database_name", row -> row.session().database())
                .integer("sequence_number", ShippingHistory.Failure::sequence)
                .time("log_time", row -> local(instance, row.at()))
                .time("log_time_utc", row -> utc(row.at()))
                .longText("message", ShippingHistory.Failure::message)
                .longText("source", row -> "Microsoft.SqlServer.Management.LogShipping")
                .longText("help_url", row -> "");
    }
}
