package org.failback.lab.server;

import java.util.List;

/** Parameters of the Agent's procedures, in the order in which they are documented. */
final class JobParameters {
    static final List<String> ADD_JOB = List.of(
            "job_name",
            "enabled",
            "description",
            "start_step_id",
            "category_name",
            "category_id",
            "owner_login_name",
            "notify_level_eventlog",
            "notify_level_email",
            "notify_level_netsend",
            "notify_level_page",
            "notify_email_operator_name",
            "notify_netsend_operator_name",
            "notify_page_operator_name",
            "delete_level",
            "job_id",
            "originating_server");
    static final List<String> UPDATE_JOB = List.of(
            "job_id",
            "job_name",
            "new_name",
            "enabled",
            "description",
            "start_step_id",
            "category_name",
            "owner_login_name",
            "notify_level_eventlog",
            "notify_level_email",
            "notify_level_netsend",
            "notify_level_page",
            "notify_email_operator_name",
            "notify_netsend_operator_name",
            "notify_page_operator_name",
            "delete_level",
            "automatic_post");
    static final List<String> ADD_STEP = List.of(
            "job_id",
            "job_name",
            "step_id",
            "step_name",
            "subsystem",
            "command",
            "additional_parameters",
            "cmdexec_success_code",
            "on_success_action",
            "on_success_step_id",
            "on_fail_action",
            "on_fail_step_id",
            "server",
            "database_name",
            "database_user_name",
            "retry_attempts",
            "retry_interval",
            "os_run_priority",
            "output_file_name",
            "flags",
            "proxy_id",
            "proxy_name",
            "step_uid");
    static final List<String> ADD_SCHEDULE = List.of(
            "schedule_name",
            "enabled",
            "freq_type",
            "freq_interval",
            "freq_subday_type",
            "freq_subday_interval",
            "freq_relative_interval",
            "freq_recurrence_factor",
            "active_start_date",
            "active_end_date",
            "active_start_time",
            "active_end_time",
            "owner_login_name",
            "schedule_uid",
            "schedule_id",
            "originating_server");

    private JobParameters() {}

    static int scheduleDefault(String column) {
        return switch (column) {
            case "active_end_date" -> 99991231;
            case "active_end_time" -> 235959;
            default -> 0;
        };
    }
}
