package org.failback.lab.server;

import java.util.List;
import java.util.Map;
import org.failback.lab.tds.Column;
import org.failback.lab.tds.SqlType;

/** The log shipping tables of msdb, which stay empty: the lab sets up no log shipping. */
final class LogShippingViews {
    private LogShippingViews() {}

    static void addTo(Map<String, Catalog.Source> views) {
        add(
                views,
                "log_shipping_primary_databases",
                "primary_id:G primary_database backup_directory backup_share backup_retention_period:I backup_job_id:G"
                        + " monitor_server user_specified_monitor:B monitor_server_security_mode:B last_backup_file"
                        + " last_backup_date:T backup_compression:I");
        add(views, "log_shipping_primary_secondaries", "primary_id:G secondary_server secondary_database");
        add(
                views,
                "log_shipping_secondary",
                "secondary_id:G primary_server primary_database backup_source_directory backup_destination_directory"
                        + " file_retention_period:I copy_job_id:G restore_job_id:G monitor_server"
                        + " monitor_server_security_mode:B user_specified_monitor:B last_copied_file"
                        + " last_copied_date:T");
        add(
                views,
                "log_shipping_secondary_databases",
                "secondary_database secondary_id:G restore_delay:I restore_all:B restore_mode:B disconnect_users:B"
                        + " block_size:I buffer_count:I max_transfer_size:I last_restored_file last_restored_date:T");
        add(
                views,
                "log_shipping_monitor_primary",
                "primary_id:G primary_server primary_database backup_threshold:I threshold_alert:I"
                        + " threshold_alert_enabled:B last_backup_file last_backup_date:T last_backup_date_utc:T"
                        + " history_retention_period:I");
        add(
                views,
                "log_shipping_monitor_secondary",
                "secondary_server secondary_database secondary_id:G primary_server primary_database"
                        + " restore_threshold:I threshold_alert:I threshold_alert_enabled:B last_copied_file"
                        + " last_copied_date:T last_copied_date_utc:T last_restored_file last_restored_date:T"
                        + " last_restored_date_utc:T last_restored_latency:I history_retention_period:I");
        add(
                views,
                "log_shipping_monitor_history_detail",
                "agent_id:G agent_type:I session_id:I database_name session_status:I log_time:T log_time_utc:T"
                        + " message");
        add(
                views,
                "log_shipping_monitor_error_detail",
                "agent_id:G agent_type:I session_id:I database_name sequence_number:I log_time:T log_time_utc:T"
                        + " message source help_url");
    }

    private static void add(Map<String, Catalog.Source> views, String name, String columns) {
        List<Column> shape = java.util.Arrays.stream(columns.split(" "))
                .map(LogShippingViews::column)
                .toList();
        views.put("msdb.dbo." + name, (session, database) -> new View.Snapshot(shape, List.of()));
    }

    private static Column column(String text) {
        String name = text.contains(":") ? text.substring(0, text.indexOf(':')) : text;
        return switch (text.substring(name.length())) {
            case ":G" -> Column.of(name, SqlType.UNIQUEIDENTIFIER);
            case ":I" -> Column.of(name, SqlType.INT);
            case ":B" -> Column.of(name, SqlType.BIT);
            case ":T" -> Column.of(name, SqlType.DATETIME);
            default -> new Column(name, SqlType.NVARCHAR, 500, 0);
        };
    }
}
