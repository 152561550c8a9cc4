package org.failback.nodes;

import org.springframework.jdbc.core.simple.JdbcClient;

/** The engine's jobs that are locked under a name. */
final class HeldJobs {
    private final JdbcClient jdbc;

    HeldJobs(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Lets every node begin them at once. The revision moves on, so whoever still works on one of them cannot commit.
     *
     * @return how many there were
     */
    int free(String name) {
        return jdbc.sql("UPDATE ACT_RU_JOB SET REV_ = REV_ + 1, LOCK_OWNER_ = NULL, LOCK_EXP_TIME_ = NULL"
                        + " WHERE LOCK_OWNER_ = :name")
                .param("name", name)
                .update();
    }
}
