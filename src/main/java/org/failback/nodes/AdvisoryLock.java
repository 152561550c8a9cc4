package org.failback.nodes;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * One of PostgreSQL's advisory locks of a session: the server itself lets it go when the connection ends, however that
 * happens. The connection is kept for nothing else.
 */
final class AdvisoryLock implements AutoCloseable {
    private static final int SECONDS_TO_ANSWER = 5;

    private final Connection connection;

    private AdvisoryLock(Connection connection) {
        this.connection = connection;
    }

    /** Empty when another session has it. */
    static Optional<AdvisoryLock> take(DataSource database, String what) throws SQLException {
        Connection connection = database.getConnection();
        boolean taken = false;
        try {
            connection.setAutoCommit(true);
            taken = lock(connection, key(what));
            return taken ? Optional.of(new AdvisoryLock(connection)) : Optional.empty();
        } finally {
            if (!taken) {
                connection.close();
            }
        }
    }

    private static boolean lock(Connection connection, long key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_try_advisory_lock(?)")) {
            statement.setLong(1, key);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    boolean holds() {
        try {
            return connection.isValid(SECONDS_TO_ANSWER);
        } catch (SQLException e) {
            return false;
        }
    }

    /** The pool keeps the connection, so the lock is let go by word; where nobody answers, the server does it. */
    @Override
    public void close() {
        boolean answers = holds();
        try (connection) {
            if (answers) {
                unlock();
            }
        } catch (SQLException gone) {
            // With the connection goes the lock.
        }
    }

    private void unlock() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_unlock_all()");
        }
    }

    /** All applications of a database share the numbers of its locks, so ours are far from anybody's small ones. */
    private static long key(String what) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(("org.failback.nodes/" + what).getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
