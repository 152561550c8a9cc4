package org.failback.lab.tds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a client sends, the listener goes on serving the others, and keeps no thread of those who have gone. */
@Timeout(60)
class RobustnessTest {
    private static final Duration HURRY = Duration.ofSeconds(5);

    private final Random random = new Random(2013);
    private final ScriptedServer server =
            new ScriptedServer().on("SELECT 1", (session, parameters, answer) -> answer.updated(1));
    private Range range;
    private int port;

    @BeforeEach
    void open() throws Exception {
        range = new Range(server, Range.withTls().withLoginDeadline(HURRY));
        port = range.listener.port();
    }

    @AfterEach
    void everybodyElseIsServedAndNobodyIsLeft() throws Exception {
        try (Connection connection = range.connect()) {
            assertThat(connection.createStatement().executeUpdate("SELECT 1")).isEqualTo(1);
        }
        String acceptorAndDeadlines = "tds-" + port + "|tds-" + port + "-deadlines";
        Awaitility.await()
                .atMost(HURRY.multipliedBy(4))
                .until(() -> EndingsTest.threadsOf(port).stream().allMatch(name -> name.matches(acceptorAndDeadlines)));
        range.close();
        assertThat(EndingsTest.threadsOf(port)).isEmpty();
        server.closings.acquire(server.sessions.size());
    }

    @Test
    void noiseInsteadOfALogin() throws Exception {
        for (int i = 0; i < 300; i++) {
            byte[] noise = new byte[random.nextInt(600)];
            random.nextBytes(noise);
            if (i % 3 == 0 && noise.length > 4) {
                noise[0] = PacketType.PRELOGIN;
                noise[1] = 1;
                noise[2] = 0;
            }
            sendAndWaitForTheEnd(noise);
        }
        assertThat(server.sessions).isEmpty();
    }

    @Test
    void noiseInsteadOfARequest() throws Exception {
        int[] types = {
            PacketType.BATCH, PacketType.RPC, PacketType.TRANSACTION_MANAGER, PacketType.BULK_LOAD, PacketType.SSPI, 99
        };
        for (int i = 0; i < 300; i++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            byte[] payload =
                    i % 2 == 0 ? noise : RawClient.headers().bytes(noise).toByteArray();
            try (RawClient client = RawClient.loggedIn(port)) {
                client.send(types[i % types.length], 1, payload);
                client.socket.shutdownOutput();
                drain(client.socket);
            }
        }
    }

    @Test
    void requestsThatAreCutAnywhere() throws Exception {
        byte[] batch = RawClient.batch("SELECT 1");
        for (int cut = 0; cut < batch.length; cut++) {
            try (RawClient client = RawClient.loggedIn(port)) {
                byte[] header = {PacketType.BATCH, 1, 0, (byte) (8 + batch.length), 0, 0, 1, 0};
                client.socket
                        .getOutputStream()
                        .write(new WireWriter()
                                .bytes(header)
                                .bytes(java.util.Arrays.copyOf(batch, cut))
                                .toByteArray());
                client.socket.shutdownOutput();
                drain(client.socket);
            }
        }
        assertThat(server.sessions)
                .allSatisfy(session -> assertThat(session.statements).isEmpty());
    }

    @Test
    void lengthsBeyondAllReason() throws Exception {
        sendAndWaitForTheEnd(new byte[] {PacketType.PRELOGIN, 1, 0, 3, 0, 0, 0, 0});
        byte[] endless = new byte[32767];
        endless[0] = PacketType.PRELOGIN;
        endless[2] = 0x7F;
        endless[3] = (byte) 0xFF;
        byte[] much = new byte[8 * endless.length];
        for (int i = 0; i < 8; i++) {
            System.arraycopy(endless, 0, much, i * endless.length, endless.length);
        }
        sendAndWaitForTheEnd(much);
        byte[] empty = {PacketType.PRELOGIN, 0, 0, 8, 0, 0, 0, 0};
        WireWriter emptiness = new WireWriter();
        for (int i = 0; i < 1000; i++) {
            emptiness.bytes(empty);
        }
        sendAndWaitForTheEnd(emptiness.toByteArray());
    }

    @Test
    void aMessageOfManyMegabytesEndsTheConnectionBeforeItIsAllHeld() throws Exception {
        byte[] part = new byte[32_000];
        try (RawClient client = RawClient.loggedIn(port)) {
            assertThatThrownBy(() -> {
                        for (int sent = 0; sent < 30 * 1024 * 1024; sent += part.length) {
                            client.send(PacketType.BATCH, 0, part);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aHandshakeOfNoise() throws Exception {
        for (int i = 0; i < 100; i++) {
            try (RawClient client = new RawClient(port)) {
                client.send(PacketType.PRELOGIN, 1, RawClient.prelogin(1));
                client.answer();
                byte[] noise = new byte[50 + random.nextInt(300)];
                random.nextBytes(noise);
                noise[0] = 0x16;
                noise[1] = 3;
                noise[2] = 3;
                client.send(PacketType.PRELOGIN, 1, noise);
                client.socket.shutdownOutput();
                drain(client.socket);
            }
        }
    }

    @Test
    void whoWritesOneByteAtATimeIsServedUntilTheDeadlineOfTheLogin() throws Exception {
        try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), port)) {
            byte[] endless = {PacketType.PRELOGIN, 1, 0x10, 0, 0, 0, 1, 0};
            slow.getOutputStream().write(endless);
            CountDownLatch never = new CountDownLatch(1);
            assertThatThrownBy(() -> {
                        while (!never.await(50, TimeUnit.MILLISECONDS)) {
                            slow.getOutputStream().write(0xFF);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void whoNeverReadsHindersNobody() throws Exception {
        server.on("SELECT much", (session, parameters, answer) -> {
            answer.columns(List.of(Column.of("t", SqlType.NVARCHAR)));
            while (session.cancels.get() == 0) {
                answer.row("x".repeat(100_000));
            }
        });
        try (RawClient deaf = RawClient.loggedIn(port)) {
            deaf.send(PacketType.BATCH, 1, RawClient.batch("SELECT much"));
            Awaitility.await().until(() -> !server.lastSession().statements.isEmpty());
            try (Connection connection = range.connect()) {
                assertThat(connection.createStatement().executeUpdate("SELECT 1"))
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void twoHundredConnectionsAtOnce() throws Exception {
        int many = 200;
        CountDownLatch go = new CountDownLatch(1);
        ExecutorService clients = Executors.newFixedThreadPool(many);
        try {
            List<Future<Integer>> results = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                results.add(clients.submit(() -> {
                    go.await();
                    try (RawClient client = RawClient.loggedIn(port)) {
                        client.send(PacketType.BATCH, 1, RawClient.batch("SELECT 1"));
                        return client.answer().type();
                    }
                }));
            }
            go.countDown();
            for (Future<Integer> result : results) {
                assertThat(result.get(30, TimeUnit.SECONDS)).isEqualTo(PacketType.ANSWER);
            }
        } finally {
            clients.shutdownNow();
        }
        assertThat(server.sessions).hasSize(many);
    }

    @Test
    void moreConnectionsThanAllowedAreTurnedAwayAndComeBackLater() throws Exception {
        try (Range small = new Range(server, TdsSettings.offering(null).withMaxConnections(1));
                RawClient first = RawClient.loggedIn(small.listener.port())) {
            try (Socket second = new Socket(InetAddress.getLoopbackAddress(), small.listener.port())) {
                assertThat(second.getInputStream().read()).isEqualTo(-1);
            }
            first.close();
            Awaitility.await().ignoreExceptions().until(() -> {
                RawClient.loggedIn(small.listener.port()).close();
                return true;
            });
        }
    }

    private void sendAndWaitForTheEnd(byte[] bytes) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) HURRY.multipliedBy(2).toMillis());
            try {
                socket.getOutputStream().write(bytes);
                socket.shutdownOutput();
            } catch (IOException e) {
                // The server may have seen enough before everything was sent.
                return;
            }
            drain(socket);
        }
    }

    private static void drain(Socket socket) {
        try {
            InputStream in = socket.getInputStream();
            in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("The server neither answered nor closed", e);
        } catch (IOException e) {
            // A reset is an end, too.
        }
    }
}
