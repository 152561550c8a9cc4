package org.failback.lab.tds;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.sqlserver.jdbc.SQLServerConnectionPoolDataSource;
import java.sql.Connection;
import java.util.List;
import javax.sql.PooledConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a session keeps between requests: transactions, and what a pool resets. */
@Timeout(30)
class SessionStateTest {
    @Test
    void autocommitOffCommitAndRollbackAreBatches() throws Exception {
        ScriptedServer server = new ScriptedServer();
        String off = "set implicit_transactions off";
        String on = "set implicit_transactions on";
        String commit = "IF @@TRANCOUNT > 0 COMMIT TRAN";
        String rollback = "IF @@TRANCOUNT > 0 ROLLBACK TRAN";
        String insert = "INSERT t VALUES (1)";
        for (String sql : List.of(on, off, commit, rollback, insert, off + " " + commit, commit + " " + off)) {
            server.on(sql, (session, parameters, answer) -> answer.updated(-1));
        }
        try (Range range = Range.of(server);
                Connection connection = range.connect()) {
            connection.setAutoCommit(false);
            connection.createStatement().execute(insert);
            connection.commit();
            connection.rollback();
            connection.setAutoCommit(true);
            assertThat(server.lastSession().statements)
                    .map(sql -> sql.strip().replaceAll(" +", " "))
                    .containsExactly(on, insert, commit, rollback, off + " " + commit);
        }
    }

    @Test
    void transactionManagerRequestsAreBatchesToo() throws Exception {
        ScriptedServer server = new ScriptedServer()
                .on("BEGIN TRANSACTION", (session, parameters, answer) -> {})
                .on("SAVE TRANSACTION [a]]b]", (session, parameters, answer) -> {})
                .on("ROLLBACK TRANSACTION", (session, parameters, answer) -> {})
                .on("COMMIT TRANSACTION", (session, parameters, answer) -> {
                    throw new SqlError(3902, 16, 1, "The COMMIT TRANSACTION request has no corresponding BEGIN.");
                });
        try (Range range = new Range(server, TdsSettings.offering(null));
                RawClient client = RawClient.loggedIn(range.listener.port())) {
            assertThat(firstToken(client, new WireWriter().u16(5).u8(0).u8(0))).isEqualTo(0xE3);
            assertThat(firstToken(client, new WireWriter().u16(9).u8(6).utf16("a]b")))
                    .isEqualTo(Tokens.DONE);
            assertThat(firstToken(client, new WireWriter().u16(8).u8(0).u8(0))).isEqualTo(0xE3);
            assertThat(firstToken(client, new WireWriter().u16(7).u8(0).u8(0))).isEqualTo(0xAA);
        }
        assertThat(server.lastSession().statements)
                .containsExactly(
                        "BEGIN TRANSACTION", "SAVE TRANSACTION [a]]b]", "ROLLBACK TRANSACTION", "COMMIT TRANSACTION");
    }

    private static int firstToken(RawClient client, WireWriter request) throws Exception {
        client.send(
                PacketType.TRANSACTION_MANAGER,
                1,
                RawClient.headers().append(request).toByteArray());
        return new WireReader(client.answer().payload()).peek();
    }

    @Test
    void aPooledConnectionIsResetWhenItIsUsedAgain() throws Exception {
        ScriptedServer server = new ScriptedServer().on("SELECT 1", (session, parameters, answer) -> answer.updated(1));
        try (Range range = Range.of(server)) {
            SQLServerConnectionPoolDataSource source = new SQLServerConnectionPoolDataSource();
            source.setURL(range.url("encrypt=false"));
            source.setUser(ScriptedServer.USER);
            source.setPassword(ScriptedServer.PASSWORD);
            PooledConnection pooled = source.getPooledConnection();
            for (int use = 0; use < 3; use++) {
                try (Connection connection = pooled.getConnection()) {
                    assertThat(connection.createStatement().executeUpdate("SELECT 1"))
                            .isEqualTo(1);
                }
            }
            pooled.close();
            assertThat(server.sessions).hasSize(1);
            assertThat(server.lastSession().resets.get()).isEqualTo(2);
        }
    }
}
