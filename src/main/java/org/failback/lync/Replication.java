package org.failback.lync;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
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
    /** What the store knows of this server's copy. */
    Optional<Replica> of(String server) {
        return replicas.stream()
                .filter(replica -> replica.server().equals(server.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /**
     * A server's copy.
     *
     * @param upToDate can be true for a moment before the master has noticed a change
     * @param lastUpdateCreation when the master made the update that the server holds
     * @param version of the product on the server, as it reported it; empty where it reported none
     */
    public record Replica(String server, boolean upToDate, Optional<Instant> lastUpdateCreation, String version) {
        /** Whether it holds what was changed at that time; without a time, whether it lags behind at all. */
        boolean holds(Optional<Instant> change) {
            return upToDate
                    && change.map(at -> lastUpdateCreation.isPresent()
                                    && !lastUpdateCreation.get().isBefore(at))
                            .orElse(true);
        }
    }
}
