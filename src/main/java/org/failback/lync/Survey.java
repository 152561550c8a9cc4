package org.failback.lync;

import java.util.List;
import java.util.Optional;
import org.failback.estate.ChatServer;

/** The pool and all its servers, read at the same time. */
record Survey(ChatPool pool, Replication replication, List<Asked> servers) {
    /**
     * A server that was asked.
     *
     * @param local empty where it did not answer
     * @param words why it did not answer
     */
    record Asked(ChatServer server, Optional<LocalServer> local, String words) {}
}
