package org.failback.lab.server;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.failback.lab.tds.Answer;
import org.failback.lab.tds.Message;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.Argument;

/** What watches log shipping: the alert job, the check it runs, and the report of sp_help_log_shipping_monitor. */
final class ShippingMonitorProcedures {
    static final Set<String> NAMES = Set.of(
            "sp_add_log_shipping_alert_job",
            "sp_delete_log_shipping_alert_job",
            "sp_check_log_shipping_monitor_alert",
            "sp_help_log_shipping_monitor");
    private static final int MINUTES_BETWEEN_ALERTS = 2;
    private final ServerSession session;
    private final Instance instance;
    private final LogShipping shipping;
    private final Answer answer;

    ShippingMonitorProcedures(ServerSession session, Answer answer) {
        this.session = session;
        this.instance = session.instance();
        this.shipping = instance.logShipping();
        this.answer = answer;
    }

    /** For callers that ask for no result set. */
    ShippingMonitorProcedures(ServerSession session) {
        this(session, new JobMessages(() -> {}));
    }

    void call(String procedure, List<Argument> arguments) throws SqlError {
        switch (procedure) {
            case "sp_add_log_shipping_alert_job" ->
                addAlertJob(new ProcedureCall(procedure, arguments, "alert_job_id"));
            case "sp_delete_log_shipping_alert_job" -> {
                new ProcedureCall(procedure, arguments);
                deleteAlertJob();
            }
            case "sp_check_log_shipping_monitor_alert" -> {
                new ProcedureCall(procedure, arguments);
                raiseAlerts();
            }
            default -> {
                new ProcedureCall(procedure, arguments);
                report();
            }
        }
    }

    private void addAlertJob(ProcedureCall call) throws SqlError {
        if (shipping.alertJob() == null || !instance.agent().jobs().containsKey(shipping.alertJob())) {
            ShippingParameters.checkInstance(instance);
            String name = "LSAlert_" + instance.name();
            ShippingJobs jobs = new ShippingJobs(session);
            jobs.check(name);
            AgentJob job = jobs.alert(name);
            jobs.attach(job, everyTwoMinutes());
            shipping.setAlertJob(job.id());
            session.scope().onRollback(() -> shipping.setAlertJob(null));
        }
        call.returns("alert_job_id", shipping.alertJob());
    }

    private AgentSchedule everyTwoMinutes() {
        Map<String, Integer> settings = new LinkedHashMap<>();
        AgentSchedule.COLUMNS.forEach(column -> settings.put(column, JobParameters.scheduleDefault(column)));
        settings.put("freq_type", 4);
        settings.put("freq_interval", 1);
        settings.put("freq_subday_type", 4);
        settings.put("freq_subday_interval", MINUTES_BETWEEN_ALERTS);
        settings.put("active_start_date", AgentSchedule.date(instance.estate().now()));
        return new AgentSchedule(
                instance.agent().nextScheduleId(),
                UUID.randomUUID(),
                "Log shipping alert job schedule.",
                true,
                session.login().sid(),
                instance.estate().now(),
                settings);
    }

    /** Takes the alert job away once there is nothing left to watch. */
    void deleteAlertJob() {
        UUID job = shipping.alertJob();
        if (job == null
                || !shipping.primaries().isEmpty()
                || !shipping.databases().isEmpty()) {
            return;
        }
        new ShippingJobs(session).remove(job);
        shipping.setAlertJob(null);
        session.scope().onRollback(() -> shipping.setAlertJob(job));
    }

    private void raiseAlerts() {
        for (ShippingPrimary primary : shipping.primaries()) {
            Integer minutes = since(primary.backup().at());
            if (primary.monitor().alertEnabled() && overdue(primary.monitor(), minutes)) {
                answer.message(alert(
                        primary.monitor(),
                        14420,
                        instance.name(),
                        primary.database(),
                        primary.monitor().threshold(),
                        minutes));
            }
        }
        for (SecondaryDatabase secondary : shipping.databases()) {
            Integer minutes = since(secondary.restore().at());
            if (secondary.monitor().alertEnabled() && overdue(secondary.monitor(), minutes)) {
                answer.message(alert(
                        secondary.monitor(),
                        14421,
                        instance.name(),
                        secondary.name(),
                        secondary.monitor().threshold(),
                        minutes,
                        secondary.latency()));
            }
        }
    }

    /** The alert may have been given another number; its words are those of the usual one. */
    private static Message alert(ShippingMonitor monitor, int usual, Object... arguments) {
        Message message = Errors.message(usual, arguments);
        return new Message(monitor.alert(), message.severity(), message.state(), message.text(), "", 1);
    }

    private static boolean overdue(ShippingMonitor monitor, Integer minutes) {
        return minutes != null && minutes > monitor.threshold();
    }

    /** Minutes that have passed, as DATEDIFF counts them; null for never. */
    private Integer since(Instant at) {
        return at == null ? null : minutes(at, instance.estate().instant());
    }

    static int minutes(Instant from, Instant to) {
        long ended = Math.floorDiv(to.getEpochSecond(), Duration.ofMinutes(1).toSeconds());
        return (int) (ended
                - Math.floorDiv(from.getEpochSecond(), Duration.ofMinutes(1).toSeconds()));
    }

    /** A row of the report; the half that does not belong to its kind of database stays empty. */
    private record Row(ShippingPrimary primary, SecondaryDatabase secondary) {
        Object of(java.util.function.Function<ShippingPrimary, Object> fact) {
            return primary == null ? null : fact.apply(primary);
        }

        Object in(java.util.function.Function<SecondaryDatabase, Object> fact) {
            return secondary == null ? null : fact.apply(secondary);
        }
    }

    private void report() {
        List<Row> rows = new ArrayList<>();
        shipping.primaries().forEach(one -> rows.add(new Row(one, null)));
        shipping.databases().forEach(one -> rows.add(new Row(null, one)));
        View<Row> view = new View<Row>()
                .bit("status", this::isUnhealthy)
                .bit("is_primary", row -> row.primary() != null)
                .text("server", row -> instance.name())
                .text(
                        "database_name",
                        row -> row.primary() == null
                                ? row.secondary().name()
                                : row.primary().database())
                .integer(
                        "time_since_last_backup",
                        row -> row.of(one -> since(one.backup().at())))
                .text("last_backup_file", 500, row -> row.of(one -> one.backup().path()))
                .integer("backup_threshold", row -> row.of(one -> one.monitor().threshold()))
                .bit(
                        "is_backup_alert_enabled",
                        row -> row.of(one -> one.monitor().alertEnabled()))
                .integer(
                        "time_since_last_copy",
                        row -> row.in(one -> since(one.of().copy().at())))
                .text(
                        "last_copied_file",
                        500,
                        row -> row.in(one -> one.of().copy().path()))
                .integer(
                        "time_since_last_restore",
                        row -> row.in(one -> since(one.restore().at())))
                .text(
                        "last_restored_file",
                        500,
                        row -> row.in(one -> one.restore().path()))
                .integer("last_restored_latency", row -> row.in(SecondaryDatabase::latency))
                .integer("restore_threshold", row -> row.in(one -> one.monitor().threshold()))
                .bit(
                        "is_restore_alert_enabled",
                        row -> row.in(one -> one.monitor().alertEnabled()));
        answer.columns(view.columns());
        rows.forEach(row -> answer.row(view.row(row)));
        answer.endOfRows(rows.size());
    }

    private boolean isUnhealthy(Row row) {
        ShippingHistory history = shipping.history();
        if (row.primary() != null) {
            ShippingPrimary primary = row.primary();
            return overdue(primary.monitor(), since(primary.backup().at()))
                    || history.failedLast(primary.id(), ShippingHistory.AgentType.BACKUP);
        }
        UUID id = row.secondary().of().id();
        return overdue(
                        row.secondary().monitor(),
                        since(row.secondary().restore().at()))
                || history.failedLast(id, ShippingHistory.AgentType.COPY)
                || history.failedLast(id, ShippingHistory.AgentType.RESTORE);
    }
}
