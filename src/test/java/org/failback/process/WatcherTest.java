package org.failback.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.runtime.Execution;
import org.camunda.bpm.engine.runtime.NativeExecutionQuery;
import org.failback.step.Finding;
import org.failback.step.Gate;
import org.failback.step.MemoryJournal;
import org.failback.step.RemoteFailure;
import org.failback.step.Sort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatcherTest {
    private static final Duration SHORT = Duration.ofMillis(5);

    private final RuntimeService runtime = mock(RuntimeService.class, RETURNS_DEEP_STUBS);
    private final MemoryJournal journal = new MemoryJournal(Clock.systemUTC());
    private final ScriptedStep step = new ScriptedStep("backUpMgc", Gate.NONE, true, true);
    private final CountDownLatch letGo = new CountDownLatch(1);
    private Watcher watcher;

    @BeforeEach
    void somethingWaits() {
        ExecutionEntity waiting = mock(ExecutionEntity.class);
        when(waiting.getId()).thenReturn("execution-1");
        when(waiting.getProcessInstanceId()).thenReturn("instance-1");
        when(waiting.getActivityId()).thenReturn("Wait_BackUpMgc");
        NativeExecutionQuery query = mock(NativeExecutionQuery.class);
        when(runtime.createNativeExecutionQuery()).thenReturn(query);
        when(query.sql(anyString())).thenReturn(query);
        when(query.parameter(anyString(), any())).thenReturn(query);
        when(query.list())
                .thenAnswer(call -> letGo.getCount() == 0 ? List.<Execution>of() : List.<Execution>of(waiting));
        when(runtime.createProcessInstanceQuery()
                        .processInstanceId("instance-1")
                        .singleResult()
                        .getBusinessKey())
                .thenReturn("PCF-1");
        doAnswer(call -> {
                    letGo.countDown();
                    return null;
                })
                .when(runtime)
                .signal("execution-1");
    }

    @AfterEach
    void stop() {
        watcher.stop();
    }

    @Test
    void lets_go_when_the_work_no_longer_runs_and_writes_nothing() throws Exception {
        for (int i = 0; i < 5; i++) {
            step.tell(Finding.running("at work", 20 * i, Map.of()));
        }
        step.become(Finding.done("done", Map.of()));
        watch(Duration.ofMinutes(1));

        assertThat(letGo.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(journal.entries("PCF-1")).isEmpty();
    }

    @Test
    void lets_go_too_when_people_are_needed() throws Exception {
        step.become(Finding.blocked("the job failed", "Look at it.", "DBA", Map.of()));
        watch(Duration.ofMinutes(1));

        assertThat(letGo.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_host_that_does_not_answer_keeps_the_process_waiting() throws Exception {
        CountDownLatch looks = new CountDownLatch(4);
        watch(Duration.ofMinutes(1), new Unreachable(step, looks));

        assertThat(looks.await(10, TimeUnit.SECONDS)).isTrue();
        verify(runtime, never()).signal("execution-1");
    }

    @Test
    void a_host_that_does_not_answer_for_too_long_is_a_matter_for_people() throws Exception {
        watch(Duration.ZERO, new Unreachable(step, new CountDownLatch(100)));

        assertThat(letGo.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_lost_race_is_normal() throws Exception {
        AtomicInteger races = new AtomicInteger();
        doAnswer(call -> {
                    if (races.incrementAndGet() == 1) {
                        throw new OptimisticLockingException("another node was faster");
                    }
                    letGo.countDown();
                    return null;
                })
                .when(runtime)
                .signal("execution-1");
        step.become(Finding.done("done", Map.of()));
        watch(Duration.ofMinutes(1));

        assertThat(letGo.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private void watch(Duration patience) {
        watch(patience, step);
    }

    private void watch(Duration patience, org.failback.step.Step watched) {
        watcher = new Watcher(
                runtime, journal, id -> watched, any -> SHORT, Duration.ofMillis(20), patience, Clock.systemUTC());
        watcher.start();
    }

    /** The same step on a host that is gone. */
    private record Unreachable(ScriptedStep step, CountDownLatch looks) implements org.failback.step.Step {
        @Override
        public String name() {
            return step.name();
        }

        @Override
        public String title() {
            return step.title();
        }

        @Override
        public Gate gate() {
            return step.gate();
        }

        @Override
        public Finding look(org.failback.step.Run run) {
            looks.countDown();
            throw new RemoteFailure(Sort.PASSES, "SQLB01", "SQLB01 does not answer.", "Wait.", "DBA", null);
        }

        @Override
        public List<org.failback.step.Command> commands(org.failback.step.Facts facts) {
            return List.of();
        }
    }
}
