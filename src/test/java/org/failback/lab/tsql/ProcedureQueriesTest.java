package org.failback.lab.tsql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.failback.lab.tds.Column;
import org.failback.lab.tds.SqlType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every query and command that the failback procedure is made of can be read and run. */
class ProcedureQueriesTest {
    private final Lab lab = new Lab();

    @BeforeEach
    void catalog() throws Exception {
        view(
                "sys.databases",
                "name state_desc user_access_desc recovery_model_desc is_read_only is_in_standby"
                        + " is_auto_close_on compatibility_level collation_name is_broker_enabled is_trustworthy_on"
                        + " is_db_chaining_on page_verify_option_desc log_reuse_wait_desc owner_sid create_date database_id");
        view(
                "sys.database_mirroring",
                "database_id mirroring_guid mirroring_role_desc mirroring_state_desc"
                        + " mirroring_partner_name mirroring_partner_instance mirroring_witness_name"
                        + " mirroring_witness_state_desc mirroring_safety_level_desc");
        view("sys.database_recovery_status", "database_id family_guid");
        view("sys.dm_server_services", "servicename status_desc startup_desc service_account");
        view(
                "sys.database_mirroring_endpoints",
                "name role_desc state_desc connection_auth_desc"
                        + " encryption_algorithm_desc principal_id endpoint_id");
        view("sys.tcp_endpoints", "endpoint_id port");
        view("sys.server_permissions", "grantee_principal_id state_desc major_id class permission_name");
        view("sys.endpoints", "name endpoint_id");
        view("sys.database_files", "name size type");
        view("sys.master_files", "database_id name physical_name file_id");
        view("sys.dm_exec_sessions", "session_id is_user_process");
        view("sys.dm_exec_requests", "session_id command percent_complete estimated_completion_time");
        view("sys.database_principals", "name type_desc sid type principal_id");
        view("sys.server_principals", "sid name");
        view("sys.partitions", "object_id index_id rows");
        view("sys.tables", "object_id name");
        view("master.dbo.sysprocesses", "spid hostname program_name loginame login_time last_batch open_tran dbid");
        view("msdb.dbo.log_shipping_primary_databases", "primary_database primary_id backup_share backup_job_id");
        view("msdb.dbo.log_shipping_primary_secondaries", "primary_id secondary_server");
        view(
                "msdb.dbo.log_shipping_secondary",
                "primary_server primary_database copy_job_id restore_job_id secondary_id");
        view("msdb.dbo.log_shipping_secondary_databases", "secondary_id secondary_database");
        view("msdb.dbo.log_shipping_monitor_primary", "primary_database last_backup_file last_backup_date_utc");
        view(
                "msdb.dbo.log_shipping_monitor_secondary",
                "secondary_database last_copied_file last_copied_date_utc"
                        + " last_restored_file last_restored_date_utc last_restored_latency");
        view("msdb.dbo.sysjobs", "job_id name enabled owner_sid category_id");
        view("msdb.dbo.sysjobactivity", "job_id session_id start_execution_date stop_execution_date");
        view("msdb.dbo.syscategories", "category_id name");
        view(
                "msdb.dbo.backupset",
                "backup_set_id backup_set_uuid first_lsn last_lsn checkpoint_lsn"
                        + " backup_finish_date has_backup_checksums is_damaged is_copy_only backup_size"
                        + " compressed_backup_size media_set_id database_name type name");
        view("msdb.dbo.backupmediafamily", "media_set_id physical_device_name");
        view(
                "msdb.dbo.restorehistory",
                "restore_history_id restore_date replace recovery backup_set_id"
                        + " destination_database_name restore_type");
        view("mgc.dbo.tblChat", "chatID chatDate");
        view("mgc.dbo.tblServerIdentity", "serverID serverAddress serverLastPingTime");
        view("mgccomp.dbo.tblComplianceData", "cmplType");
    }

    private void view(String name, String columns) throws Exception {
        Column[] all = Arrays.stream(columns.split(" "))
                .map(column -> new Column(column, type(column), 128, 0))
                .toArray(Column[]::new);
        MemoryTable table = MemoryTable.of(all);
        table.insert(List.<Object[]>of(new Object[all.length]));
        lab.server.put(name, table);
    }

    private static SqlType type(String column) {
        if (column.equals("chatDate")) {
            return SqlType.BIGINT;
        }
        if (column.endsWith("_id")
                || column.startsWith("is_")
                || column.equals("size")
                || column.equals("rows")
                || column.endsWith("id") && column.length() <= 4 && !column.equals("sid")
                || column.equals("class")
                || column.equals("cmplType")) {
            return SqlType.INT;
        }
        return column.endsWith("sid")
                ? SqlType.VARBINARY
                : column.endsWith("_guid") ? SqlType.UNIQUEIDENTIFIER : SqlType.NVARCHAR;
    }

    static Stream<String> queries() {
        return Stream.of(
                """
                SELECT @@SERVERNAME srv, CONVERT(sysname,SERVERPROPERTY('ServerName')) real_srv, CONVERT(varchar(50),SERVERPROPERTY('ProductVersion')) ver,
                       SERVERPROPERTY('ProductLevel') lvl, SERVERPROPERTY('Edition') ed, SERVERPROPERTY('EngineEdition') eng, SERVERPROPERTY('Collation') coll, GETUTCDATE() utc;
                SELECT IS_SRVROLEMEMBER('sysadmin') is_sa, HAS_PERMS_BY_NAME(NULL,NULL,'VIEW SERVER STATE') vss, HAS_PERMS_BY_NAME(NULL,NULL,'ALTER ANY DATABASE') aad;
                """,
                """
                SELECT d.name,d.state_desc,d.user_access_desc,d.recovery_model_desc,d.is_read_only,d.is_in_standby,d.is_auto_close_on,d.compatibility_level,d.collation_name,
                       d.is_broker_enabled,d.is_trustworthy_on,d.is_db_chaining_on,d.page_verify_option_desc,d.log_reuse_wait_desc,SUSER_SNAME(d.owner_sid) owner,d.create_date,
                       m.mirroring_guid,m.mirroring_role_desc,m.mirroring_state_desc,m.mirroring_partner_name,m.mirroring_partner_instance,m.mirroring_witness_name,m.mirroring_witness_state_desc,m.mirroring_safety_level_desc
                FROM sys.databases d JOIN sys.database_mirroring m ON m.database_id=d.database_id WHERE d.name IN (N'mgc',N'mgccomp');
                """,
                """
                SELECT servicename,status_desc,startup_desc,service_account FROM sys.dm_server_services;   -- 2008 R2 SP1+
                SELECT COUNT(*) FROM master.dbo.sysprocesses WHERE program_name LIKE N'SQLAgent%';
                """,
                "EXEC master.dbo.sp_rows N'\\\\fs\\sh\\'; -- stands for xp_fileexist",
                "SELECT SUM(size)*8/1024 MB FROM mgc.sys.database_files; SELECT FILEPROPERTY(name,'SpaceUsed') FROM mgc.sys.database_files",
                """
                SELECT primary_database,primary_id,backup_share,backup_job_id FROM msdb.dbo.log_shipping_primary_databases;
                SELECT ps.* FROM msdb.dbo.log_shipping_primary_secondaries ps;
                SELECT s.primary_server,s.primary_database,s.copy_job_id,s.restore_job_id,d.secondary_database FROM msdb.dbo.log_shipping_secondary s LEFT JOIN msdb.dbo.log_shipping_secondary_databases d ON d.secondary_id=s.secondary_id;
                SELECT j.job_id,j.name,j.enabled,SUSER_SNAME(j.owner_sid) o FROM msdb.dbo.sysjobs j JOIN msdb.dbo.syscategories c ON c.category_id=j.category_id WHERE c.name=N'Log Shipping';
                """,
                "SELECT e.name,e.role_desc,e.state_desc,e.connection_auth_desc,e.encryption_algorithm_desc,t.port,SUSER_NAME(e.principal_id) owner FROM sys.database_mirroring_endpoints e JOIN sys.tcp_endpoints t ON t.endpoint_id=e.endpoint_id;",
                "SELECT ep.name,SUSER_NAME(sp.grantee_principal_id) g,sp.state_desc FROM sys.server_permissions sp JOIN sys.endpoints ep ON ep.endpoint_id=sp.major_id WHERE sp.class=105 AND sp.permission_name='CONNECT';",
                "SELECT COUNT_BIG(*) n, MAX(chatDate) maxTicks FROM mgc.dbo.tblChat",
                "SELECT mgc.dbo.fnTicksToDate(chatDate) FROM mgc.dbo.tblChat",
                """
                SELECT s.spid,s.hostname,s.program_name,s.loginame,s.login_time,s.last_batch,s.open_tran FROM master.dbo.sysprocesses s JOIN sys.dm_exec_sessions e ON e.session_id=s.spid
                 WHERE s.dbid IN (DB_ID(N'mgc'),DB_ID(N'mgccomp')) AND e.is_user_process=1 AND s.spid<>@@SPID;
                SELECT serverID,serverAddress,serverLastPingTime FROM mgc.dbo.tblServerIdentity;
                SELECT COUNT_BIG(*) n,MAX(chatDate) m FROM mgc.dbo.tblChat;
                """,
                "SELECT COUNT_BIG(*) FROM mgccomp.dbo.tblComplianceData WHERE cmplType<>9",
                "ALTER DATABASE [mgc] SET PARTNER OFF; ALTER DATABASE [mgccomp] SET PARTNER OFF;",
                """
                DECLARE @file nvarchar(260)=N'a',@name nvarchar(128)=N'b',@descr nvarchar(255)=N'c',@media nvarchar(128)=N'd';
                BACKUP DATABASE [mgc] TO DISK = @file           -- N'x'
                WITH FORMAT, INIT, CHECKSUM, STOP_ON_ERROR, STATS = 5, NAME = @name, DESCRIPTION = @descr, MEDIANAME = @media /* [, COMPRESSION] */;
                SELECT TOP(1) bs.backup_set_uuid,bs.first_lsn,bs.last_lsn,bs.checkpoint_lsn,bs.backup_finish_date,bs.has_backup_checksums,bs.is_damaged,bs.is_copy_only,bs.backup_size,bs.compressed_backup_size,bmf.physical_device_name
                FROM msdb.dbo.backupset bs JOIN msdb.dbo.backupmediafamily bmf ON bmf.media_set_id=bs.media_set_id WHERE bs.database_name=N'mgc' AND bs.type='D' AND bs.name=@name ORDER BY bs.backup_set_id DESC;
                RESTORE HEADERONLY FROM DISK=@file
                RESTORE VERIFYONLY FROM DISK=@file WITH CHECKSUM
                """,
                "SELECT percent_complete,estimated_completion_time FROM sys.dm_exec_requests WHERE session_id=@@SPID AND command IN ('BACKUP DATABASE','RESTORE DATABASE','RESTORE LOG','DBCC TABLE CHECK')",
                "DECLARE @tail nvarchar(260)=N't' BACKUP LOG [mgc] TO DISK=@tail WITH FORMAT,INIT,CHECKSUM,NORECOVERY,NAME=@tail;",
                "RESTORE DATABASE [mgc] WITH RECOVERY",
                """
                IF DATABASEPROPERTYEX(N'mgc','Status')=N'ONLINE' ALTER DATABASE [mgc] SET SINGLE_USER WITH ROLLBACK IMMEDIATE;   -- seed
                DECLARE @file nvarchar(260) = N'f'
                RESTORE DATABASE [mgc] FROM DISK=@file WITH FILE=1, REPLACE, RECOVERY, CHECKSUM, STOP_ON_ERROR, STATS=5,
                  MOVE N'd' TO N'D:\\d.mdf', MOVE N'l' TO N'L:\\l.ldf' /* one per FILELISTONLY row */;
                ALTER DATABASE [mgc] SET MULTI_USER;
                """,
                """
                SELECT TOP(1) rh.restore_date,rh.replace,rh.recovery,bs.backup_set_uuid,bs.name FROM msdb.dbo.restorehistory rh JOIN msdb.dbo.backupset bs ON bs.backup_set_id=rh.backup_set_id
                WHERE rh.destination_database_name=N'mgc' AND rh.restore_type='D' ORDER BY rh.restore_history_id DESC;
                """,
                "SELECT SUSER_SNAME(owner_sid) FROM sys.databases WHERE name = N'mgc' ALTER AUTHORIZATION ON DATABASE::[mgc] TO [sa]",
                "SELECT dp.name,dp.type_desc FROM mgc.sys.database_principals dp LEFT JOIN sys.server_principals sp ON sp.sid=dp.sid WHERE dp.type IN ('S','U','G') AND dp.principal_id>4 AND sp.sid IS NULL;",
                """
                DECLARE @job uniqueidentifier,@pid uniqueidentifier,@rc int,@sid int;
                EXEC @rc=master.dbo.sp_rows
                  @database=N'mgc', @backup_directory=N'\\\\fs\\sh\\ls', @backup_share=N'\\\\fs\\sh\\ls',  -- folder local to P
                  @backup_retention_period=4320 /*min*/, @backup_compression=2 /*0 no 1 yes*/,
                  @backup_job_id=@job OUTPUT, @primary_id=@pid OUTPUT /* ,@monitor_server=N'MON' */ ,@overwrite=1;
                EXEC msdb.dbo.sp_rows @schedule_name=N'LSBackupSchedule_mgc',@active_start_date=20200101,@schedule_id=@sid OUTPUT;
                """,
                "SELECT last_backup_file,last_backup_date_utc FROM msdb.dbo.log_shipping_monitor_primary WHERE primary_database=N'mgc';",
                "SELECT last_copied_file,last_copied_date_utc,last_restored_file,last_restored_date_utc,last_restored_latency FROM msdb.dbo.log_shipping_monitor_secondary WHERE secondary_database=N'mgc';",
                "SELECT TOP(1) restore_date FROM msdb.dbo.restorehistory WHERE destination_database_name=N'mgc' AND restore_type='L' ORDER BY 1 DESC;",
                "ALTER DATABASE [mgc] SET PARTNER = N'TCP://p.fqdn:5022'; ALTER DATABASE [mgc] SET WITNESS = N'TCP://pw.fqdn:7022'; ALTER DATABASE [mgc] SET PARTNER FAILOVER",
                "BACKUP DATABASE [model] TO DISK=N'\\\\fs\\sh\\probe.bak' WITH COPY_ONLY,FORMAT,INIT",
                "DBCC CHECKDB(mgc) WITH NO_INFOMSGS, ALL_ERRORMSGS; DBCC SQLPERF(LOGSPACE)",
                "SELECT f.name, v.volume, v.free FROM sys.master_files f CROSS APPLY sys.dm_os_volume_stats(f.database_id, f.file_id) v WHERE f.database_id = DB_ID(N'mgc')",
                "SELECT family_guid FROM sys.database_recovery_status WHERE database_id = DB_ID(N'mgc')",
                "SELECT t.name, SUM(p.rows) n FROM mgc.sys.tables t JOIN mgc.sys.partitions p ON p.object_id = t.object_id AND p.index_id IN (0, 1) GROUP BY t.name ORDER BY t.name",
                """
                SELECT a.job_id FROM msdb.dbo.sysjobactivity a WHERE a.session_id = (SELECT MAX(session_id) FROM msdb.dbo.sysjobactivity)
                 AND a.start_execution_date IS NOT NULL AND a.stop_execution_date IS NULL
                """,
                "SELECT spid FROM master.dbo.sysprocesses WHERE program_name LIKE N'SQLAgent - TSQL JobStep (Job ' + CONVERT(nvarchar(40), CONVERT(varbinary(16), NEWID()), 1) + N' : Step %'",
                """
                SET XACT_ABORT, NOCOUNT ON; SET LOCK_TIMEOUT 5000; SET DEADLOCK_PRIORITY LOW;
                IF CONVERT(sysname, SERVERPROPERTY('ServerName')) = N'PRIMARY\\LYNC'
                   AND EXISTS (SELECT * FROM sys.databases d WHERE d.name = N'mgc' AND d.state_desc = N'ONLINE')
                   AND NOT EXISTS (SELECT * FROM msdb.dbo.restorehistory WHERE destination_database_name = N'mgc')
                BEGIN
                    BACKUP DATABASE [mgc] TO DISK = N'x' WITH CHECKSUM;
                END
                ELSE
                    PRINT N'not in the expected state';
                """);
    }

    @ParameterizedTest
    @MethodSource("queries")
    void canBeReadAndRun(String sql) {
        List<String> lines = lab.lines(sql);
        assertThat(lines).noneMatch(line -> line.startsWith("ended") || line.startsWith("error"));
    }

    /** The one form that a guarded command may take, with a NULL in the place of the state it expects. */
    @Test
    void theTemplateOfAGuardActsOnlyOnTruthAndSaysSoOtherwise() {
        String guarded = "IF CONVERT(sysname, SERVERPROPERTY('%s')) = N'PRIMARY\\LYNC' BEGIN CHECKPOINT END"
                + " ELSE RAISERROR(N'wrong server', 16, 1)";
        assertThat(lab.lines(String.format(guarded, "ServerName"))).isEmpty();
        assertThat(lab.server.statements).hasSize(1);
        assertThat(lab.lines(String.format(guarded, "NoSuchThing"))).containsExactly("error 50000");
        assertThat(lab.server.statements).hasSize(1);
    }

    /** The form that looks the same and is open on NULL, and goes on after its own error. */
    @Test
    void aNaiveGuardLetsNullAndErrorsThrough() {
        lab.lines(
                "IF CONVERT(sysname, SERVERPROPERTY('NoSuchThing')) <> N'PRIMARY\\LYNC' RAISERROR(N'wrong', 16, 1) CHECKPOINT");
        assertThat(lab.server.statements).hasSize(1);
        lab.lines(
                "IF CONVERT(sysname, SERVERPROPERTY('ServerName')) <> N'OTHER' RAISERROR(N'wrong', 16, 1) CHECKPOINT");
        assertThat(lab.server.statements).hasSize(2);
    }
}
