package org.failback.lab.fuzz;

import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever comes over either protocol, the lab neither crashes nor hangs nor leaks, and serves the others. Every build
 * does a little with the same seed; {@code mvn -Pfuzz test} does a minute with a new one and prints it, and
 * {@code -Dfuzz.seed=…} does that again.
 */
@Tag("fuzz")
class ProtocolFuzzTest {
    private static final long SECONDS = Long.getLong("fuzz.seconds", 0);
    private static final int CASES = Integer.getInteger("fuzz.cases", 60);
    private static final long SEED = Long.getLong("fuzz.seed", SECONDS > 0 ? System.nanoTime() : 2013);
    private static final int MANY = 200;

    @TempDir
    private Path folder;

    private LabUnderFire lab;

    @BeforeEach
    void start() throws Exception {
        lab = new LabUnderFire(folder);
    }

    @AfterEach
    void everybodyElseIsServedAndNothingIsLeft() throws Exception {
        try (LabUnderFire closing = lab) {
            closing.everythingIsAsAtTheBeginning();
        }
    }

    @Test
    void conversationsOfTdsThatGoWrong() throws Exception {
        Random random = random();
        TdsFuzz fuzz = new TdsFuzz(lab, random);
        repeat(fuzz::next);
    }

    @Test
    void requestsOfWsManThatAreWrong() throws Exception {
        Random random = random();
        WinRmFuzz fuzz = new WinRmFuzz(lab, random);
        repeat(fuzz::next);
    }

    @Test
    void twoHundredWhoConnectAndSayNothingHinderNobody() throws Exception {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < MANY; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), i % 2 == 0 ? lab.tds() : lab.winRm());
                OutputStream out = socket.getOutputStream();
                // The beginning of a PRELOGIN packet and of a TLS record.
                out.write(i % 2 == 0 ? new byte[] {0x12, 1, 0} : new byte[] {0x16, 3, 3, 1});
                silent.add(socket);
            }
            Assertions.assertThat(WinRmTalk.identity(lab)).contains("IdentifyResponse");
            try (TdsTalk talk = TdsTalk.loggedIn(lab.tds())) {
                talk.send(TdsBytes.batch("SELECT 1 AS a"));
                Assertions.assertThat(talk.answer()).isNotEmpty();
            }
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    @Test
    void twoHundredRequestsOfWsManAtOnceAreAllAnswered() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        ExecutorService clients = Executors.newFixedThreadPool(MANY);
        try {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                answers.add(clients.submit(() -> {
                    go.await();
                    return WinRmTalk.identity(lab);
                }));
            }
            go.countDown();
            for (Future<String> answer : answers) {
                Assertions.assertThat(answer.get(30, TimeUnit.SECONDS)).contains("IdentifyResponse");
            }
        } finally {
            clients.shutdownNow();
        }
    }

    private interface Case {
        String run() throws Exception;
    }

    private void repeat(Case one) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
        int number = 0;
        for (; SECONDS > 0 ? System.nanoTime() < end : number < CASES; number++) {
            try {
                lab.noComplaints(one.run());
            } catch (Exception | AssertionError e) {
                throw new AssertionError("case " + number + " of seed " + SEED, e);
            }
        }
        System.out.println(number + " cases of seed " + SEED);
    }

    private static Random random() {
        return new Random(SEED);
    }
}
