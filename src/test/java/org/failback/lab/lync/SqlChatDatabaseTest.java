package org.failback.lab.lync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.failback.lab.lync.LyncTopology.Store;
import org.failback.lab.lync.LyncTopology.Stores;
import org.failback.lab.server.ChatClient;
import org.failback.lab.server.LabInstance;
import org.failback.lab.server.SqlEstate;
import org.junit.jupiter.api.Test;

/** Chat servers on the modelled instances: their signs of life are rows there. */
class SqlChatDatabaseTest {
    private final SteppingClock clock = new SteppingClock();
    private final SqlEstate estate = SqlEstate.afterFailover(8, 0, clock);
    private final LabInstance primary = estate.instance("SQLP01\\LYNC");
    private final LabInstance backup = estate.instance("SQLB01\\LYNC");

    @Test
    void pingsAndMessagesAreRowsOnTheInstanceThatThePoolUses() throws Exception {
        LyncEstate pool = pool();
        pool.behaviour().peopleTalk(true);
        long before = rows(backup, "tblChat");
        clock.pass(Duration.ofSeconds(2));
        pool.tick();

        assertThat(rows(backup, "tblServerIdentity")).isEqualTo(2);
        assertThat(rows(backup, "tblChat")).isEqualTo(before + 2);
        assertThat(rows(primary, "tblServerIdentity")).isZero();
    }

    @Test
    void aStoppedServiceGivesNoMoreSigns() throws Exception {
        LyncEstate pool = pool();
        pool.behaviour().peopleTalk(true);
        pool.setActiveServers(List.of());
        for (int second = 0; second < 4; second++) {
            clock.pass(Duration.ofSeconds(1));
            pool.tick();
        }
        long quiet = rows(backup, "tblChat");
        clock.pass(Duration.ofMinutes(1));
        pool.tick();

        assertThat(rows(backup, "tblChat")).isEqualTo(quiet);
    }

    private LyncEstate pool() {
        Store store = new Store(backup.fqdn(), "LYNC");
        return LyncEstate.afterFailover(
                LyncTopology.of(new Stores(store, store, store, store)),
                new SqlChatDatabase(primary, backup, clock),
                primary::log,
                clock);
    }

    private static long rows(LabInstance instance, String table) throws Exception {
        try (ChatClient client = instance.connect("CHAT9", "test", "mgc")) {
            return client.rows(table).size();
        }
    }
}
