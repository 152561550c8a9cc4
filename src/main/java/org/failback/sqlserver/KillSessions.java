package org.failback.sqlserver;

/** Ends every session that stands in a database, without letting anybody take its only connection as SINGLE_USER would. */
final class KillSessions {
    private KillSessions() {}

    /** Statements that try for some ten seconds; a session that ends by itself in between is no error. */
    static String text(String database) {
        String sessions = "FROM master.dbo.sysprocesses p JOIN sys.dm_exec_sessions s ON s.session_id = p.spid\n"
                + "    WHERE p.dbid = DB_ID(" + Tsql.literal(database)
                + ") AND s.is_user_process = 1 AND p.spid <> @@SPID";
        return """
                DECLARE @session int, @round int, @kill nvarchar(30);
                SET @round = 1;
                WHILE @round <= 20 AND EXISTS (SELECT 1 %1$s)
                BEGIN
                    SELECT @session = MIN(p.spid) %1$s;
                    WHILE @session IS NOT NULL
                    BEGIN
                        SET @kill = N'KILL ' + CONVERT(nvarchar(10), @session);
                        BEGIN TRY
                            EXEC (@kill);
                        END TRY
                        BEGIN CATCH
                            PRINT ERROR_MESSAGE();
                        END CATCH
                        SELECT @session = MIN(p.spid) %1$s AND p.spid > @session;
                    END
                    WAITFOR DELAY '00:00:00.500';
                    SET @round = @round + 1;
                END""".formatted(sessions);
    }
}
