package org.failback.lab.server;

import java.time.Clock;

/** An estate on its way back: P serves again, B was overwritten with P's backup and waits for P's log. */
final class Shipping implements AutoCloseable {
    static final String SOURCE = Estate.SHARE + "\\logshipping";
    static final String COPIES = "D:\\LogShipping\\mgc";
    static final String ADD_PRIMARY = "DECLARE @job uniqueidentifier, @id uniqueidentifier, @rc int;"
            + " EXEC @rc = master.dbo.sp_add_log_shipping_primary_database @database = N'mgc',"
            + " @backup_directory = N'" + SOURCE + "', @backup_share = N'" + SOURCE + "',"
            + " @backup_job_name = N'LSBackup_mgc', @backup_retention_period = 4320, @backup_compression = 2,"
            + " @backup_threshold = 60, @threshold_alert_enabled = 1, @history_retention_period = 5760,"
            + " @backup_job_id = @job OUTPUT, @primary_id = @id OUTPUT, @overwrite = 1;"
            + " SELECT @rc, @job, @id";
    static final String ADD_SECONDARY_PRIMARY =
            "DECLARE @c uniqueidentifier, @r uniqueidentifier, @s uniqueidentifier, @rc int;"
                    + " EXEC @rc = master.dbo.sp_add_log_shipping_secondary_primary @primary_server = N'SQLP01\\LYNC',"
                    + " @primary_database = N'mgc', @backup_source_directory = N'" + SOURCE + "',"
                    + " @backup_destination_directory = N'" + COPIES + "', @copy_job_name = N'LSCopy_SQLP01_mgc',"
                    + " @restore_job_name = N'LSRestore_SQLP01_mgc', @file_retention_period = 4320,"
                    + " @copy_job_id = @c OUTPUT, @restore_job_id = @r OUTPUT, @secondary_id = @s OUTPUT,"
                    + " @overwrite = 1; SELECT @rc, @c, @r, @s";
    static final String ADD_SECONDARY_DATABASE =
            "EXEC master.dbo.sp_add_log_shipping_secondary_database @secondary_database = N'mgc',"
                    + " @primary_server = N'SQLP01\\LYNC', @primary_database = N'mgc', @restore_delay = 0,"
                    + " @restore_all = 1, @restore_mode = 0, @disconnect_users = 0, @restore_threshold = 45,"
                    + " @threshold_alert_enabled = 1, @history_retention_period = 5760, @overwrite = 1";
    static final String ADD_PRIMARY_SECONDARY =
            "EXEC master.dbo.sp_add_log_shipping_primary_secondary @primary_database = N'mgc',"
                    + " @secondary_server = N'SQLB01\\LYNC', @secondary_database = N'mgc', @overwrite = 1";
    final Estate estate;
    final Client p;
    final Client b;

    Shipping() {
        this(Clock.systemUTC());
    }

    Shipping(Clock clock) {
        this(new Estate(SqlEstate.afterFailover(64, 0, clock)));
    }

    Shipping(Estate estate) {
        this.estate = estate;
        p = estate.p;
        b = estate.b;
        comeBack();
    }

    private void comeBack() {
        estate.unmirror();
        estate.backUp("run.bak", "FORMAT, INIT");
        b.run("BACKUP LOG [mgc] TO DISK = " + Estate.file("run.trn") + " WITH NORECOVERY");
        p.run("ALTER DATABASE [mgc] SET OFFLINE WITH ROLLBACK IMMEDIATE");
        p.run(Estate.restore("run.bak", "REPLACE, NORECOVERY"));
        p.run("RESTORE LOG [mgc] FROM DISK = " + Estate.file("run.trn") + " WITH RECOVERY");
        p.run("BACKUP DATABASE [mgc] TO DISK = " + Estate.file("init.bak") + " WITH FORMAT, INIT, CHECKSUM");
        b.run("RESTORE DATABASE [mgc] FROM DISK = " + Estate.file("init.bak") + " WITH FILE = 1, NORECOVERY, CHECKSUM"
                + ", MOVE N'mgc_data' TO N'E:\\CsData\\BackendStore\\LYNC\\DbPath\\mgc.mdf'"
                + ", MOVE N'mgc_log' TO N'E:\\CsData\\BackendStore\\LYNC\\LogPath\\mgc.ldf'");
    }

    /** In the order in which Microsoft lists it, without schedules. */
    void setUp() {
        p.run(ADD_PRIMARY);
        enable(p, "LSBackup_mgc");
        b.run(ADD_SECONDARY_PRIMARY);
        b.run(ADD_SECONDARY_DATABASE);
        p.run(ADD_PRIMARY_SECONDARY);
        enable(b, "LSCopy_SQLP01_mgc");
        enable(b, "LSRestore_SQLP01_mgc");
    }

    private static void enable(Client client, String job) {
        client.run("EXEC msdb.dbo.sp_update_job @job_name = N'" + job + "', @enabled = 1");
    }

    boolean backUp() {
        return job(p, "LSBackup_mgc");
    }

    boolean copy() {
        return job(b, "LSCopy_SQLP01_mgc");
    }

    boolean restore() {
        return job(b, "LSRestore_SQLP01_mgc");
    }

    /** Runs a job to its end; whether it succeeded. */
    static boolean job(Client client, String name) {
        int before = runs(client, name);
        client.run("EXEC msdb.dbo.sp_start_job @job_name = N'" + name + "'");
        Client.await(() -> runs(client, name) > before, name);
        return (Integer) outcome(client, name, "h.run_status", 0) == 1;
    }

    static int runs(Client client, String job) {
        return (Integer) client.value("SELECT COUNT(*) FROM msdb.dbo.sysjobhistory h JOIN msdb.dbo.sysjobs j"
                + " ON j.job_id = h.job_id WHERE j.name = N'" + job + "' AND h.step_id = 0");
    }

    static Object outcome(Client client, String job, String column, int step) {
        return client.value("SELECT TOP (1) " + column + " FROM msdb.dbo.sysjobhistory h JOIN msdb.dbo.sysjobs j"
                + " ON j.job_id = h.job_id WHERE j.name = N'" + job + "' AND h.step_id = " + step
                + " ORDER BY h.instance_id DESC");
    }

    static String said(Client client, String job) {
        return (String) outcome(client, job, "h.message", 1);
    }

    String backedUp() {
        return name(p.value("SELECT last_backup_file FROM msdb.dbo.log_shipping_monitor_primary"));
    }

    String copied() {
        return name(b.value("SELECT last_copied_file FROM msdb.dbo.log_shipping_monitor_secondary"));
    }

    String restored() {
        return name(b.value("SELECT last_restored_file FROM msdb.dbo.log_shipping_monitor_secondary"));
    }

    private static String name(Object path) {
        return path == null ? null : path.toString().substring(path.toString().lastIndexOf('\\') + 1);
    }

    @Override
    public void close() {
        estate.close();
    }
}
