package org.failback.lync;

import java.util.Optional;

/** The four stores that the topology gives one database of the pool; each may be missing. */
public record ChatStores(
        Optional<ChatStore> primary,
        Optional<ChatStore> mirror,
        Optional<ChatStore> backup,
        Optional<ChatStore> backupMirror) {}
