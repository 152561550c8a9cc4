package org.failback.lab.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator asks the catalog before anything is done. */
class CatalogTest {
    private Estate estate;
    private Client reader;

    @BeforeEach
    void failOver() {
        estate = new Estate();
        reader = Client.looking(estate.backup);
    }

    @AfterEach
    void end() {
        reader.close();
        estate.close();
    }

    @Test
    void identityOfTheInstance() {
        Client.Result row =
                reader.run("SELECT @@SERVERNAME srv, CONVERT(sysname, SERVERPROPERTY('ServerName')) real_srv,"
                        + " CONVERT(varchar(50), SERVERPROPERTY('ProductVersion')) ver, CONVERT(varchar(128),"
                        + " SERVERPROPERTY('Edition')) ed, CONVERT(int, SERVERPROPERTY('EngineEdition')) eng");
        assertThat(row.rows.get(0))
                .containsExactly("SQLB01\\LYNC", "SQLB01\\LYNC", "10.50.6000.34", "Standard Edition (64-bit)", 2);
        assertThat(row.columns).containsExactly("srv", "real_srv", "ver", "ed", "eng");
    }

    @Test
    void rightsOfTheReaderAndOfTheOneWhoActs() {
        String rights = "SELECT IS_SRVROLEMEMBER('sysadmin'), HAS_PERMS_BY_NAME(NULL, NULL, 'VIEW SERVER STATE'),"
                + " HAS_PERMS_BY_NAME(NULL, NULL, 'ALTER ANY DATABASE')";
        assertThat(reader.run(rights).rows.get(0)).containsExactly(0, 1, 0);
        assertThat(estate.b.run(rights).rows.get(0)).containsExactly(1, 1, 1);
        assertThat(reader.value("SELECT SUSER_SNAME(0x01)")).isEqualTo("sa");
        assertThat(reader.value("SELECT ORIGINAL_LOGIN()")).isEqualTo("failback_reader");
    }

    @Test
    void theReaderReadsMgcAndWritesNothing() {
        assertThat(Estate.messages(reader)).isEqualTo(240);
        assertThat(reader.refused("DELETE FROM mgc.dbo.tblChat")).containsExactly(229);
        assertThat(reader.refused("CREATE TABLE mgc.dbo.mine (id int)")).containsExactly(262);
    }

    @Test
    void thePrimaryIsTheRebuiltOne() {
        assertThat(Estate.messages(estate.p)).isZero();
        Object ofPrimary = estate.p.value(
                "SELECT family_guid FROM sys.database_recovery_status" + " WHERE database_id = DB_ID(N'mgc')");
        assertThat(reader.value(
                        "SELECT family_guid FROM sys.database_recovery_status" + " WHERE database_id = DB_ID(N'mgc')"))
                .isNotNull()
                .isNotEqualTo(ofPrimary);
    }

    @Test
    void rowsOfEveryTable() {
        Client.Result rows = reader.run("SELECT s.name, t.name, SUM(p.row_count) FROM mgc.sys.tables t"
                + " JOIN mgc.sys.schemas s ON s.schema_id = t.schema_id"
                + " JOIN mgc.sys.dm_db_partition_stats p ON p.object_id = t.object_id AND p.index_id IN (0, 1)"
                + " GROUP BY s.name, t.name ORDER BY t.name");
        assertThat(rows.rows).hasSize(7);
        assertThat(rows.rows.get(1)).containsExactly("dbo", "tblChat", 240L);
    }

    @Test
    void servicesAndAccounts() {
        assertThat(reader.run("SELECT servicename, status_desc, service_account FROM sys.dm_server_services").rows)
                .extracting(row -> row.get(2))
                .containsExactly("LAB\\svc-sql-sqlb01", "LAB\\svc-agent-sqlb01");
        assertThat(reader.value("SELECT COUNT(*) FROM master.dbo.sysprocesses WHERE program_name LIKE N'SQLAgent%'"))
                .isEqualTo(2);
    }

    @Test
    void filesAndVolumes() {
        Client.Result rows =
                reader.run("SELECT f.name, f.physical_name, f.size, v.available_bytes, v.volume_mount_point"
                        + " FROM sys.master_files f CROSS APPLY sys.dm_os_volume_stats(f.database_id, f.file_id) v"
                        + " WHERE f.database_id = DB_ID(N'mgc') ORDER BY f.file_id");
        assertThat(rows.rows).hasSize(2);
        assertThat(rows.rows.get(0).get(1)).isEqualTo("E:\\CsData\\BackendStore\\LYNC\\DbPath\\mgc.mdf");
        assertThat(rows.rows.get(0).get(4)).isEqualTo("E:\\");
        assertThat(reader.run("EXEC master.dbo.xp_fixeddrives").rows).hasSize(3);
    }

    @Test
    void filesOnTheShareAsTheEngineSeesThem() {
        estate.unmirror();
        estate.backUp("one.bak", "FORMAT, INIT");
        assertThat(estate.p
                        .run("EXEC master.dbo.xp_fileexist N'" + Estate.SHARE + "\\one.bak'")
                        .rows
                        .get(0))
                .containsExactly(1, 0, 1);
        assertThat(estate.p
                        .run("EXEC master.dbo.xp_fileexist N'" + Estate.SHARE + "\\'")
                        .rows
                        .get(0))
                .containsExactly(0, 1, 1);
        assertThat(estate.p.run("EXEC master.dbo.xp_dirtree N'" + Estate.SHARE + "', 1, 1").rows)
                .extracting(row -> row.get(0))
                .containsExactlyInAnyOrder("logshipping", "one.bak");
        estate.p.run("DECLARE @there int; EXEC master.dbo.xp_fileexist N'" + Estate.SHARE
                + "\\one.bak', @there OUTPUT; IF @there <> 1 RAISERROR(N'not there', 16, 1)");
    }

    @Test
    void endpointsOfMirroring() {
        Client.Result rows = reader.run("SELECT e.name, e.role_desc, e.state_desc, t.port"
                + " FROM sys.database_mirroring_endpoints e JOIN sys.tcp_endpoints t ON t.endpoint_id = e.endpoint_id");
        assertThat(rows.rows.get(0)).containsExactly("Mirroring", "ALL", "STARTED", 5022);
        assertThat(reader.value("SELECT COUNT(*) FROM sys.server_permissions sp JOIN sys.endpoints ep"
                        + " ON ep.endpoint_id = sp.major_id WHERE sp.class = 105 AND sp.permission_name = 'CONNECT'"))
                .isEqualTo(4);
    }

    @Test
    void usersWithoutALogin() {
        String orphans = "SELECT dp.name FROM mgc.sys.database_principals dp LEFT JOIN sys.server_principals sp"
                + " ON sp.sid = dp.sid WHERE dp.type IN ('S', 'U', 'G') AND dp.principal_id > 4 AND sp.sid IS NULL";
        assertThat(reader.run(orphans).rows).isEmpty();
        estate.b.run(
                "CREATE LOGIN [left] WITH PASSWORD = 'Practice-range-1'; USE mgc; CREATE USER [left] FOR LOGIN [left];"
                        + " USE master; DROP LOGIN [left]");
        assertThat(reader.run(orphans).rows).extracting(row -> row.get(0)).containsExactly("left");
    }

    @Test
    void historyOfEarlierBackupsTellsHowLongTheNextOneTakes() {
        Client.Result row = reader.run("SELECT TOP (1) bs.backup_size, bs.backup_start_date, bs.backup_finish_date"
                + " FROM msdb.dbo.backupset bs WHERE bs.database_name = N'mgc' AND bs.type = 'D'"
                + " ORDER BY bs.backup_set_id DESC");
        assertThat(row.rows.get(0).get(0)).isEqualTo(BigDecimal.valueOf(64L * 1024 * 1024));
        assertThat((LocalDateTime) row.rows.get(0).get(1))
                .isBefore((LocalDateTime) row.rows.get(0).get(2));
    }

    @Test
    void theLastCleanCheckIsInTheDatabase() {
        estate.b.run("DBCC CHECKDB(N'mgc') WITH NO_INFOMSGS, ALL_ERRORMSGS");
        assertThat(estate.b.run("DBCC DBINFO(N'mgc') WITH TABLERESULTS").rows)
                .anySatisfy(row -> assertThat(row.get(2)).isEqualTo("dbi_dbccLastKnownGood"));
        assertThat(estate.b.run("DBCC SQLPERF(LOGSPACE)").rows).isNotEmpty();
    }

    @Test
    void nothingIsLeftOfLogShipping() {
        for (String table : new String[] {
            "log_shipping_primary_databases", "log_shipping_primary_secondaries", "log_shipping_secondary",
            "log_shipping_secondary_databases", "log_shipping_monitor_primary", "log_shipping_monitor_secondary"
        }) {
            assertThat(reader.value("SELECT COUNT(*) FROM msdb.dbo." + table)).isEqualTo(0);
        }
    }

    @Test
    void whatIsNotThereIsSaidAsSqlServerSaysIt() {
        assertThat(reader.refused("SELECT * FROM sys.no_such_view")).containsExactly(208);
        assertThat(reader.refused("EXEC master.dbo.sp_no_such_thing")).containsExactly(2812);
        assertThat(reader.refused("USE nowhere")).containsExactly(911);
        assertThat(estate.b.refused("EXEC master.dbo.sp_refresh_log_shipping_monitor"))
                .containsExactly(50000);
    }

    @Test
    void applicationLocksKeepOthersOut() {
        String take = "DECLARE @rc int; EXEC @rc = master.dbo.sp_getapplock @Resource = N'failback',"
                + " @LockMode = N'Exclusive', @LockOwner = N'Session', @LockTimeout = 0; SELECT @rc";
        assertThat(estate.b.value(take)).isEqualTo(0);
        try (Client other = Client.acting(estate.backup)) {
            assertThat(other.value(take)).isEqualTo(-1);
            assertThat(other.value("SELECT APPLOCK_TEST('public', N'failback', 'Exclusive', 'Session')"))
                    .isEqualTo(0);
            estate.b.run("EXEC master.dbo.sp_releaseapplock @Resource = N'failback', @LockOwner = N'Session'");
            assertThat(other.value(take)).isEqualTo(0);
        }
        assertThat(estate.b.value(take)).as("it went with its session").isEqualTo(0);
        assertThat(estate.b.refused("EXEC sp_getapplock @Resource = N'x', @LockMode = N'Exclusive'"))
                .containsExactly(15626);
    }
}
