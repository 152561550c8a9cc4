package org.failback.lync;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the Central Management store says of the pool.
 *
 * @param identity of its service, as {@code Get-CsService} gave it
 * @param version 6 for Lync Server 2013, 7 for Skype for Business Server 2015
 * @param pools how many Persistent Chat pools the topology has
 * @param state {@code Normal} or {@code FailedOver}; empty where the store has no row or several for the pool, which
 *     must not be taken for Normal
 * @param active FQDNs of the active servers
 * @param inactive FQDNs of the other members
 * @param chat where the topology has mgc; only {@link ChatPoolReader#pool} fills it
 * @param compliance where the topology has mgccomp; likewise
 * @param time the management server's clock, UTC, as {@code 2026-01-31T12:00:00Z}
 * @param warnings what the cmdlets warned of
 */
public record ChatPool(
        String identity,
        String version,
        int pools,
        String state,
        List<String> active,
        List<String> inactive,
        ChatStores chat,
        ChatStores compliance,
        String time,
        List<String> warnings) {
    public static final String FAILED_OVER = "FailedOver";
    public static final String NORMAL = "Normal";

    /** Keys of the evidence. */
    static final String ACTIVE = "active servers";

    static final String SERVICE = "service";
    /** When this was read, by the management server's clock. */
    static final String SEEN_AT = "seen at";

    /** The state for use in a sentence. */
    String stateInWords() {
        return state.isEmpty() ? "in no single state" : state;
    }

    /** What people see of it. */
    Map<String, String> evidence() {
        Map<String, String> evidence = new LinkedHashMap<>();
        evidence.put("pool state", state.isEmpty() ? "unknown" : state);
        evidence.put(ACTIVE, String.join(", ", active));
        evidence.put("inactive servers", String.join(", ", inactive));
        evidence.put(SERVICE, identity);
        evidence.put(SEEN_AT, time);
        if (!warnings.isEmpty()) {
            evidence.put("warnings", String.join(" | ", warnings));
        }
        return evidence;
    }
}
