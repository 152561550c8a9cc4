package org.failback.nodes;

import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Gives a node its name.
 *
 * <p>On PostgreSQL it is the host's name and the first number that no living node has, so a node that comes back on its
 * host takes again what it was called before. Where nobody can prove a name, it is one that never was before.
 */
final class NodeNames {
    private static final String OF_THE_ONLY_NODE = "failback";
    private static final int NODES_OF_A_HOST = 20;

    private final DataSource database;
    private final EngineDatabase kind;
    private final String host;

    NodeNames(DataSource database, EngineDatabase kind, String host) {
        this.database = database;
        this.kind = kind;
        this.host = host;
    }

    /** @throws SQLException when the database does not answer */
    NodeName take() throws SQLException {
        return switch (kind) {
            case FOR_THIS_PROCESS -> NodeName.forLife(OF_THE_ONLY_NODE);
            case OTHER -> NodeName.forLife(UUID.randomUUID().toString());
            case POSTGRESQL -> firstFree();
        };
    }

    private NodeName firstFree() throws SQLException {
        for (int number = 1; number <= NODES_OF_A_HOST; number++) {
            String name = host + "-" + number;
            Optional<AdvisoryLock> lock = AdvisoryLock.take(database, "node/" + name);
            if (lock.isPresent()) {
                return new Locked(name, lock.get());
            }
        }
        throw new NodeNotStarted("Already " + NODES_OF_A_HOST + " nodes of host " + host
                + " use this engine database; stop those that are not wanted.");
    }

    private record Locked(String value, AdvisoryLock lock) implements NodeName {
        @Override
        public boolean holds() {
            return lock.holds();
        }

        @Override
        public void close() {
            lock.close();
        }
    }
}
