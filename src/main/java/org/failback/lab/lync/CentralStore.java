package org.failback.lab.lync;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The Central Management store: what administrators set, and the update that the master last made of it. */
final class CentralStore {
    /** What replicas receive. */
    record Update(Instant created, PoolState state, List<String> active) {}

    private PoolState state;
    private List<String> active;
    private Instant changedAt;
    private Update published;

    CentralStore(PoolState state, List<String> active, Instant now) {
        this.state = state;
        this.active = List.copyOf(active);
        this.changedAt = now;
        this.published = new Update(now, state, this.active);
    }

    PoolState state() {
        return state;
    }

    List<String> active() {
        return active;
    }

    Update published() {
        return published;
    }

    void set(PoolState newState, Instant now) {
        state = newState;
        changedAt = now;
    }

    void set(List<String> newActive, Instant now) {
        active = new ArrayList<>(newActive);
        changedAt = now;
    }

    /** The master replicator notices a change some time after it was made; until then replicas seem up to date. */
    void publish(Instant now, Duration replication) {
        boolean changed = published.state() != state || !published.active().equals(active);
        if (changed && !now.isBefore(changedAt.plus(replication.dividedBy(2)))) {
            published = new Update(now, state, List.copyOf(active));
        }
    }

    void publishNow(Instant now) {
        published = new Update(now, state, List.copyOf(active));
    }
}
