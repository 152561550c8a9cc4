package org.failback.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.failback.contract.Told.error;

import java.util.Map;

/** Who gets in, and what those see who may little. */
final class LoginsAndRights {
    @Promise(source = "MSSQLSERVER_18456; MSSQLSERVER_4060; Database Engine events and errors, 18470")
    void aLoginIsRefusedForAReason(Scene scene) {
        String login = scene.login(scene.first);
        scene.refusedLogin(scene.first, login, "wrong", "master", error(18456, 14));
        scene.refusedLogin(scene.first, scene.name(), "wrong", "master", error(18456, 14));
        scene.refusedLogin(scene.first, login, Scene.PASSWORD, scene.name(), error(4060, 11), error(18456, 14));
        scene.one.ask("ALTER LOGIN [" + login + "] DISABLE");
        scene.refusedLogin(scene.first, login, Scene.PASSWORD, "master", error(18470, 14));
        scene.one.ask("ALTER LOGIN [" + login + "] ENABLE");
        scene.closing(scene.first.as(login, Scene.PASSWORD)).ask("SELECT 1");
    }

    @Promise(source = "Database Engine events and errors, 916")
    void aLoginWithoutAUserDoesNotGetIn(Scene scene) {
        String database = scene.database(scene.first);
        scene.refused(scene.stranger(scene.first), "USE [" + database + "]", error(916, 14));
    }

    @Promise(source = "sp_help_job and backupset (Transact-SQL), Permissions")
    void msdbIsNotEverybodys(Scene scene) {
        Client stranger = scene.stranger(scene.first);
        scene.refused(stranger, "SELECT COUNT(*) FROM msdb.dbo.sysjobs", error(229, 14));
        scene.refused(stranger, "EXEC msdb.dbo.sp_start_job @job_name = N'none'", error(229, 14));
    }

    @Promise(source = "System dynamic management views, Required permissions")
    void theServersStateIsNotEverybodys(Scene scene) {
        scene.refused(
                scene.stranger(scene.first),
                "SELECT s.servicename FROM sys.dm_server_services s",
                error(300, 14),
                error(297, 16));
    }

    @Promise(source = "CREATE DATABASE (Transact-SQL), Permissions; BACKUP (Transact-SQL), Permissions")
    void databasesAreNotEverybodysToMakeAndBackUp(Scene scene) {
        Client stranger = scene.stranger(scene.first);
        scene.refused(stranger, "CREATE DATABASE [" + scene.name() + "]", error(262, 14));
        scene.refused(
                stranger,
                "BACKUP DATABASE [msdb] TO DISK = N'" + scene.file() + "' WITH COPY_ONLY, " + Scene.options("none"),
                error(262, 14),
                error(3013, 16));
    }

    @Promise(source = "experience: DBCC DBINFO is for sysadmin; Database Engine events and errors, 2571 and 7983")
    void dbccIsNotEverybodys(Scene scene) {
        scene.refused(scene.stranger(scene.first), "DBCC DBINFO(N'master') WITH TABLERESULTS", error(2571, 14));
        scene.refused(
                scene.stranger(scene.first),
                "DBCC CHECKDB (N'master') WITH NO_INFOMSGS, ALL_ERRORMSGS",
                error(7983, 14));
    }

    @Promise(source = "KILL (Transact-SQL), Permissions")
    void sessionsAreNotEverybodysToEnd(Scene scene) {
        Client victim = scene.closing(scene.first.another());
        scene.refused(scene.stranger(scene.first), "KILL " + victim.id(), error(6102, 14));
        victim.ask("SELECT 1");
    }

    @Promise(source = "ALTER USER (Transact-SQL), Remarks; Database Engine events and errors, 33016 to 33018")
    void notEveryUserIsJoinedToEveryLogin(Scene scene) {
        String database = scene.database(scene.first);
        String one = scene.login(scene.first);
        String other = scene.login(scene.first);
        String windows = scene.one
                .ask("SELECT TOP (1) l.name FROM sys.server_principals l WHERE l.type IN ('U', 'G') ORDER BY l.name")
                .text();
        Client inside = scene.closing(scene.first.another(database));
        inside.ask("CREATE USER [" + one + "] FOR LOGIN [" + one + "]");
        inside.ask("CREATE USER [" + other + "] FOR LOGIN [" + other + "]");
        inside.ask("CREATE USER [homeless] WITHOUT LOGIN");
        scene.refused(inside, "ALTER USER [" + one + "] WITH LOGIN = [" + other + "]", error(33018, 16));
        scene.refused(inside, "ALTER USER [" + one + "] WITH LOGIN = [" + windows + "]", error(33017, 16));
        scene.refused(inside, "ALTER USER [homeless] WITH LOGIN = [" + one + "]", error(33016, 16));
    }

    @Promise(source = "sp_configure (Transact-SQL), Permissions")
    void theConfigurationIsNotEverybodys(Scene scene) {
        scene.refused(
                scene.stranger(scene.first), "EXEC sp_configure 'backup compression default', 1", error(15247, 16));
    }

    @Promise(source = "ALTER AUTHORIZATION (Transact-SQL); Database Engine events and errors, 15151")
    void aDatabaseIsGivenToNobodyWhoIsNotThere(Scene scene) {
        String database = scene.database(scene.first);
        scene.refused(
                scene.one,
                "ALTER AUTHORIZATION ON DATABASE::[" + database + "] TO [" + scene.name() + "]",
                error(15151, 16));
    }

    @Promise(source = "HAS_PERMS_BY_NAME and IS_SRVROLEMEMBER (Transact-SQL)")
    void aLoginCanAskWhatItMay(Scene scene) {
        String ask = "SELECT IS_SRVROLEMEMBER('sysadmin') AS sysadmin,"
                + " HAS_PERMS_BY_NAME(NULL, NULL, 'VIEW SERVER STATE') AS state,"
                + " HAS_PERMS_BY_NAME(NULL, NULL, 'VIEW ANY DATABASE') AS any_database,"
                + " HAS_PERMS_BY_NAME('msdb', 'DATABASE', 'SELECT') AS msdb";
        assertThat(numbers(scene.stranger(scene.first).ask(ask).onlyRow()))
                .containsEntry("sysadmin", 0)
                .containsEntry("state", 0)
                .containsEntry("any_database", 1)
                .containsEntry("msdb", 0);
        assertThat(numbers(scene.one.ask(ask).onlyRow()).values()).containsOnly(1);
    }

    private static Map<String, Integer> numbers(Map<String, Object> row) {
        return row.entrySet().stream()
                .collect(java.util.stream.Collectors.toMap(
                        Map.Entry::getKey, entry -> ((Number) entry.getValue()).intValue()));
    }

    @Promise(source = "Metadata visibility configuration")
    void otherLoginsAreHiddenFromWhoMayLittle(Scene scene) {
        String hidden = scene.login(scene.first);
        String ask = "SELECT l.name FROM sys.server_principals l WHERE l.name = N'" + hidden + "'";
        assertThat(scene.one.ask(ask).rows()).hasSize(1);
        assertThat(scene.stranger(scene.first).ask(ask).rows()).isEmpty();
    }

    @Promise(source = "SUSER_SNAME (Transact-SQL); sa has the SID 0x01 whatever its name")
    void theFirstLoginIsFoundByItsSid(Scene scene) {
        String name = scene.one.ask("SELECT SUSER_SNAME(0x01)").text();
        assertThat(scene.one
                        .ask("SELECT p.name FROM sys.server_principals p WHERE p.sid = 0x01")
                        .text())
                .isEqualTo(name);
    }

    @Promise(source = "Troubleshoot orphaned users; ALTER USER (Transact-SQL), LOGIN")
    void aUserWhoseLoginHasAnotherSidIsJoinedToIt(Scene scene) {
        String login = scene.login(scene.first);
        String database = scene.database(scene.first);
        scene.closing(scene.first.another(database)).ask("CREATE USER [" + login + "] FOR LOGIN [" + login + "]");
        scene.one.ask("USE master");
        scene.atEnd(() -> {
            Client client = scene.second.unrecorded();
            client.run("DROP LOGIN [" + login + "]");
        });
        scene.two.ask("CREATE LOGIN [" + login + "] WITH PASSWORD = N'" + Scene.PASSWORD + "', CHECK_POLICY = OFF");
        scene.forceOut(scene.first, database);
        String restored = scene.databaseToBe(scene.second);
        scene.two.ask(scene.restore(scene.second, restored, scene.backUp(scene.first, database), "REPLACE, RECOVERY"));
        String orphans = "SELECT u.name FROM [" + restored + "].sys.database_principals u WHERE u.type = 'S'"
                + " AND u.principal_id > 4 AND DATALENGTH(u.sid) = 16 AND NOT EXISTS"
                + " (SELECT 1 FROM sys.server_principals p WHERE p.sid = u.sid)";
        assertThat(scene.two.ask(orphans).column()).containsExactly(login);
        scene.refused(scene.closing(scene.second.as(login, Scene.PASSWORD)), "USE [" + restored + "]", error(916, 14));
        scene.two.ask("EXEC [" + restored + """
                ].sys.sp_executesql N'
                DECLARE @user nvarchar(128), @join nvarchar(600);
                SELECT @user = MIN(u.name) FROM sys.database_principals u JOIN sys.server_principals l ON l.name = u.name COLLATE DATABASE_DEFAULT AND l.type = ''S''
                    WHERE u.type = ''S'' AND u.principal_id > 4 AND DATALENGTH(u.sid) = 16
                    AND NOT EXISTS (SELECT 1 FROM sys.server_principals p WHERE p.sid = u.sid);
                WHILE @user IS NOT NULL
                BEGIN
                    SET @join = N''ALTER USER '' + QUOTENAME(@user) + N'' WITH LOGIN = '' + QUOTENAME(@user);
                    EXEC (@join);
                    SET @user = NULL;
                END'""");
        assertThat(scene.two.ask(orphans).rows()).isEmpty();
        scene.closing(scene.second.as(login, Scene.PASSWORD)).ask("USE [" + restored + "]");
    }
}
