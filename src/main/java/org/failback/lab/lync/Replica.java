package org.failback.lab.lync;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One server's copy of the Central Management store: what it received, and what its services read of it. */
final class Replica {
    private CentralStore.Update held;
    private CentralStore.Update shown;
    private Instant lastReport;

    Replica(CentralStore.Update first) {
        held = first;
        shown = first;
        lastReport = first.created();
    }

    /** What {@code -LocalStore} shows; empty where no state was ever set. */
    Optional<PoolState> state() {
        return shown.state();
    }

    /** Whose databases the services use; a pool without a state works as Normal. */
    ChatDatabase.Side side() {
        return shown.state().orElse(PoolState.NORMAL).side();
    }

    List<String> active() {
        return shown.active();
    }

    Instant lastUpdateCreation() {
        return held.created();
    }

    Instant lastReport() {
        return lastReport;
    }

    boolean isUpToDate(CentralStore store) {
        return held.created().equals(store.published().created());
    }

    void receive(CentralStore.Update update, Instant now, Duration replication) {
        if (!held.created().equals(update.created())
                && !now.isBefore(update.created().plus(replication.dividedBy(2)))) {
            held = update;
            lastReport = now;
        }
    }

    /** Hands what was received on to the services. */
    void show() {
        shown = held;
    }
}
