package org.failback.nodes;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.util.Map;
import org.failback.step.Entry;
import org.failback.step.JdbcJournal;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** A process that loses its power in the moment after a commit. */
final class HaltAfterCommit {
    private HaltAfterCommit() {}

    /** @param arguments the database's URL */
    public static void main(String[] arguments) {
        SingleConnectionDataSource database = new SingleConnectionDataSource(arguments[0], true);
        JdbcJournal journal = new JdbcJournal(
                JdbcClient.create(database),
                new JdbcTransactionManager(database),
                new ObjectMapper(),
                Clock.systemUTC());
        journal.append("A", Entry.Kind.INTENT, "step", "HOST", Entry.SOFTWARE, "about to send", Map.of());
        Runtime.getRuntime().halt(9);
    }
}
