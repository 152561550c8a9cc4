package org.failback.lab.lync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.failback.lab.lync.ChatDatabase.Side;
import org.failback.lab.lync.LyncTopology.Store;
import org.failback.lab.lync.LyncTopology.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What modelled chat servers do to mgc when the store, the replicas and time change. */
class ChatServersTest {
    private static final String CHAT1 = "chat1.dc1.lab.example";
    private static final String CHAT3 = "chat3.dc2.lab.example";
    private static final String CHAT4 = "chat4.dc2.lab.example";

    private final SteppingClock clock = new SteppingClock();
    private final FakeChatDatabase database = new FakeChatDatabase();
    private LyncEstate pool;

    @BeforeEach
    void afterAFailover() {
        Store any = new Store("sql.lab.example", "LYNC");
        pool = LyncEstate.afterFailover(
                LyncTopology.of(new Stores(any, any, any, any)),
                database,
                (login, application, cmdlet, outcome) -> {},
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

    private void pass(Duration time) {
        clock.pass(time);
        pool.tick();
    }
}
