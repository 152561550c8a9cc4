package org.failback.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/** Somebody clicks twice, or two people start at once, on one node or on two: the database lets one of them. */
class ActiveRunsTest {
    private static final int ROUNDS = 20;

    @Test
    void ofStartsAtTheSameTimeExactlyOneTakesThePool() throws Exception {
        DriverManagerDataSource database =
                new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        TransactionTemplate transaction = new TransactionTemplate(new DataSourceTransactionManager(database));
        ActiveRuns runs = new ActiveRuns(JdbcClient.create(database));
        runs.createTable();
        ExecutorService people = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                CyclicBarrier together = new CyclicBarrier(2);
                List<Future<String>> answers = new ArrayList<>();
                for (String run : List.of("PCF-A-" + round, "PCF-B-" + round)) {
                    answers.add(people.submit(() -> {
                        together.await();
                        try {
                            transaction.executeWithoutResult(now -> runs.begin("pool.example.test", run));
                            return run;
                        } catch (IllegalStateException taken) {
                            return taken.getMessage();
                        }
                    }));
                }
                List<String> said = List.of(answers.get(0).get(), answers.get(1).get());
                assertThat(said).filteredOn(answer -> answer.startsWith("PCF-")).hasSize(1);
                assertThat(said)
                        .filteredOn(
                                answer -> answer.startsWith("A failback of pool.example.test is already under way."))
                        .hasSize(1);
                said.forEach(runs::end);
            }
        } finally {
            people.shutdownNow();
        }
    }
}
