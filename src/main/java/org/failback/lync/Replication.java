package org.failback.lync;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far the Central Management store has reached the servers.
 *
 * @param replicas those asked for that the store knows
 * @param master FQDN of the active master
 * @param heartbeat when the master was last heard of
 * @param time the management server's clock
 */
public record Replication(List<Replica> replicas, String master, Optional<Instant> heartbeat, Instant time) {
    /**
     * A server's copy.
     *
     * @param upToDate can be true for a moment before the master has noticed a change
     * @param lastUpdateCreation when the master made the update that the server holds
     */
    public record Replica(String server, boolean upToDate, Optional<Instant> lastUpdateCreation) {
        /** Whether it holds what was changed at that time; without a time, whether it lags behind at all. */
        boolean holds(Optional<Instant> change) {
            return upToDate
                    && change.map(at -> lastUpdateCreation.isPresent()
                                    && !lastUpdateCreation.get().isBefore(at))
                            .orElse(true);
        }
    }
}
