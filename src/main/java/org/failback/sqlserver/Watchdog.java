package org.failback.sqlserver;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Ends statements whose time is up. The driver's own query timeout counts only until the first answer, so it does not
 * bound a batch that keeps talking; and a server that hangs on a dead share ignores a cancel, so the connection goes next.
 */
final class Watchdog implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(2, work -> {
        Thread thread = new Thread(work, "sql-server-watchdog");
        thread.setDaemon(true);
        return thread;
    });

    /** Watches until it is closed. */
    Watch watch(Connection connection, Statement statement, Duration left) {
        return new Watch(connection, statement, left);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    /** One statement being watched. */
    final class Watch implements AutoCloseable {
        private final ScheduledFuture<?> cancelling;
        private final ScheduledFuture<?> aborting;
        private volatile boolean late;

        private Watch(Connection connection, Statement statement, Duration left) {
            cancelling = executor.schedule(
                    () -> {
                        late = true;
                        quietly(statement::cancel);
                    },
                    left.toMillis(),
                    TimeUnit.MILLISECONDS);
            aborting = executor.schedule(
                    () -> quietly(() -> connection.abort(executor)),
                    left.plus(GRACE).toMillis(),
                    TimeUnit.MILLISECONDS);
        }

        boolean late() {
            return late;
        }

        @Override
        public void close() {
            cancelling.cancel(false);
            aborting.cancel(false);
        }
    }

    private interface Ending {
        void run() throws SQLException;
    }

    private static void quietly(Ending ending) {
        try {
            ending.run();
        } catch (SQLException ended) {
            // It ended by itself in the meantime, which is what was wanted.
        }
    }
}
