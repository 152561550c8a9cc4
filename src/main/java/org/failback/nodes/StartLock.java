package org.failback.nodes;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;

/**
 * One node at a time makes tables, deploys the process and writes groups and grants; another that starts meanwhile waits
 * and then finds all of it. Whatever makes tables takes this as an argument, so that it comes first.
 */
public final class StartLock implements ApplicationListener<ContextRefreshedEvent>, AutoCloseable {
    private Optional<AdvisoryLock> lock;

    private StartLock(Optional<AdvisoryLock> lock) {
        this.lock = lock;
    }

    /** @throws NodeNotStarted when another node has been starting for longer than this */
    static StartLock take(DataSource database, EngineDatabase kind, Duration patience) {
        if (kind != EngineDatabase.POSTGRESQL) {
            return new StartLock(Optional.empty());
        }
        long end = System.nanoTime() + patience.toNanos();
        try {
            Optional<AdvisoryLock> taken = AdvisoryLock.take(database, "start");
            while (taken.isEmpty()) {
                if (System.nanoTime() - end > 0) {
                    throw new NodeNotStarted("Another node has been starting on this engine database for "
                            + patience.toSeconds() + " s; look at its log, end it, and start again.");
                }
                Thread.sleep(100);
                taken = AdvisoryLock.take(database, "start");
            }
            return new StartLock(taken);
        } catch (SQLException e) {
            throw new NodeNotStarted(
                    "The engine's database did not answer at start (" + e.getMessage() + "); check that it does.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NodeNotStarted("The start was interrupted while another node was starting.");
        }
    }

    @Override
    public void onApplicationEvent(ContextRefreshedEvent started) {
        close();
    }

    @Override
    public synchronized void close() {
        lock.ifPresent(AdvisoryLock::close);
        lock = Optional.empty();
    }
}
