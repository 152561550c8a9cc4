package org.failback.lab.tds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a statement ends before its time: by attention, by a fault, because one side goes. */
@Timeout(30)
class EndingsTest {
    private final CountDownLatch running = new CountDownLatch(1);

    private ScriptedServer longWork() {
        return new ScriptedServer()
                .on("WAITFOR", (session, parameters, answer) -> {
                    answer.message(Message.info(3211, "10 percent processed."));
                    running.countDown();
                    answer.message(Message.info(3014, "cancelled: " + session.workUntilCancelled()));
                    answer.updated(1);
                })
                .on("SELECT 1", (session, parameters, answer) -> {
                    answer.columns(List.of(Column.of("", SqlType.INT)));
                    answer.row(1);
                    answer.endOfRows(1);
                });
    }

    private static void assertAnswers(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            assertThat(statement.executeQuery("SELECT 1").next()).isTrue();
        }
    }

    @Test
    void aCancelledStatementEndsAndItsConnectionGoesOn() throws Exception {
        try (Range range = Range.of(longWork());
                Connection connection = range.connect();
                Statement statement = connection.createStatement()) {
            CompletableFuture<Boolean> result = CompletableFuture.supplyAsync(() -> {
                try {
                    return statement.execute("WAITFOR");
                } catch (SQLException e) {
                    throw new IllegalStateException(e.getMessage(), e);
                }
            });
            assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
            statement.cancel();
            assertThatThrownBy(() -> result.get(10, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("The query was canceled.");
            assertThat(range.server.lastSession().cancels.get()).isPositive();
            assertAnswers(connection);
            assertAnswers(connection);
        }
    }

    @Test
    void aQueryTimeoutIsAnAttentionToo() throws Exception {
        ScriptedServer silent = longWork().on("SILENCE", (session, parameters, answer) -> session.workUntilCancelled());
        try (Range range = Range.of(silent);
                Connection connection = range.connect();
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(1);
            assertThatThrownBy(() -> statement.execute("SILENCE")).isInstanceOf(java.sql.SQLTimeoutException.class);
            assertAnswers(connection);
        }
    }

    @Test
    void theAcknowledgementOfAnAttentionIsAMessageOfItsOwn() throws Exception {
        try (Range range = new Range(longWork(), TdsSettings.offering(null));
                RawClient client = RawClient.loggedIn(range.listener.port())) {
            client.send(PacketType.BATCH, 1, RawClient.batch("WAITFOR"));
            assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
            client.send(PacketType.ATTENTION, 1, new byte[0]);
            byte[] ended = client.answer().payload();
            WireReader done = new WireReader(ended);
            done.skip(ended.length - 13);
            assertThat(done.u8()).isEqualTo(Tokens.DONE);
            assertThat(done.u16()).isEqualTo(Tokens.STATUS_ERROR);
            WireReader acknowledged = new WireReader(client.answer().payload());
            assertThat(acknowledged.u8()).isEqualTo(Tokens.DONE);
            assertThat(acknowledged.u16()).isEqualTo(Tokens.STATUS_ATTENTION);
            assertThat(acknowledged.remaining()).isEqualTo(10);
        }
    }

    @Test
    void anAttentionThatComesTooLateIsAcknowledgedAndHarmsNobody() throws Exception {
        try (Range range = new Range(longWork(), TdsSettings.offering(null));
                RawClient client = RawClient.loggedIn(range.listener.port())) {
            client.send(PacketType.BATCH, 1, RawClient.batch("SELECT 1"));
            client.answer();
            client.send(PacketType.ATTENTION, 1, new byte[0]);
            assertThat(new WireReader(client.answer().payload()).peek()).isEqualTo(Tokens.DONE);
            client.send(PacketType.BATCH, 1, RawClient.batch("SELECT 1"));
            assertThat(new WireReader(client.answer().payload()).peek()).isEqualTo(0x81);
        }
    }

    @Test
    void aRequestThatItsClientGivesUpWhileSendingIsNotRun() throws Exception {
        try (Range range = new Range(longWork(), TdsSettings.offering(null));
                RawClient client = RawClient.loggedIn(range.listener.port())) {
            client.send(PacketType.BATCH, 0, RawClient.batch("SELE"));
            client.send(PacketType.BATCH, 1 | 2, new byte[0]);
            WireReader done = new WireReader(client.answer().payload());
            assertThat(done.u8()).isEqualTo(Tokens.DONE);
            assertThat(range.server.lastSession().statements).isEmpty();
        }
    }

    @Test
    void aClientThatGoesAwayInMidStatementCancelsIt() throws Exception {
        try (Range range = new Range(longWork(), TdsSettings.offering(null))) {
            try (RawClient client = RawClient.loggedIn(range.listener.port())) {
                client.send(PacketType.BATCH, 1, RawClient.batch("WAITFOR"));
                assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(range.server.closings.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
            assertThat(range.server.lastSession().cancels.get()).isPositive();
        }
    }

    @Test
    void aFaultDropsTheConnectionInMidStatementAndTheWorkStillEnds() throws Exception {
        CountDownLatch workedOn = new CountDownLatch(1);
        ScriptedServer server = new ScriptedServer().on("BACKUP", (session, parameters, answer) -> {
            answer.message(Message.info(3211, "10 percent processed."));
            answer.dropConnection();
            answer.message(Message.info(3211, "20 percent processed."));
            answer.updated(1);
            workedOn.countDown();
        });
        try (Range range = Range.of(server);
                Connection connection = range.connect();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("BACKUP"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).startsWith("08"));
            assertThat(workedOn.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(server.closings.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
            assertThat(server.lastSession().cancels.get()).isZero();
            assertThat(connection.isClosed()).isTrue();
        }
    }

    @Test
    void closingTheListenerEndsEverySessionAndLeavesNothingBehind() throws Exception {
        Range range = new Range(longWork(), TdsSettings.offering(null));
        int port = range.listener.port();
        RawClient busy = RawClient.loggedIn(port);
        RawClient idle = RawClient.loggedIn(port);
        RawClient halfway = new RawClient(port);
        busy.send(PacketType.BATCH, 1, RawClient.batch("WAITFOR"));
        assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();

        range.close();

        assertThat(range.server.closings.availablePermits()).isEqualTo(2);
        assertThat(threadsOf(port)).isEmpty();
        assertThatThrownBy(() -> new Socket(java.net.InetAddress.getLoopbackAddress(), port))
                .isInstanceOf(ConnectException.class);
        assertThat(end(halfway)).isTrue();
        assertThat(end(idle)).isTrue();
        busy.close();
    }

    @Test
    void aSessionMayCloseItsOwnListenerAsAServerThatDies() throws Exception {
        ScriptedServer server = new ScriptedServer();
        Range range = new Range(server, TdsSettings.offering(null));
        server.on("SHUTDOWN WITH NOWAIT", (session, parameters, answer) -> range.listener.close());
        try (RawClient client = RawClient.loggedIn(range.listener.port())) {
            int port = range.listener.port();
            client.send(PacketType.BATCH, 1, RawClient.batch("SHUTDOWN WITH NOWAIT"));
            assertThat(end(client)).isTrue();
            Awaitility.await().until(() -> threadsOf(port).isEmpty());
        }
    }

    @Test
    void aReopenedPortServesAgain() throws Exception {
        ScriptedServer server = longWork();
        Range range = new Range(server, TdsSettings.offering(null));
        int port = range.listener.port();
        RawClient client = RawClient.loggedIn(port);
        range.close();
        try (TdsListener again = new TdsListener(
                        java.net.InetAddress.getLoopbackAddress(), port, server, TdsSettings.offering(null));
                RawClient next = RawClient.loggedIn(again.port())) {
            assertThat(next.socket.isConnected()).isTrue();
        }
        client.close();
    }

    private static boolean end(RawClient client) throws IOException {
        try (client) {
            return client.answer() == null;
        } catch (java.net.SocketException e) {
            return true;
        }
    }

    static List<String> threadsOf(int port) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("tds-" + port))
                .toList();
    }
}
