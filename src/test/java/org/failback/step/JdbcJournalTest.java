package org.failback.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;

class JdbcJournalTest {
    private JdbcJournal journal;
    private TransactionTemplate caller;

    @BeforeEach
    void open() {
        DriverManagerDataSource database =
                new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        DataSourceTransactionManager transactions = new DataSourceTransactionManager(database);
        journal = new JdbcJournal(JdbcClient.create(database), transactions, new ObjectMapper(), Clock.systemUTC());
        journal.createTable();
        caller = new TransactionTemplate(transactions);
    }

    @Test
    void an_entry_comes_back_as_it_was_written_with_its_data_in_order() {
        journal.append("A", Entry.Kind.FOUND, "look", "HOST", "failback", "seen", Map.of("what", "it's \"here\""));

        assertThat(journal.entries("A")).singleElement().satisfies(entry -> {
            assertThat(entry.number()).isEqualTo(1);
            assertThat(entry.data()).containsEntry("what", "it's \"here\"");
            assertThat(entry.text()).isEqualTo("seen");
        });
        assertThat(journal.entries("B")).isEmpty();
    }

    @Test
    void numbers_have_no_gaps_whoever_writes_at_the_same_time() {
        IntStream.range(0, 40)
                .parallel()
                .forEach(i -> journal.append("A", Entry.Kind.NOTE, "", "", "failback", "note " + i, Map.of()));

        assertThat(journal.entries("A"))
                .extracting(Entry::number)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 40).mapToObj(Long::valueOf).toList());
    }

    @Test
    void what_is_written_by_itself_stays_when_the_caller_rolls_back_and_what_is_written_with_him_goes() {
        caller.executeWithoutResult(status -> {
            journal.append("A", Entry.Kind.INTENT, "step", "HOST", "failback", "about to send", Map.of());
            journal.appendWithCaller("A", Entry.Kind.DECISION, "gate", "", "mary", "yes", Map.of());
            status.setRollbackOnly();
        });

        assertThat(journal.entries("A")).extracting(Entry::kind).isEqualTo(List.of(Entry.Kind.INTENT));
    }
}
