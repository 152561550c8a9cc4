package org.failback.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.failback.access.LabPeople;
import org.failback.lab.Lab;
import org.failback.lab.LabPorts;
import org.failback.lab.LabShape;
import org.failback.lab.scenario.Place;
import org.failback.nodes.NodeProcess;
import org.failback.nodes.Postgres;
import org.failback.nodes.Until;
import org.failback.process.Model;
import org.failback.step.Entry;
import org.failback.step.Run;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/** Two nodes of the whole application on one PostgreSQL, told nothing of each other. */
@Tag("chaos")
class TwoNodesTest {
    private static final Duration START = Duration.ofSeconds(120);

    @TempDir
    Path folder;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private Postgres postgres;
    private Lab lab;

    @BeforeEach
    void start() {
        postgres = Postgres.start(folder);
        open.push(postgres);
        lab = Lab.start(new LabShape(50, 0), LabPorts.free(), folder.resolve("ca.pem"));
        open.push(lab);
    }

    @AfterEach
    void closeAll() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    @Test
    void two_that_start_at_the_same_moment_on_an_empty_database_both_come_up() throws Exception {
        Map<String, Object> properties = properties();
        List<CompletableFuture<ConfigurableApplicationContext>> starts = List.of(start(properties), start(properties));
        List<ConfigurableApplicationContext> nodes = starts.stream()
                .map(start ->
                        start.orTimeout(START.toSeconds(), TimeUnit.SECONDS).join())
                .toList();
        nodes.forEach(node -> open.push(node::close));

        assertThat(nodes)
                .extracting(node -> node.getBean(JobExecutor.class).getLockOwner())
                .doesNotHaveDuplicates();
        ConfigurableApplicationContext one = nodes.get(0);
        assertThat(one.getBean(RepositoryService.class)
                        .createProcessDefinitionQuery()
                        .processDefinitionKey(Model.PROCESS)
                        .count())
                .isEqualTo(1);
        assertThat(one.getBean(IdentityService.class).createGroupQuery().count())
                .isEqualTo(4);
    }

    @Test
    void restarting_one_node_after_the_other_during_the_restore_does_nothing_to_the_run() throws Exception {
        Map<String, Object> properties = properties();
        LabClient query = new LabClient(lab.address());
        query.run(Place.P, "EXEC lab.dbo.stall_next N'RESTORE DATABASE%mgc%', @at_percent = 50");
        Path file = ServingNode.write(folder.resolve("node.properties"), properties);
        NodeProcess first = node("first", file);
        NodeProcess second = node("second", file);
        Until.within(START, "both have a name", () -> names() == 2);
        ConfigurableApplicationContext desk = desk(properties);
        CompletableFuture<Run> night =
                CompletableFuture.supplyAsync(() -> new Night(desk).run("PCF-ROLLING", task -> "approve"));
        RuntimeService runtime = desk.getBean(RuntimeService.class);
        Until.within(START, "the restore has begun", () -> waits(runtime));
        String waiting = runtime.createExecutionQuery()
                .activityId("Wait_RestoreMgc")
                .singleResult()
                .getId();
        long history = history(desk);

        first.ask();
        assertThat(first.endsWithin(Duration.ofSeconds(30))).isTrue();
        node("first-again", file);
        Until.within(START, "it has a name again", () -> names() == 2);
        second.ask();
        assertThat(second.endsWithin(Duration.ofSeconds(30))).isTrue();
        node("second-again", file);
        Until.within(START, "it has a name again", () -> names() == 2);

        assertThat(runtime.createExecutionQuery().activityId("Wait_RestoreMgc").list())
                .as("the restore still runs, or this test shows nothing")
                .extracting(org.camunda.bpm.engine.runtime.Execution::getId)
                .containsExactly(waiting);
        assertThat(history(desk)).isEqualTo(history);
        query.run(Place.P, "EXEC lab.dbo.release");
        Run run = night.get(4, TimeUnit.MINUTES);
        assertThat(run.of(Entry.Kind.RUN_ENDED)).hasSize(1);
        assertThat(run.of(Entry.Kind.INTENT)
                        .filter(entry -> entry.step().equals("restoreMgc"))
                        .map(Entry::text)
                        .distinct()
                        .count())
                .isEqualTo(run.of(Entry.Kind.INTENT)
                        .filter(entry -> entry.step().equals("restoreMgc"))
                        .count());
    }

    private static boolean waits(RuntimeService runtime) {
        return runtime.createExecutionQuery().activityId("Wait_RestoreMgc").count() == 1;
    }

    private static long history(ConfigurableApplicationContext desk) {
        return desk.getBean(HistoryService.class)
                .createHistoricActivityInstanceQuery()
                .count();
    }

    /** Nodes that have a name; their locks are the only advisory ones when nobody is starting. */
    private long names() {
        return org.springframework.jdbc.core.simple.JdbcClient.create(postgres.database())
                .sql("SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND granted")
                .query(Long.class)
                .single();
    }

    private NodeProcess node(String name, Path properties) {
        NodeProcess process =
                NodeProcess.start(folder.resolve(name + ".log"), ServingNode.class, properties.toString());
        open.push(process);
        return process;
    }

    /** Where people answer; it neither runs jobs nor looks at what waits. */
    private ConfigurableApplicationContext desk(Map<String, Object> properties) {
        Map<String, Object> all = new HashMap<>(properties);
        all.put("camunda.bpm.job-execution.enabled", false);
        ConfigurableApplicationContext desk = Application.start(WebApplicationType.NONE, all);
        open.push(desk::close);
        ((org.springframework.context.Lifecycle) desk.getBean(org.failback.process.Progress.class)).stop();
        desk.getBean(LabPeople.class).introduce();
        return desk;
    }

    private CompletableFuture<ConfigurableApplicationContext> start(Map<String, Object> properties) {
        return CompletableFuture.supplyAsync(() -> Application.start(WebApplicationType.NONE, properties));
    }

    private Map<String, Object> properties() {
        Map<String, Object> properties = new HashMap<>(lab.address().estate());
        properties.put("spring.datasource.url", postgres.url());
        properties.put("camunda.bpm.generate-unique-process-engine-name", true);
        properties.put("camunda.bpm.generate-unique-process-application-name", true);
        return properties;
    }
}
