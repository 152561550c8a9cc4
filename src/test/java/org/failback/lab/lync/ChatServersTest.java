package org.failback.lab.lync;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.failback.lab.lync.ChatDatabase.Side;
import org.failback.lab.lync.LyncTopology.Store;
import org.failback.lab.lync.LyncTopology.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What modelled chat servers do to mgc when the store, the replicas and time change. */
class ChatServersTest {
    private static final String CHAT1 = "chat1.dc1.lab.example";
    private static final String CHAT3 = "chat3.dc2.lab.example";
    private static final String CHAT4 = "chat4.dc2.lab.example";

    private final SteppingClock clock = new SteppingClock();
    private final FakeChatDatabase database = new FakeChatDatabase();
    private final List<String> events = new ArrayList<>();
    private LyncEstate pool;

    @BeforeEach
    void afterAFailover() {
        Store any = new Store("sql.lab.example", "LYNC");
        pool = LyncEstate.afterFailover(
                LyncTopology.of(new Stores(any, any, any, any)),
                database,
                (login, application, cmdlet, outcome) -> {
                    if (cmdlet.startsWith("Event 53530")) {
                        events.add(application.replaceAll(".* on |\\..*", ""));
                    }
                },
                clock);
    }

    @Test
    void theActiveOnesAreConnectedToTheBackup() {
        assertThat(database.on(Side.BACKUP)).containsExactly(CHAT3, CHAT4);
        assertThat(database.on(Side.PRIMARY)).isEmpty();
        assertThat(database.pings()).isEqualTo(2);
    }

    @Test
    void theyLearnOfAChangeOnlyThroughTheirReplicas() {
        pool.behaviour().replicationTakes(Duration.ofMinutes(2));
        pool.setActiveServers(List.of());

        pass(Duration.ofSeconds(90));
        assertThat(database.on(Side.BACKUP)).containsExactly(CHAT3, CHAT4);

        pass(Duration.ofSeconds(60));
        pass(Duration.ofSeconds(2));
        assertThat(database.on(Side.BACKUP)).isEmpty();
    }

    @Test
    void aStaleOneGoesOnServingOnTheWrongSide() {
        pool.behaviour().stale(CHAT4, true);
        pool.setPoolState(PoolState.NORMAL);
        pool.setActiveServers(List.of(CHAT1));
        pass(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(2));

        assertThat(database.on(Side.PRIMARY)).containsExactly(CHAT1);
        assertThat(database.on(Side.BACKUP)).containsExactly(CHAT4);
    }

    @Test
    void oneWhoseLocalStoreLagsGoesOnAsBeforeThoughItsReplicaIsUpToDate() {
        pool.behaviour().localStoreLags(CHAT4, true);
        pool.setPoolState(PoolState.NORMAL);
        pool.setActiveServers(List.of(CHAT1, CHAT4));
        pass(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(1));

        assertThat(pool.machines().values())
                .allMatch(machine -> machine.replica().isUpToDate(pool.store()));
        assertThat(database.on(Side.BACKUP)).containsExactly(CHAT4);

        pool.behaviour().localStoreLags(CHAT4, false);
        pass(Duration.ofSeconds(1));

        assertThat(database.on(Side.PRIMARY)).containsExactly(CHAT1, CHAT4);
        assertThat(database.on(Side.BACKUP)).isEmpty();
    }

    @Test
    void aLingeringConnectionThatIsKilledStaysAwayUnlessTheServerReconnects() {
        pool.behaviour().connectionsLingerForEver();
        pool.setActiveServers(List.of());
        pass(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(1));

        database.closeSessions(Side.BACKUP, CHAT3);
        pass(Duration.ofSeconds(1));
        assertThat(database.on(Side.BACKUP)).containsExactly(CHAT4);

        pool.behaviour().reconnects(true);
        database.closeSessions(Side.BACKUP, CHAT4);
        pass(Duration.ofSeconds(1));
        assertThat(database.on(Side.BACKUP)).containsExactly(CHAT4);
    }

    @Test
    void aServiceThatIsStoppingKeepsItsConnectionsUntilItHasStopped() throws Exception {
        pool.behaviour().servicesTake(CHAT3, Duration.ofSeconds(5), Duration.ofSeconds(30));
        pool.administrator().run("Stop-CsWindowsService -ComputerName " + CHAT3 + " -Name RTCCHAT -NoWait");
        pass(Duration.ofSeconds(29));
        assertThat(database.on(Side.BACKUP)).containsExactly(CHAT3, CHAT4);

        pass(Duration.ofSeconds(1));
        assertThat(database.on(Side.BACKUP)).containsExactly(CHAT4);

        pool.administrator().run("Start-CsWindowsService -ComputerName " + CHAT3 + " -NoWait");
        pass(Duration.ofSeconds(4));
        assertThat(database.on(Side.BACKUP)).containsExactly(CHAT4);
        pass(Duration.ofSeconds(1));
        assertThat(database.on(Side.BACKUP)).containsExactly(CHAT3, CHAT4);
    }

    @Test
    void aServerThatLostItsDatabaseSaysSoOnceAndMayNeedARestart() throws Exception {
        pool.behaviour().staysStuck(CHAT3, true);
        database.refuses(true);
        database.closeSessions(Side.BACKUP, CHAT3);
        database.closeSessions(Side.BACKUP, CHAT4);
        pass(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(1));
        assertThat(events).containsExactly("chat3", "chat4");

        database.refuses(false);
        pass(Duration.ofSeconds(1));
        assertThat(database.on(Side.BACKUP)).containsExactly(CHAT4);

        pool.administrator().run("Stop-CsWindowsService -ComputerName " + CHAT3);
        pool.administrator().run("Start-CsWindowsService -ComputerName " + CHAT3);
        pass(Duration.ofSeconds(1));
        assertThat(database.on(Side.BACKUP)).containsExactly(CHAT3, CHAT4);
    }

    @Test
    void oneReplicaMayBeSlowerThanTheOthers() {
        pool.behaviour().replicationTakes(CHAT4, Duration.ofMinutes(10));
        pool.setActiveServers(List.of());
        pass(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(1));
        assertThat(database.on(Side.BACKUP)).containsExactly(CHAT4);

        pass(Duration.ofMinutes(5));
        pass(Duration.ofSeconds(1));
        assertThat(database.on(Side.BACKUP)).isEmpty();
    }

    @Test
    void whatWasOrderedIsForgottenTogether() {
        pool.behaviour().servesAnyway(CHAT1, Optional.of(Side.PRIMARY));
        pool.behaviour().serviceHas(CHAT3, false, ServiceDefect.MISSING);
        pass(Duration.ofSeconds(1));
        assertThat(database.on(Side.PRIMARY)).containsExactly(CHAT1);
        assertThat(database.on(Side.BACKUP)).containsExactly(CHAT4);

        pool.forgetFaults();
        pass(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(1));
        assertThat(database.on(Side.PRIMARY)).isEmpty();
        assertThat(database.on(Side.BACKUP)).containsExactly(CHAT3, CHAT4);
    }

    @Test
    @Timeout(20)
    void oneTickThatFailsDoesNotStopTheLabsTime() throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        CountDownLatch later = new CountDownLatch(1);
        AtomicBoolean broken = new AtomicBoolean();
        Store any = new Store("sql.lab.example", "LYNC");
        FakeChatDatabase stands = new FakeChatDatabase();
        ChatDatabase fragile = (ChatDatabase) Proxy.newProxyInstance(
                ChatDatabase.class.getClassLoader(), new Class<?>[] {ChatDatabase.class}, (self, called, given) -> {
                    if (broken.getAndSet(false)) {
                        failed.countDown();
                        throw new IllegalStateException("a defect of the lab");
                    }
                    if (failed.getCount() == 0) {
                        later.countDown();
                    }
                    return called.invoke(stands, given);
                });
        try (LyncEstate ticking = LyncEstate.afterFailover(
                LyncTopology.of(new Stores(any, any, any, any)), fragile, (a, b, c, d) -> {}, clock)) {
            broken.set(true);
            ticking.start();
            assertThat(later.await(15, TimeUnit.SECONDS)).isTrue();
        }
    }

    private void pass(Duration time) {
        clock.pass(time);
        pool.tick();
    }
}
