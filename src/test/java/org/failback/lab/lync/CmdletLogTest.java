package org.failback.lab.lync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.failback.lab.lync.LyncTopology.Store;
import org.failback.lab.lync.LyncTopology.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the log of statements says of cmdlets, the only witness of how often one took effect. */
class CmdletLogTest {
    private static final String CLEAR = "Set-CsPersistentChatActiveServer -Identity pool -ActiveServers $null";
    private static final Store ANY = new Store("sql.lab.example", "LYNC");

    private final List<String> outcomes = new CopyOnWriteArrayList<>();
    private final LyncEstate pool = LyncEstate.afterFailover(
            LyncTopology.of(new Stores(ANY, ANY, ANY, ANY)),
            new FakeChatDatabase(),
            (login, application, cmdlet, outcome) -> outcomes.add(outcome),
            new SteppingClock());
    private final Thread session = new Thread(this::clear);

    @AfterEach
    void end() {
        pool.close();
    }

    @Test
    void whatHadItsEffectIsOkThoughItsSessionIsGone() throws InterruptedException {
        hangs(CmdletFaults.When.AFTER);

        session.interrupt();
        session.join();

        assertThat(pool.store().active()).isEmpty();
        assertThat(outcomes).containsExactly("ok");
    }

    @Test
    void whatEndedBeforeItsEffectFailed() throws InterruptedException {
        hangs(CmdletFaults.When.BEFORE);

        session.interrupt();
        session.join();

        assertThat(pool.store().active()).isNotEmpty();
        assertThat(outcomes).containsExactly("failed");
    }

    @Test
    void whatReportsAnErrorFailed() {
        pool.faults().failNextAfterEffect(CLEAR, new CmdletError("A.B", "B,C", "No."));

        assertThatThrownBy(this::modify).isInstanceOf(CmdletError.class);

        assertThat(outcomes).containsExactly("failed");
    }

    private void hangs(CmdletFaults.When when) {
        pool.faults().hang(CLEAR, when);
        session.start();
        Awaitility.await().until(() -> pool.faults().held().equals(List.of(CLEAR)));
    }

    private void clear() {
        try {
            modify();
        } catch (CmdletError | InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void modify() throws CmdletError, InterruptedException {
        new Cmdlets(pool, pool.faults(), "LAB\\svc", "mgmt", new Clixml())
                .modifyActiveServers(CLEAR, pool.topology().identity(), ListModifier.replace(List.of()));
    }
}
