package org.failback.lab.server;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.UUID;
import org.failback.lab.tds.SqlError;

/**
 * What an earlier log shipping has left behind: entries and jobs on a P whose msdb was kept and on B, and log backups
 * of the time before the disaster on the share and in the folder for copies.
 */
final class Leftovers {
    private static final String SHARE = "\\\\files01.dc1.lab.example\\chatbackup\\logshipping";
    private static final String COPIES = "D:\\LogShipping\\mgc";
    private static final Duration AGO = Duration.ofDays(2);
    private static final int FILES = 3;
    private final SqlEstate estate;
    private final Instance primary;
    private final Instance backup;

    private Leftovers(SqlEstate estate) {
        this.estate = estate;
        this.primary = estate.find("SQLP01\\LYNC");
        this.backup = estate.find("SQLB01\\LYNC");
    }

    static void leave(SqlEstate estate) {
        estate.lock().lock();
        try {
            new Leftovers(estate).leave();
        } catch (SqlError | OsError impossible) {
            throw new IllegalStateException("The leftovers break a rule of the lab.", impossible);
        } finally {
            estate.lock().unlock();
        }
    }

    private void leave() throws SqlError, OsError {
        new Arrangement(primary)
                .run("EXEC master.dbo.sp_add_log_shipping_primary_database @database = N'mgc', @backup_directory = N'"
                        + SHARE + "', @backup_share = N'" + SHARE
                        + "', @backup_job_name = N'LSBackup_mgc', @backup_retention_period = 4320;"
                        + " EXEC master.dbo.sp_add_log_shipping_primary_secondary @primary_database = N'mgc',"
                        + " @secondary_server = N'SQLB01\\LYNC', @secondary_database = N'mgc';"
                        + schedule("LSBackupSchedule_mgc", "LSBackup_mgc", 0)
                        + " EXEC msdb.dbo.sp_update_job @job_name = N'LSBackup_mgc', @owner_login_name = N'sa'");
        new Arrangement(backup)
                .run("EXEC master.dbo.sp_add_log_shipping_secondary_primary @primary_server = N'SQLP01\\LYNC',"
                        + " @primary_database = N'mgc', @backup_source_directory = N'" + SHARE
                        + "', @backup_destination_directory = N'" + COPIES
                        + "', @copy_job_name = N'LSCopy_SQLP01_mgc', @restore_job_name = N'LSRestore_SQLP01_mgc',"
                        + " @file_retention_period = 4320;"
                        + " EXEC master.dbo.sp_add_log_shipping_secondary_database @secondary_database = N'mgc',"
                        + " @primary_server = N'SQLP01\\LYNC', @primary_database = N'mgc';"
                        + schedule("LSCopySchedule_mgc", "LSCopy_SQLP01_mgc", 500)
                        + schedule("LSRestoreSchedule_mgc", "LSRestore_SQLP01_mgc", 1000));
        for (int i = FILES; i > 0; i--) {
            Instant at = estate.instant().minus(AGO).minus(Duration.ofMinutes(15L * i));
            stale(primary, SHARE, at);
            stale(backup, COPIES, at);
        }
    }

    private static String schedule(String name, String job, int start) {
        return " EXEC msdb.dbo.sp_add_schedule @schedule_name = N'" + name + "', @freq_type = 4, @freq_interval = 1,"
                + " @freq_subday_type = 4, @freq_subday_interval = 15, @active_start_time = " + start + ";"
                + " EXEC msdb.dbo.sp_attach_schedule @job_name = N'" + job + "', @schedule_name = N'" + name + "';";
    }

    /** A log backup of the history that B has grown out of: too early for anything that comes now. */
    private void stale(Instance where, String folder, Instant at) throws OsError {
        Database database = backup.database("mgc");
        long lsn = database.fork().fromLsn() - 16;
        LocalDateTime local = estate.local(at).withNano(0);
        BackupMedia media = new BackupMedia(UUID.randomUUID(), UUID.randomUUID(), null);
        media.sets()
                .add(new BackupSet(
                        UUID.randomUUID(),
                        BackupType.LOG,
                        1,
                        null,
                        null,
                        primary.name(),
                        primary.accounts().agent(),
                        primary.edition(),
                        local,
                        local,
                        new LsnRange(lsn - 16, lsn, lsn - 16, lsn - 16),
                        false,
                        false,
                        false,
                        false,
                        false,
                        false,
                        64 * 1024,
                        64 * 1024,
                        database.image()));
        ShippedFile file = ShippedFile.named(new WindowsPath(folder), "mgc", at);
        estate.storage()
                .volume(where.host().name(), file.path())
                .put(new StoredFile(file.path(), media, media.bytes(), at));
    }
}
