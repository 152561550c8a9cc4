package org.failback.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A node dies or stops in the middle of a job: who goes on, and when. Nodes are processes here, so this takes a while. */
@Tag("chaos")
class TakeOverTest {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String JOBS = "camunda.bpm.job-execution.";
    private static final String LOCK = JOBS + "lock-time-in-millis=";
    /** Far beyond what any test here waits. */
    private static final String LONG_LOCK = LOCK + "600000";

    @TempDir
    Path folder;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private String url;
    private JdbcClient jdbc;

    @AfterEach
    void closeAll() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    @Test
    void on_h2_a_killed_node_that_comes_back_goes_on_at_once() throws Exception {
        String file = "jdbc:h2:file:" + folder.resolve("engine") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
        url = "spring.datasource.url=" + file;
        jdbc = JdbcClient.create(new DriverManagerDataSource(file));
        TwoTasks.tables(jdbc);
        TwoTasks.hold(jdbc);
        NodeProcess killed = process(LONG_LOCK);
        Until.within(START, "begun", () -> log().contains("work has begun"));
        killed.kill();
        TwoTasks.letGo(jdbc);

        ConfigurableApplicationContext back = node(LONG_LOCK);

        Until.within(SOON, "finished", () -> running(back) == 0);
        assertThat(done()).containsExactly("begun", "begun", "ended", "begun", "ended");
    }

    @Test
    void on_postgresql_a_killed_node_that_comes_back_goes_on_at_once_and_no_other_node_is_robbed() throws Exception {
        onPostgres();
        NodeProcess killed = process(LONG_LOCK);
        Until.within(START, "begun", () -> done().size() == 1);
        ConfigurableApplicationContext other = node(LONG_LOCK);
        TwoTasks.begin(other);
        Until.within(SOON, "both begun", () -> done().size() == 2);
        killed.kill();

        ConfigurableApplicationContext back = node(LONG_LOCK);
        assertThat(List.of(name(back), name(other)))
                .allSatisfy(name -> assertThat(name).matches(".+-[12]"))
                .doesNotHaveDuplicates();
        Until.within(SOON, "what the killed node held is begun again", () -> done().size() == 3);
        TwoTasks.letGo(jdbc);

        Until.within(SOON, "finished", () -> running(back) == 0);
        // Three tasks once each, and one that a kill cut short twice.
        assertThat(Collections.frequency(done(), "begun")).isEqualTo(5);
        assertThat(Collections.frequency(done(), "ended")).isEqualTo(4);
    }

    @Test
    void another_node_goes_on_when_the_lock_has_run_out() throws Exception {
        onPostgres();
        // It asks for jobs so rarely that the one that is to be killed comes first.
        ConfigurableApplicationContext other =
                node(LOCK + 4000, JOBS + "wait-time-in-millis=2000", JOBS + "max-wait=2000");
        NodeProcess killed = process(LOCK + 4000);
        Until.within(START, "begun", () -> log().contains("work has begun"));
        killed.kill();
        TwoTasks.letGo(jdbc);

        Until.within(Duration.ofSeconds(4 + 15), "finished", () -> running(other) == 0);
        assertThat(done()).containsExactly("begun", "begun", "ended", "begun", "ended");
    }

    @Test
    void asked_to_stop_a_node_ends_what_runs_and_begins_nothing_more() throws Exception {
        onPostgres();
        NodeProcess stopping = process(LONG_LOCK);
        Until.within(START, "begun", () -> done().size() == 1);
        stopping.ask();
        Until.within(SOON, "it begins no more", () -> log().contains("begins no more jobs"));
        TwoTasks.letGo(jdbc);
        assertThat(stopping.endsWithin(Duration.ofSeconds(30))).isTrue();
        assertThat(done()).containsExactly("begun", "ended");

        ConfigurableApplicationContext next = node(LONG_LOCK);
        Until.within(SOON, "finished", () -> running(next) == 0);
        assertThat(done()).containsExactly("begun", "ended", "begun", "ended");
    }

    private void onPostgres() {
        Postgres postgres = Postgres.start(folder);
        open.push(postgres);
        url = "spring.datasource.url=" + postgres.url();
        jdbc = JdbcClient.create(new DriverManagerDataSource(postgres.url()));
        TwoTasks.tables(jdbc);
        TwoTasks.hold(jdbc);
    }

    private NodeProcess process(String property) {
        NodeProcess process = NodeProcess.start(folder.resolve("node.log"), TwoTasks.class, url, property);
        open.push(process);
        return process;
    }

    private ConfigurableApplicationContext node(String... properties) {
        String[] all = Arrays.copyOf(properties, properties.length + 1);
        all[properties.length] = url;
        ConfigurableApplicationContext node = TwoTasks.node(all);
        open.push(node);
        return node;
    }

    private List<String> done() {
        return TwoTasks.done(jdbc);
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("node.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long running(ConfigurableApplicationContext node) {
        return node.getBean(RuntimeService.class).createProcessInstanceQuery().count();
    }

    private static String name(ConfigurableApplicationContext node) {
        return node.getBean(JobExecutor.class).getLockOwner();
    }
}
