package org.failback.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.failback.nodes.Postgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** PostgreSQL gives up a whole transaction for one statement that failed; the journal must not let it come to that. */
class JournalOnPostgresTest {
    private static final int WRITERS = 40;

    @TempDir
    Path folder;

    @Test
    void whoever_writes_at_the_same_time_all_entries_are_there_and_no_caller_loses_his_transaction() {
        try (Postgres postgres = Postgres.start(folder)) {
            DriverManagerDataSource database = new DriverManagerDataSource(postgres.url());
            JdbcTransactionManager transactions = new JdbcTransactionManager(database);
            JdbcClient jdbc = JdbcClient.create(database);
            JdbcJournal journal = new JdbcJournal(jdbc, transactions, new ObjectMapper(), Clock.systemUTC());
            journal.createTable();
            postgres.run("CREATE TABLE task (id INT PRIMARY KEY)");
            TransactionTemplate caller = new TransactionTemplate(transactions);

            IntStream.range(0, WRITERS).parallel().forEach(i -> {
                journal.append("A", Entry.Kind.NOTE, "", "", Entry.SOFTWARE, "note " + i, Map.of());
                caller.executeWithoutResult(status -> {
                    journal.appendWithCaller("A", Entry.Kind.DECISION, "", "", "mary", "yes " + i, Map.of());
                    jdbc.sql("INSERT INTO task VALUES (:i)").param("i", i).update();
                });
            });

            assertThat(journal.entries("A"))
                    .extracting(Entry::number)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 2 * WRITERS).boxed().toList());
            assertThat(jdbc.sql("SELECT COUNT(*) FROM task")
                            .query(Integer.class)
                            .single())
                    .isEqualTo(WRITERS);
        }
    }
}
