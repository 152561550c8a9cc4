package org.failback.sqlserver;

/**
 * Every statement that looks, and nothing else does. Each is one statement without effect; {@code ?} stands for a value
 * sent as a parameter.
 */
public enum Lookup {
    SERVER("""
            SELECT CONVERT(nvarchar(128), SERVERPROPERTY('ServerName')) AS server_name, @@SERVERNAME AS own_name,
                   CONVERT(nvarchar(128), SERVERPROPERTY('ProductVersion')) AS version,
                   CONVERT(nvarchar(128), SERVERPROPERTY('Edition')) AS edition,
                   CONVERT(int, SERVERPROPERTY('EngineEdition')) AS engine_edition,
                   CONVERT(nvarchar(128), SERVERPROPERTY('Collation')) AS collation, GETUTCDATE() AS utc"""),
    PRIVILEGES("""
            SELECT IS_SRVROLEMEMBER('sysadmin') AS sysadmin,
                   HAS_PERMS_BY_NAME(NULL, NULL, 'VIEW SERVER STATE') AS view_server_state,
                   HAS_PERMS_BY_NAME(NULL, NULL, 'VIEW ANY DATABASE') AS view_any_database,
                   HAS_PERMS_BY_NAME(NULL, NULL, 'VIEW ANY DEFINITION') AS view_any_definition,
                   HAS_PERMS_BY_NAME(NULL, NULL, 'CREATE ANY DATABASE') AS create_any_database,
                   HAS_PERMS_BY_NAME('msdb', 'DATABASE', 'SELECT') AS select_msdb"""),
    ACTING_LOGIN("""
            SELECT p.is_disabled, IS_SRVROLEMEMBER('sysadmin', p.name) AS sysadmin
            FROM sys.server_principals p WHERE p.name = ?"""),
    CONNECTION("""
            SELECT c.encrypt_option, c.auth_scheme FROM sys.dm_exec_connections c WHERE c.session_id = @@SPID"""),
    DATABASE("""
            SELECT d.name, d.state_desc, d.user_access_desc, d.recovery_model_desc, d.is_read_only, d.is_encrypted,
                   d.is_broker_enabled, d.is_trustworthy_on, d.is_db_chaining_on, d.compatibility_level,
                   d.collation_name, d.page_verify_option_desc, d.create_date, SUSER_SNAME(d.owner_sid) AS owner,
                   m.mirroring_guid, m.mirroring_role_desc, m.mirroring_state_desc, m.mirroring_partner_instance,
                   r.family_guid, IS_SRVROLEMEMBER('sysadmin') AS sees_mirrors
            FROM sys.databases d
            JOIN sys.database_mirroring m ON m.database_id = d.database_id
            LEFT JOIN sys.database_recovery_status r ON r.database_id = d.database_id
            WHERE d.name = ?"""),
    SESSIONS("""
            SELECT s.session_id, s.host_name, s.program_name, s.login_name
            FROM sys.dm_exec_sessions s
            JOIN master.dbo.sysprocesses p ON p.spid = s.session_id AND p.ecid = 0
            WHERE p.dbid = DB_ID(?) AND s.is_user_process = 1 AND s.session_id <> @@SPID
            ORDER BY s.session_id"""),
    PINGS("""
            SELECT serverID, serverAddress, serverLastPingTime FROM mgc.dbo.tblServerIdentity ORDER BY serverID"""),
    NEWEST_MESSAGE("SELECT MAX(chatDate) AS newest FROM mgc.dbo.tblChat"),
    ROW_COUNTS("""
            SELECT s.name AS schema_name, t.name AS table_name, SUM(p.row_count) AS row_count
            FROM mgc.sys.tables t
            JOIN mgc.sys.schemas s ON s.schema_id = t.schema_id
            JOIN mgc.sys.dm_db_partition_stats p ON p.object_id = t.object_id AND p.index_id IN (0, 1)
            GROUP BY s.name, t.name
            ORDER BY s.name, t.name"""),
    UNPROCESSED_COMPLIANCE("""
            SELECT COUNT_BIG(*) AS unprocessed FROM mgccomp.dbo.tblComplianceData WHERE cmplType <> 9"""),
    USERS("""
            SELECT u.name, u.type, u.sid FROM mgc.sys.database_principals u
            WHERE u.type IN ('S', 'U', 'G') AND u.principal_id > 4 AND u.sid IS NOT NULL ORDER BY u.name"""),
    LOGINS("""
            SELECT l.name, l.type, l.sid FROM sys.server_principals l WHERE l.type IN ('S', 'U', 'G') ORDER BY l.name"""),
    SYSTEM_LOGIN("SELECT SUSER_SNAME(0x01) AS name"),
    MARK("""
            SELECT j.description, j.date_created FROM msdb.dbo.sysjobs j WHERE j.name = ?"""),
    JOBS("""
            SELECT j.job_id, j.name, j.description, j.date_created,
                   a.run_requested_date, a.start_execution_date, a.stop_execution_date,
                   s.last_run_date, s.last_run_outcome, h.run_status,
                   (SELECT COUNT(*) FROM msdb.dbo.sysjobactivity e
                    WHERE e.job_id = j.job_id AND e.run_requested_date IS NOT NULL) AS requests
            FROM msdb.dbo.sysjobs j
            LEFT JOIN msdb.dbo.sysjobservers s ON s.job_id = j.job_id
            LEFT JOIN msdb.dbo.sysjobactivity a ON a.job_id = j.job_id
                 AND a.session_id = (SELECT MAX(x.session_id) FROM msdb.dbo.syssessions x)
            LEFT JOIN msdb.dbo.sysjobhistory h ON h.job_id = j.job_id AND h.step_id = 0
            WHERE CHARINDEX(?, j.name) = 1
            ORDER BY j.date_created"""),
    JOB_LOG("""
            SELECT s.step_id, l.log FROM msdb.dbo.sysjobsteps s
            JOIN msdb.dbo.sysjobstepslogs l ON l.step_uid = s.step_uid
            WHERE s.job_id = ? ORDER BY s.step_id"""),
    JOB_HISTORY("""
            SELECT h.step_id, h.run_status, h.message FROM msdb.dbo.sysjobhistory h
            WHERE h.job_id = ? ORDER BY h.instance_id"""),
    JOB_REQUEST("""
            SELECT r.command, r.percent_complete FROM sys.dm_exec_requests r
            JOIN sys.dm_exec_sessions s ON s.session_id = r.session_id
            WHERE s.program_name = ?"""),
    BACKUPS_SINCE_MARK("""
            SELECT b.backup_set_id, b.backup_set_uuid, b.name, b.type, b.position, b.server_name, b.family_guid,
                   b.first_lsn, b.last_lsn, b.backup_start_date, b.backup_finish_date, b.backup_size,
                   b.has_backup_checksums, b.is_damaged, b.is_copy_only, b.is_force_offline, f.physical_device_name
            FROM msdb.dbo.backupset b
            JOIN msdb.dbo.backupmediafamily f ON f.media_set_id = b.media_set_id
            JOIN msdb.dbo.sysjobs m ON m.name = ?
            WHERE b.database_name = ? AND b.backup_start_date >= DATEADD(second, -1, m.date_created)
            ORDER BY b.backup_set_id"""),
    BACKUPS_BY_NAME("""
            SELECT b.backup_set_id, b.backup_set_uuid, b.name, b.type, b.position, b.server_name, b.family_guid,
                   b.first_lsn, b.last_lsn, b.backup_start_date, b.backup_finish_date, b.backup_size,
                   b.has_backup_checksums, b.is_damaged, b.is_copy_only, b.is_force_offline, f.physical_device_name
            FROM msdb.dbo.backupset b
            JOIN msdb.dbo.backupmediafamily f ON f.media_set_id = b.media_set_id
            WHERE b.name = ? AND b.database_name = ?
            ORDER BY b.backup_set_id"""),
    RESTORES("""
            SELECT TOP (20) r.restore_history_id, r.restore_date, r.restore_type, r.recovery, b.backup_set_uuid, b.name
            FROM msdb.dbo.restorehistory r
            JOIN msdb.dbo.backupset b ON b.backup_set_id = r.backup_set_id
            WHERE r.destination_database_name = ?
            ORDER BY r.restore_history_id DESC"""),
    RESTORES_OF_SET("""
            SELECT r.restore_history_id, r.restore_date, r.restore_type, r.recovery
            FROM msdb.dbo.restorehistory r
            JOIN msdb.dbo.backupset b ON b.backup_set_id = r.backup_set_id
            WHERE r.destination_database_name = ? AND b.backup_set_uuid = ?
            ORDER BY r.restore_history_id DESC"""),
    LAST_FULL_RESTORE("""
            SELECT TOP (1) r.restore_history_id, r.restore_date, r.recovery, b.backup_set_uuid, b.name, b.server_name
            FROM msdb.dbo.restorehistory r
            JOIN msdb.dbo.backupset b ON b.backup_set_id = r.backup_set_id
            WHERE r.destination_database_name = ? AND r.restore_type = 'D'
            ORDER BY r.restore_history_id DESC"""),
    LAST_BACKUP("""
            SELECT TOP (1) b.backup_set_id, b.backup_set_uuid, b.name, b.type, b.position, b.server_name, b.family_guid,
                   b.first_lsn, b.last_lsn, b.backup_start_date, b.backup_finish_date, b.backup_size,
                   b.has_backup_checksums, b.is_damaged, b.is_copy_only, b.is_force_offline, f.physical_device_name
            FROM msdb.dbo.backupset b
            JOIN msdb.dbo.backupmediafamily f ON f.media_set_id = b.media_set_id
            WHERE b.database_name = ?
            ORDER BY b.backup_set_id DESC"""),
    HEADER("RESTORE HEADERONLY FROM DISK = ?"),
    FILES_IN_BACKUP("RESTORE FILELISTONLY FROM DISK = ?"),
    FILES_OF_DATABASE("""
            SELECT f.file_id, f.name, f.type_desc, f.physical_name, CONVERT(bigint, f.size) * 8192 AS bytes
            FROM sys.master_files f WHERE f.database_id = DB_ID(?) ORDER BY f.file_id"""),
    FREE_SPACE("""
            SELECT f.file_id, v.volume_mount_point, v.available_bytes
            FROM sys.master_files f
            CROSS APPLY sys.dm_os_volume_stats(f.database_id, f.file_id) v
            WHERE f.database_id = DB_ID(?) ORDER BY f.file_id"""),
    USED_SPACE("""
            SELECT SUM(p.reserved_page_count) * 8192 AS bytes FROM mgc.sys.dm_db_partition_stats p"""),
    LOG_SPACE("DBCC SQLPERF(LOGSPACE)"),
    BACKUP_SPEED("""
            SELECT TOP (10) b.backup_size, DATEDIFF(second, b.backup_start_date, b.backup_finish_date) AS seconds
            FROM msdb.dbo.backupset b
            WHERE b.type = 'D' AND b.database_name = ? ORDER BY b.backup_set_id DESC"""),
    AGENT("""
            SELECT s.servicename, s.status_desc, s.startup_type_desc, s.service_account FROM sys.dm_server_services s
            WHERE s.servicename LIKE 'SQL Server Agent%'"""),
    AGENT_XPS("""
            SELECT CONVERT(int, c.value_in_use) AS in_use FROM sys.configurations c WHERE c.name = 'Agent XPs'"""),
    FOLDER("EXEC master.dbo.xp_fileexist ?"),
    LOG_SHIPPING_PRIMARIES("""
            SELECT p.primary_database, p.backup_share, p.last_backup_file, p.last_backup_date,
                   j.job_id, j.name AS job, j.enabled, SUSER_SNAME(j.owner_sid) AS owner,
                   (SELECT COUNT(*) FROM msdb.dbo.sysjobschedules s WHERE s.job_id = j.job_id) AS schedules,
                   m.backup_threshold
            FROM msdb.dbo.log_shipping_primary_databases p
            LEFT JOIN msdb.dbo.sysjobs j ON j.job_id = p.backup_job_id
            LEFT JOIN msdb.dbo.log_shipping_monitor_primary m ON m.primary_id = p.primary_id"""),
    LOG_SHIPPING_REGISTERED("""
            SELECT s.secondary_server, s.secondary_database FROM msdb.dbo.log_shipping_primary_secondaries s
            JOIN msdb.dbo.log_shipping_primary_databases p ON p.primary_id = s.primary_id
            WHERE p.primary_database = ?"""),
    LOG_SHIPPING_SECONDARIES("""
            SELECT d.secondary_database, d.restore_mode, d.restore_delay, d.last_restored_file, d.last_restored_date,
                   s.primary_server, s.primary_database, s.backup_source_directory, s.backup_destination_directory,
                   s.last_copied_file, s.last_copied_date,
                   c.job_id AS copy_job_id, c.name AS copy_job, c.enabled AS copy_enabled,
                   SUSER_SNAME(c.owner_sid) AS copy_owner,
                   (SELECT COUNT(*) FROM msdb.dbo.sysjobschedules x WHERE x.job_id = c.job_id) AS copy_schedules,
                   r.job_id AS restore_job_id, r.name AS restore_job, r.enabled AS restore_enabled,
                   SUSER_SNAME(r.owner_sid) AS restore_owner,
                   (SELECT COUNT(*) FROM msdb.dbo.sysjobschedules y WHERE y.job_id = r.job_id) AS restore_schedules
            FROM msdb.dbo.log_shipping_secondary_databases d
            LEFT JOIN msdb.dbo.log_shipping_secondary s ON s.secondary_id = d.secondary_id
            LEFT JOIN msdb.dbo.sysjobs c ON c.job_id = s.copy_job_id
            LEFT JOIN msdb.dbo.sysjobs r ON r.job_id = s.restore_job_id"""),
    LOG_SHIPPING_SOURCES("""
            SELECT s.primary_server, s.primary_database, s.backup_source_directory
            FROM msdb.dbo.log_shipping_secondary s"""),
    ALERT_JOB("""
            SELECT j.name FROM msdb.dbo.log_shipping_monitor_alert a
            JOIN msdb.dbo.sysjobs j ON j.job_id = a.alert_job_id"""),
    JOB_NOW("""
            SELECT j.name, a.run_requested_date, a.stop_execution_date,
                   (SELECT MAX(h.instance_id) FROM msdb.dbo.sysjobhistory h
                    WHERE h.job_id = j.job_id AND h.step_id = 0) AS last_run
            FROM msdb.dbo.sysjobs j
            LEFT JOIN msdb.dbo.sysjobactivity a ON a.job_id = j.job_id
                 AND a.session_id = (SELECT MAX(x.session_id) FROM msdb.dbo.syssessions x)
            WHERE j.job_id = ?"""),
    JOB_RUNS_SINCE("""
            SELECT h.instance_id, h.step_id, h.run_status, h.message FROM msdb.dbo.sysjobhistory h
            WHERE h.job_id = ? AND h.instance_id > ? ORDER BY h.instance_id"""),
    LOG_SHIPPING_JOBS("""
            SELECT j.name, j.enabled FROM msdb.dbo.sysjobs j
            JOIN msdb.dbo.syscategories c ON c.category_id = j.category_id
            WHERE c.name LIKE 'Log Shipping%' ORDER BY j.name"""),
    LOG_BACKUP_JOBS("""
            SELECT j.name, j.enabled, s.step_name FROM msdb.dbo.sysjobs j
            JOIN msdb.dbo.sysjobsteps s ON s.job_id = j.job_id
            WHERE (s.command LIKE '%BACKUP LOG%' OR s.command LIKE '%BackupType%LOG%')
            AND CHARINDEX(N'Failback ', j.name) <> 1
            ORDER BY j.name"""),
    OTHER_BACKUPS("""
            SELECT TOP (20) b.name, b.type, b.backup_finish_date, f.device_type, f.physical_device_name
            FROM msdb.dbo.backupset b
            JOIN msdb.dbo.backupmediafamily f ON f.media_set_id = b.media_set_id
            WHERE b.database_name = 'mgc' AND (b.type = 'L' OR f.device_type = 7)
            AND b.backup_finish_date > DATEADD(day, -7, GETDATE())
            ORDER BY b.backup_set_id DESC"""),
    ENCRYPTOR("""
            SELECT CONVERT(varchar(40), k.encryptor_thumbprint, 2) AS thumbprint
            FROM sys.dm_database_encryption_keys k WHERE k.database_id = DB_ID(?)"""),
    CERTIFICATES("""
            SELECT CONVERT(varchar(40), c.thumbprint, 2) AS thumbprint, c.pvt_key_encryption_type_desc AS private_key
            FROM master.sys.certificates c"""),
    EDITION_FEATURES("""
            SELECT k.feature_name FROM mgc.sys.dm_db_persisted_sku_features k ORDER BY k.feature_name"""),
    LAST_CHECK("DBCC DBINFO(N'mgc') WITH TABLERESULTS");

    private final String text;

    Lookup(String text) {
        this.text = text;
    }

    /** The statement with {@code ?} for its parameters. */
    public String text() {
        return text;
    }

    /** The statement as the driver sends it and as a server logs it. */
    public String asSent() {
        StringBuilder sent = new StringBuilder();
        int parameter = 0;
        for (char character : text.toCharArray()) {
            sent.append(character == '?' ? "@P" + parameter++ : String.valueOf(character));
        }
        return sent.toString();
    }
}
