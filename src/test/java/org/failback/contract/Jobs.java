package org.failback.contract;

/** Batches that make jobs in the form in which the product makes them. */
final class Jobs {
    private Jobs() {}

    /** Category, job, one step and server in one transaction; the job belongs to sa, whatever its name. */
    static String make(String job, String category, String subsystem, String text) {
        return """
                DECLARE @job nvarchar(128);
                SET @job = N'%1$s';
                DECLARE @step1 nvarchar(max);
                SET @step1 = N'%4$s';
                DECLARE @owner nvarchar(128), @lock int, @failed int;
                SELECT @owner = SUSER_SNAME(0x01), @lock = -1, @failed = 0;
                BEGIN TRANSACTION;
                IF NOT EXISTS (SELECT 1 FROM msdb.dbo.syscategories WHERE category_class = 1 AND name = N'%2$s')
                    EXEC @failed = msdb.dbo.sp_add_category @class = N'JOB', @type = N'LOCAL', @name = N'%2$s';
                IF @failed = 0
                    EXEC @failed = msdb.dbo.sp_add_job @job_name = @job, @enabled = 1, @delete_level = 0, @owner_login_name = @owner,
                        @category_name = N'%2$s', @description = N'Of the contract.';
                IF @failed = 0
                    EXEC @failed = msdb.dbo.sp_add_jobstep @job_name = @job, @step_id = 1, @step_name = N'Only', @command = @step1,
                        @subsystem = N'%3$s', @flags = 16, @retry_attempts = 0, @on_success_action = 1, @on_fail_action = 2;
                IF @failed = 0
                    EXEC @failed = msdb.dbo.sp_add_jobserver @job_name = @job, @server_name = N'(local)';
                IF @failed = 0
                    COMMIT TRANSACTION
                ELSE IF @@TRANCOUNT > 0
                    ROLLBACK TRANSACTION;
                """.formatted(job, category, subsystem, text.replace("'", "''"));
    }
}
