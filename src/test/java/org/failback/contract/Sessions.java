package org.failback.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.failback.contract.Told.error;

import java.util.List;
import java.util.Map;

/** Who stands in a database, and ending that. */
final class Sessions {
    private static final String IN_DATABASE =
            "FROM master.dbo.sysprocesses p JOIN sys.dm_exec_sessions s ON s.session_id ="
                    + " p.spid WHERE p.dbid = DB_ID(N'%s') AND s.is_user_process = 1 AND p.spid <> @@SPID";

    @Promise(source = "sys.sysprocesses (Transact-SQL), dbid; sys.dm_exec_sessions (Transact-SQL)")
    void aSessionShowsTheDatabaseThatItStandsInAndItsProgram(Scene scene) {
        String database = scene.database(scene.first);
        Client inside = scene.closing(scene.first.another(database));
        List<Map<String, Object>> found = scene.one
                .ask("SELECT p.spid, s.program_name, s.host_name, s.login_name " + IN_DATABASE.formatted(database))
                .rows();
        assertThat(found).singleElement().satisfies(row -> {
            assertThat(((Number) row.get("spid")).intValue()).isEqualTo(inside.id());
            assertThat(row.get("program_name")).isEqualTo(Server.PROGRAM);
        });
        inside.ask("USE master");
        assertThat(scene.one
                        .ask("SELECT p.spid " + IN_DATABASE.formatted(database))
                        .rows())
                .isEmpty();
    }

    @Promise(source = "KILL (Transact-SQL)")
    void aSessionIsEnded(Scene scene) {
        String database = scene.database(scene.first);
        Client inside = scene.closing(scene.first.another(database));
        Said said = scene.one.ask("""
                DECLARE @session int, @kill nvarchar(30);
                SELECT @session = MIN(p.spid) %s;
                WHILE @session IS NOT NULL
                BEGIN
                    SET @kill = N'KILL ' + CONVERT(nvarchar(10), @session);
                    EXEC (@kill);
                    SELECT @session = MIN(p.spid) %s AND p.spid > @session;
                END""".formatted(IN_DATABASE.formatted(database), IN_DATABASE.formatted(database)));
        assertThat(said.errors()).isEmpty();
        assertThat(inside.run("SELECT 1").broken()).isTrue();
        Scene.await(
                () -> scene.one
                        .ask("SELECT p.spid " + IN_DATABASE.formatted(database))
                        .rows()
                        .isEmpty(),
                "the session to be gone");
    }

    @Promise(source = "Database Engine events and errors, 6106")
    void aSessionThatIsGoneCannotBeEnded(Scene scene) {
        scene.refused(scene.one, "KILL 32001", error(6106, 16));
    }

    @Promise(source = "sys.dm_exec_connections (Transact-SQL), encrypt_option and auth_scheme")
    void aConnectionSaysHowItIsProtected(Scene scene) {
        Map<String, Object> row = scene.one
                .ask(
                        "SELECT c.encrypt_option, c.auth_scheme FROM sys.dm_exec_connections c WHERE c.session_id = @@SPID")
                .onlyRow();
        assertThat(row).containsEntry("encrypt_option", "TRUE").containsEntry("auth_scheme", "SQL");
    }
}
