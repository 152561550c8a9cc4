package org.failback.lab.scenario;

import java.util.List;

/** Backups, what they hold and who else takes them. */
final class BackupScenarios {
    private BackupScenarios() {}

    static List<Scenario> all() {
        return List.of(
                corruptPages(),
                foreignLogBackup(),
                complianceNeverDrains(),
                orphanedUser(),
                answerLost(),
                backupFileDamaged());
    }

    private static Scenario corruptPages() {
        return Mishap.of("corrupt-pages", "Pages of mgc are damaged on the backup")
                .story("""
                        A storage fault has damaged pages of mgc, which is the only live copy. Nobody reads those pages, so
                        that nothing has complained yet; a backup without checksums would carry the damage home.""")
                .cause(Place.B, "EXEC lab.dbo.corrupt_database N'mgc'")
                .cure(Place.B, "EXEC lab.dbo.repair_database N'mgc'")
                .knownFrom("Possible media errors during backup and restore; errors 824 and 3043");
    }

    private static Scenario foreignLogBackup() {
        return Mishap.of("foreign-log-backup", "Another job backs up the log of mgc on the backup")
                .story("""
                        A maintenance job from before the disaster still backs up the log of mgc to a local folder of the
                        backup instance, every ten seconds here so that no rehearsal has to wait for it. What it takes is
                        missing in every chain that goes through the share.""")
                .cause(Place.B, """
                        EXEC msdb.dbo.sp_add_job @job_name = N'Nightly log backup', @owner_login_name = N'sa';
                        EXEC msdb.dbo.sp_add_jobstep @job_name = N'Nightly log backup', @step_name = N'Log',
                            @subsystem = N'TSQL', @database_name = N'master',
                            @command = N'BACKUP LOG [mgc] TO DISK = N''D:\\Backup\\mgc_nightly.trn'' WITH INIT';
                        EXEC msdb.dbo.sp_add_jobserver @job_name = N'Nightly log backup';
                        EXEC msdb.dbo.sp_add_schedule @schedule_name = N'Nightly log backup', @freq_type = 4,
                            @freq_interval = 1, @freq_subday_type = 2, @freq_subday_interval = 10;
                        EXEC msdb.dbo.sp_attach_schedule @job_name = N'Nightly log backup',
                            @schedule_name = N'Nightly log backup';
                        BACKUP LOG [mgc] TO DISK = N'D:\\Backup\\mgc_nightly.trn' WITH INIT""")
                .cure(Place.B, """
                        EXEC msdb.dbo.sp_update_job @job_name = N'Nightly log backup', @enabled = 0;
                        BEGIN TRY EXEC msdb.dbo.sp_stop_job @job_name = N'Nightly log backup' END TRY
                        BEGIN CATCH PRINT N'It was not running: ' + ERROR_MESSAGE() END CATCH""")
                .knownFrom("About Log Shipping; MSSQLTips 5684 on repairing log shipping; error 4305");
    }

    private static Scenario complianceNeverDrains() {
        return Mishap.of("compliance-never-drains", "Compliance rows wait for an adapter that does not run")
                .story("""
                        The compliance adapter of the backup data center has not run for days. Events of the time of the
                        failover lie in mgccomp, which the procedure neither backs up nor restores.""")
                .cause(Place.B, """
                        INSERT INTO mgccomp.dbo.tblComplianceData (cmplID, cmplType, cmplDate, cmplData)
                        VALUES (9001, 1, 638000000000000001, N'joined'), (9002, 4, 638000000000000002, N'said')""")
                .cure(Place.B, "DELETE FROM mgccomp.dbo.tblComplianceData WHERE cmplType <> 9")
                .knownFrom("Persistent Chat database schema, tblComplianceData; Configure the Compliance service");
    }

    private static Scenario orphanedUser() {
        return Mishap.of("orphaned-user", "A user of mgc has no login on the primary")
                .story("""
                        During the failover somebody created a login for a report on the backup and a user for it in mgc.
                        The user comes home with the backup; the login stays behind, and master is in no backup of mgc.""")
                .cause(Place.B, """
                        CREATE LOGIN [chat_report] WITH PASSWORD = N'Practice-range-1',
                            SID = 0x5A7E0C1D2B3F4A5B8C9D0E1F2A3B4C5D;
                        EXEC(N'USE [mgc]; CREATE USER [chat_report] FOR LOGIN [chat_report]')""")
                .cure(Place.P, """
                        CREATE LOGIN [chat_report] WITH PASSWORD = N'Practice-range-1',
                            SID = 0x5A7E0C1D2B3F4A5B8C9D0E1F2A3B4C5D""")
                .knownFrom("Troubleshoot orphaned users (SQL Server)");
    }

    private static Scenario answerLost() {
        return Mishap.of("answer-lost", "The connection breaks after mirroring was removed")
                .story("""
                        A firewall drops the connection just when the backup has removed mirroring of mgc. The statement
                        worked, and whoever sent it will never hear so.""")
                .cause(
                        Place.B,
                        "EXEC lab.dbo.drop_connection_next N'ALTER DATABASE%mgc]%SET PARTNER OFF%', @when = N'after'")
                .cure(Place.B, "EXEC lab.dbo.forget_faults")
                .knownFrom("ALTER DATABASE SET database mirroring; SqlClient transient fault handling");
    }

    private static Scenario backupFileDamaged() {
        return Mishap.of("backup-file-damaged", "The backup file is damaged on its way to the share")
                .story("""
                        A faulty network card changes bytes while the backup of mgc is written to the share. BACKUP has seen
                        nothing of it and succeeds; what lies on the share cannot be restored.""")
                .cause(Place.B, "EXEC lab.dbo.damage_next_backup N'%chatbackup\\mgc[_]%.bak'")
                .cure(Place.B, "EXEC lab.dbo.forget_faults")
                .knownFrom("Possible media errors during backup and restore; errors 3183, 3189 and 3241");
    }
}
