package org.failback.lab.scenario;

import java.util.List;

/** Log shipping that is in the way, or that only seems to work. */
final class LogShippingScenarios {
    private LogShippingScenarios() {}

    static List<Scenario> all() {
        return List.of(oldLogShipping(), jobNameTaken(), restoreWithoutRestoring());
    }

    private static Scenario oldLogShipping() {
        return Mishap.of("old-log-shipping-left", "An earlier log shipping was never removed")
                .story("""
                        msdb of the primary survived the disaster, and with it the entries and jobs of the log shipping of
                        that time; the backup has its half. Old log files lie in both folders.""")
                .cause(Place.P, "EXEC lab.dbo.leave_old_log_shipping")
                .cure(Place.P, """
                        EXEC master.dbo.sp_delete_log_shipping_primary_secondary N'mgc', N'SQLB01\\LYNC', N'mgc';
                        EXEC master.dbo.sp_delete_log_shipping_primary_database N'mgc'""")
                .cure(Place.B, """
                        EXEC master.dbo.sp_delete_log_shipping_secondary_database N'mgc';
                        EXEC master.dbo.sp_delete_log_shipping_secondary_primary N'SQLP01\\LYNC', N'mgc'""")
                .knownFrom("Remove Log Shipping (SQL Server); errors 32009 and 32024");
    }

    private static Scenario jobNameTaken() {
        return Mishap.of("job-name-taken", "A job of another kind has the name of the log shipping job")
                .story("""
                        Somebody once scripted the old backup job, and created it again on the rebuilt primary as a job of
                        his own. Its name is the one that log shipping wants.""")
                .cause(Place.P, "EXEC msdb.dbo.sp_add_job @job_name = N'LSBackup_mgc'")
                .cure(Place.P, "EXEC msdb.dbo.sp_delete_job @job_name = N'LSBackup_mgc'")
                .knownFrom("sp_add_log_shipping_primary_database (Transact-SQL); error 32022");
    }

    private static Scenario restoreWithoutRestoring() {
        return Mishap.of("restore-job-restores-nothing", "The restore job succeeds and restores nothing")
                .story("""
                        The restore job of log shipping finds no file that it could apply, says so in one line of its
                        history, and succeeds. Everything is green, and the backup falls behind.""")
                .cause(Place.B, "EXEC lab.dbo.skip_next_log_restore N'mgc', @times = 0")
                .cure(Place.B, "EXEC lab.dbo.forget_faults")
                .knownFrom("MSSQLSERVER_14421, causes");
    }
}
