package org.failback.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The engine's database goes away in the middle of a job, and comes back. */
class DatabaseAwayTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private Postgres postgres;
    private JdbcClient jdbc;
    private ConfigurableApplicationContext node;

    @BeforeEach
    void start() {
        postgres = Postgres.start(folder);
        jdbc = JdbcClient.create(new DriverManagerDataSource(postgres.url()));
        TwoTasks.tables(jdbc);
        TwoTasks.hold(jdbc);
        // The lock would keep it for ten minutes.
        node = TwoTasks.node(
                "spring.datasource.url=" + postgres.url(), "camunda.bpm.job-execution.lock-time-in-millis=600000");
        TwoTasks.begin(node);
        Until.within(SOON, "begun", () -> done().size() == 1);
    }

    @AfterEach
    void stop() {
        node.close();
        postgres.close();
    }

    @Test
    void after_connections_were_cut_again_and_again_a_job_goes_on_and_no_try_is_used_up() {
        for (int i = 1; i <= 5; i++) {
            int before = i;
            Until.within(SOON, "begun again", () -> done().size() == before);
            postgres.cutConnections();
        }
        TwoTasks.letGo(jdbc);

        Until.within(SOON, "finished", () -> running() == 0);
        noTryIsUsedUp();
    }

    @Test
    @Tag("chaos")
    void after_the_database_was_away_a_job_goes_on_and_no_try_is_used_up() {
        TwoTasks.letGo(jdbc);
        postgres.stop();
        Until.within(
                SOON, "it begins no job", () -> !node.getBean(JobExecutor.class).isActive());
        postgres.start();

        Until.within(SOON, "finished", () -> running() == 0);
        noTryIsUsedUp();
    }

    private List<String> done() {
        return TwoTasks.done(jdbc);
    }

    private long running() {
        return jdbc.sql("SELECT COUNT(*) FROM ACT_RU_EXECUTION")
                .query(Long.class)
                .single();
    }

    private void noTryIsUsedUp() {
        assertThat(node.getBean(RuntimeService.class).createIncidentQuery().count())
                .isZero();
        // The engine's own 3 before a job's first failure, the model's 10 from then on.
        assertThat(node.getBean(HistoryService.class)
                        .createHistoricJobLogQuery()
                        .failureLog()
                        .list())
                .allSatisfy(failure -> assertThat(failure.getJobRetries()).isIn(3, 10));
    }
}
