package org.failback.lab;

import java.sql.Connection;
import java.sql.SQLException;

/** Log shipping of mgc from P to B, set up and run once as a DBA with a SQL client would. */
final class ShippingOverTds {
    private static final String FOLDER = "N'" + LabNames.LOG_SHIPPING_FOLDER + "'";
    private static final String FILE = "N'" + LabNames.SHARE + "\\init.bak'";
    private final Connection p;
    private final Connection b;

    ShippingOverTds(Connection p, Connection b) {
        this.p = p;
        this.b = b;
    }

    void setUp() throws SQLException {
        RunningLab.run(p, "BACKUP DATABASE [mgc] TO DISK = " + FILE + " WITH FORMAT, INIT");
        RunningLab.run(
                b, "ALTER DATABASE [mgc] SET PARTNER OFF; ALTER DATABASE [mgc] SET OFFLINE WITH ROLLBACK IMMEDIATE");
        RunningLab.run(
                b,
                "RESTORE DATABASE [mgc] FROM DISK = " + FILE + " WITH FILE = 1, REPLACE, NORECOVERY,"
                        + " MOVE N'mgc_data' TO N'E:\\CsData\\BackendStore\\LYNC\\DbPath\\mgc.mdf',"
                        + " MOVE N'mgc_log' TO N'E:\\CsData\\BackendStore\\LYNC\\LogPath\\mgc.ldf'");
        RunningLab.run(
                p,
                "EXEC master.dbo.sp_add_log_shipping_primary_database @database = N'mgc', @backup_directory = " + FOLDER
                        + ", @backup_share = " + FOLDER
                        + ", @backup_job_name = N'LSBackup_mgc', @backup_retention_period = 4320");
        RunningLab.run(
                b,
                "EXEC master.dbo.sp_add_log_shipping_secondary_primary @primary_server = N'SQLP01\\LYNC',"
                        + " @primary_database = N'mgc', @backup_source_directory = " + FOLDER
                        + ", @backup_destination_directory = N'" + LabNames.COPY_FOLDER
                        + "', @copy_job_name = N'LSCopy', @restore_job_name = N'LSRestore',"
                        + " @file_retention_period = 4320;"
                        + " EXEC master.dbo.sp_add_log_shipping_secondary_database @secondary_database = N'mgc',"
                        + " @primary_server = N'SQLP01\\LYNC', @primary_database = N'mgc'");
    }

    /** The outcome of the restore job, and how many files it has restored. */
    String cycle() throws SQLException {
        job(p, "LSBackup_mgc");
        job(b, "LSCopy");
        String outcome = job(b, "LSRestore") ? "succeeded" : "failed";
        String restored = RunningLab.value(b, "SELECT COUNT(*) FROM msdb.dbo.restorehistory WHERE restore_type = 'L'");
        return outcome + ", " + restored + " restored";
    }

    private static boolean job(Connection client, String name) throws SQLException {
        RunningLab.run(client, "EXEC msdb.dbo.sp_start_job @job_name = N'" + name + "'");
        String history = " FROM msdb.dbo.sysjobhistory h JOIN msdb.dbo.sysjobs j ON j.job_id = h.job_id"
                + " WHERE h.step_id = 0 AND j.name = N'" + name + "'";
        RunningLab.await(
                "the end of " + name,
                () -> !RunningLab.value(client, "SELECT COUNT(*)" + history).equals("0"));
        return RunningLab.value(client, "SELECT MAX(h.run_status)" + history).equals("1");
    }
}
