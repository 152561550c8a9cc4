package org.failback.lab.scenario;

import java.util.List;

/** Instances and Agents that are not as they were before the disaster. */
final class ServerScenarios {
    private ServerScenarios() {}

    static List<Scenario> all() {
        return List.of(agentOff(), serverNameNull(), singleUserTaken(), agentDies(), clientReturns());
    }

    private static Scenario agentOff() {
        return Mishap.of("agent-off-on-primary", "SQL Server Agent is off on the rebuilt primary")
                .story("""
                        A fresh installation leaves SQL Server Agent on manual start and its extended procedures disabled.
                        Nobody noticed, since the rebuilt primary has had no job to run yet.""")
                .cause(Place.P, """
                        EXEC lab.dbo.stop_agent;
                        EXEC sp_configure N'show advanced options', 1; RECONFIGURE;
                        EXEC sp_configure N'Agent XPs', 0; RECONFIGURE""")
                .cure(Place.P, """
                        EXEC sp_configure N'show advanced options', 1; RECONFIGURE;
                        EXEC sp_configure N'Agent XPs', 1; RECONFIGURE;
                        EXEC lab.dbo.start_agent""")
                .knownFrom("Agent XPs Server Configuration Option; errors 15281 and 22022");
    }

    private static Scenario serverNameNull() {
        return Mishap.of("server-name-null", "@@SERVERNAME of the rebuilt primary is NULL")
                .story("""
                        The host was renamed after SQL Server had been installed, and the local entry was dropped and never
                        added again. Log shipping asks for @@SERVERNAME and gets nothing.""")
                .cause(Place.P, "EXEC lab.dbo.forget_server_name")
                .cure(Place.P, "EXEC lab.dbo.remember_server_name")
                .knownFrom("Rename a computer that hosts a stand-alone instance of SQL Server; error 32053");
    }

    private static Scenario singleUserTaken() {
        return Mishap.of("single-user-taken", "Somebody holds the single-user slot of mgc on the primary")
                .story("""
                        An administrator set mgc on the primary to SINGLE_USER for a repair and left the query window open.
                        Whoever comes next is refused until that window is gone.""")
                .cause(Place.P, """
                        ALTER DATABASE [mgc] SET SINGLE_USER WITH ROLLBACK IMMEDIATE;
                        EXEC lab.dbo.connect_client N'mgc', @host = N'ADMIN07', @program = N'Query'""")
                .cure(Place.P, """
                        DECLARE @id int, @sql nvarchar(100);
                        SELECT @id = session_id FROM sys.dm_exec_sessions WHERE host_name = N'ADMIN07';
                        IF @id IS NOT NULL
                        BEGIN
                            SET @sql = N'KILL ' + CONVERT(nvarchar(10), @id);
                            EXEC sp_executesql @sql
                        END;
                        IF DATABASEPROPERTYEX(N'mgc', N'Status') = N'ONLINE'
                            ALTER DATABASE [mgc] SET MULTI_USER WITH ROLLBACK IMMEDIATE""")
                .knownFrom("Set a database to single-user mode; errors 924, 3101 and 5064");
    }

    private static Scenario agentDies() {
        return Mishap.of("agent-dies-in-backup", "SQL Server Agent dies in the middle of the backup")
                .story("""
                        Half of mgc is on the share when SQL Server Agent of the backup is restarted by a patch. Its steps die
                        where they are, and no history tells of them.""")
                .cause(Place.B, "EXEC lab.dbo.stop_agent_at N'BACKUP DATABASE%mgc]%', @at_percent = 50")
                .cure(Place.B, "EXEC lab.dbo.forget_faults; EXEC lab.dbo.start_agent")
                .knownFrom(
                        "sysjobactivity (Transact-SQL); SQL Server Agent service, stopping aborts the steps that run");
    }

    private static Scenario clientReturns() {
        return Mishap.of("client-returns", "A client connects to mgc again whenever it is thrown out")
                .story("""
                        A monitoring agent keeps a connection to mgc on the backup and is back within a blink when its session
                        is killed. A backup of the tail of the log needs the database for itself.""")
                .cause(Place.B, "EXEC lab.dbo.returning_client N'mgc', @host = N'MONITOR03', @program = N'Monitor'")
                .cure(Place.B, "EXEC lab.dbo.disconnect_client N'MONITOR03'")
                .knownFrom("BACKUP (Transact-SQL), NORECOVERY; error 3101");
    }
}
