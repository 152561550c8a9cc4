package org.failback.lab.lync;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The Central Management store: what administrators set, and the update that the master last made of it. */
final class CentralStore {
    /** What replicas receive; the state is empty where none was ever set. */
    record Update(Instant created, Optional<PoolState> state, List<String> active) {}

    private Optional<PoolState> state;
    private List<String> active;
    private Instant changedAt;
    private Update published;

    CentralStore(PoolState state, List<String> active, Instant now) {
        this.state = Optional.of(state);
        this.active = List.copyOf(active);
        this.changedAt = now;
        this.published = new Update(now, this.state, this.active);
    }

    /** Empty for a pool whose state nobody ever set: then there is no row to read, and the pool works as Normal. */
    Optional<PoolState> state() {
        return state;
    }

    List<String> active() {
        return active;
    }

    Update published() {
        return published;
    }

    void set(Optional<PoolState> newState, Instant now) {
        state = newState;
        changedAt = now;
    }

    void set(List<String> newActive, Instant now) {
        active = List.copyOf(newActive);
        changedAt = now;
    }

    /** The master replicator notices a change some time after it was made; until then replicas seem up to date. */
    void publish(Instant now, Duration replication) {
        boolean changed =
                !published.state().equals(state) || !published.active().equals(active);
        if (changed && !now.isBefore(changedAt.plus(replication.dividedBy(2)))) {
            publishNow(now);
        }
    }

    void publishNow(Instant now) {
        published = new Update(now, state, active);
    }
}
