package org.failback.lab.lync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Cmdlets that hang until they are let go. */
class CmdletFaultsTest {
    private static final String GET = "Get-CsService";
    private static final String SET = "Set-CsPersistentChatActiveServer";
    private final CmdletFaults faults = new CmdletFaults();
    private final ExecutorService shells = Executors.newFixedThreadPool(2);

    @AfterEach
    void end() {
        shells.shutdownNow();
    }

    private Callable<String> cmdlet(String text, AtomicReference<Thread> runner) {
        return () -> {
            runner.set(Thread.currentThread());
            faults.before(text, false);
            faults.after(text);
            return "done";
        };
    }

    private Future<String> hanging(String text) {
        AtomicReference<Thread> runner = new AtomicReference<>();
        Future<String> run = shells.submit(cmdlet(text, runner));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (runner.get() == null || runner.get().getState() != Thread.State.WAITING) {
            assertThat(run.isDone()).as(text + " hangs").isFalse();
            assertThat(System.nanoTime()).as(text + " hangs in time").isLessThan(end);
            Thread.onSpinWait();
        }
        return run;
    }

    @Test
    void twoOrdersHangBothKindsAndOneReleaseLetsAllGo() throws Exception {
        faults.hang(GET);
        Future<String> first = hanging(GET + " -PoolFqdn a");
        faults.hang(SET);
        assertThat(faults.hangs(GET)).as("the first order still stands").isTrue();
        Future<String> second = hanging(SET + " -Confirm");

        faults.release();
        assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo("done");
        assertThat(second.get(20, TimeUnit.SECONDS)).isEqualTo("done");
        assertThat(faults.hangs(GET) || faults.hangs(SET)).isFalse();
    }

    @Test
    void aCmdletHangsWithItsWorkDone() throws Exception {
        faults.hang(SET, CmdletFaults.When.AFTER);
        Future<String> run = hanging(SET + " -Confirm");
        assertThat(faults.held()).containsExactly(SET + " -Confirm");
        assertThat(faults.hangs(SET)).as("it hangs nobody before").isFalse();

        faults.release();
        assertThat(run.get(20, TimeUnit.SECONDS)).isEqualTo("done");
        assertThat(faults.held()).isEmpty();
    }
}
