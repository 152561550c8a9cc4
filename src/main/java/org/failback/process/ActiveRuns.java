package org.failback.process;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One active run for a pool, by a constraint of the database; rows come and go in the engine's own transactions. */
public final class ActiveRuns {
    private final JdbcClient jdbc;

    ActiveRuns(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void createTable() {
        jdbc.sql(
                        "CREATE TABLE IF NOT EXISTS failback_active_run (pool VARCHAR(300) PRIMARY KEY, run VARCHAR(64) NOT NULL)")
                .update();
    }

    /**
     * Takes the pool.
     *
     * @throws IllegalStateException when another run has it
     */
    void begin(String pool, String run) {
        try {
            jdbc.sql("INSERT INTO failback_active_run (pool, run) VALUES (:pool, :run)")
                    .param("pool", pool)
                    .param("run", run)
                    .update();
        } catch (DuplicateKeyException taken) {
            throw new IllegalStateException(
                    "A failback of " + pool
                            + " is already under way. Finish it in Tasklist, or let it go back, before starting another.",
                    taken);
        }
    }

    void end(String run) {
        jdbc.sql("DELETE FROM failback_active_run WHERE run = :run")
                .param("run", run)
                .update();
    }
}
