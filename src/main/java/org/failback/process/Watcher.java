package org.failback.process;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.runtime.Execution;
import org.failback.step.Finding;
import org.failback.step.Journal;
import org.failback.step.Run;
import org.failback.step.Step;
import org.failback.step.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Looks at what waits at receive tasks and lets go when the server's work is no longer running.
 *
 * <p>While it waits it holds no job, no lock and no database connection, and it writes nothing. Every node runs one; a
 * lost race is normal, since the service task behind the receive task looks again and proves.
 */
final class Watcher implements SmartLifecycle, Progress {
    private static final Logger LOG = LoggerFactory.getLogger(Watcher.class);
    private static final Duration FIRST_WAIT = Duration.ofMillis(40);

    private final RuntimeService runtime;
    private final Journal journal;
    private final Function<String, Step> stepAtWait;
    private final Function<Step, Duration> pollInterval;
    private final Duration idle;
    private final Duration patience;
    private final Clock clock;
    private final Map<String, Watch> watches = new ConcurrentHashMap<>();
    private final Object signal = new Object();
    private ExecutorService looks;
    private Thread thread;
    private boolean woken;
    private volatile boolean running;

    /**
     * @param stepAtWait step by id of the receive task
     * @param pollInterval longest time between two looks at a step
     * @param idle longest time between two questions for who waits
     * @param patience how long looks may fail in a row before people are asked
     */
    Watcher(
            RuntimeService runtime,
            Journal journal,
            Function<String, Step> stepAtWait,
            Function<Step, Duration> pollInterval,
            Duration idle,
            Duration patience,
            Clock clock) {
        this.runtime = runtime;
        this.journal = journal;
        this.stepAtWait = stepAtWait;
        this.pollInterval = pollInterval;
        this.idle = idle;
        this.patience = patience;
        this.clock = clock;
    }

    /** Something has just begun to wait: look at once. */
    void wake() {
        synchronized (signal) {
            woken = true;
            signal.notifyAll();
        }
    }

    @Override
    public Map<String, Finding> seen() {
        return watches.values().stream()
                .filter(watch -> watch.seen != null)
                .collect(Collectors.toMap(
                        watch -> watch.run + "/" + watch.step.name(), watch -> watch.seen, (a, b) -> b));
    }

    @Override
    public void start() {
        running = true;
        looks = Executors.newCachedThreadPool(task -> daemon(task, "watcher-look"));
        thread = daemon(this::watch, "watcher");
        thread.start();
    }

    @Override
    public void stop() {
        running = false;
        wake();
        // An interrupt in the middle of a read would close H2's file under everybody else.
        looks.shutdown();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void watch() {
        while (running) {
            Duration next = idle;
            try {
                next = round();
            } catch (RuntimeException e) {
                LOG.warn(
                        "The watcher could not ask who waits; it asks again in {} ms: {}",
                        idle.toMillis(),
                        e.toString());
            }
            pause(next);
        }
    }

    /** One round: starts the looks that are due. Returns the time until the next is. */
    private Duration round() {
        List<Execution> waiting = waiting();
        watches.keySet().retainAll(waiting.stream().map(Execution::getId).collect(Collectors.toSet()));
        for (Execution execution : waiting) {
            ExecutionEntity entity = (ExecutionEntity) execution;
            watches.computeIfAbsent(
                    execution.getId(),
                    id -> new Watch(
                            id,
                            businessKeyOf(execution.getProcessInstanceId()),
                            stepAtWait.apply(entity.getActivityId())));
        }
        Instant now = clock.instant();
        for (Watch watch : watches.values()) {
            if (running && !watch.looking && !watch.due.isAfter(now)) {
                watch.looking = true;
                looks.execute(() -> look(watch));
            }
        }
        return watches.values().stream()
                .filter(watch -> !watch.looking)
                .map(watch -> Duration.between(now, watch.due))
                .filter(left -> left.compareTo(idle) < 0)
                .min(Duration::compareTo)
                .map(left -> left.isNegative() ? Duration.ZERO : left)
                .orElse(idle);
    }

    private List<Execution> waiting() {
        return runtime.createNativeExecutionQuery()
                .sql("SELECT * FROM ACT_RU_EXECUTION WHERE ACT_ID_ LIKE #{prefix} AND IS_ACTIVE_ = #{active}")
                .parameter("prefix", Model.WAIT_PREFIX + "%")
                .parameter("active", true)
                .list();
    }

    private String businessKeyOf(String processInstance) {
        return runtime.createProcessInstanceQuery()
                .processInstanceId(processInstance)
                .singleResult()
                .getBusinessKey();
    }

    private void look(Watch watch) {
        try {
            Finding finding = watch.step.look(Run.read(watch.run, journal));
            watch.seen = finding;
            watch.failingSince = null;
            if (running && !finding.is(Verdict.RUNNING)) {
                letGo(watch);
            }
        } catch (RuntimeException e) {
            if (!running) {
                return;
            }
            watch.failingSince = watch.failingSince == null ? clock.instant() : watch.failingSince;
            LOG.warn(
                    "Looking at \"{}\" failed; the work on the server goes on: {}", watch.step.title(), e.getMessage());
            if (Duration.between(watch.failingSince, clock.instant()).compareTo(patience) > 0) {
                letGo(watch);
            }
        } finally {
            watch.later(clock.instant(), pollInterval.apply(watch.step));
            wake();
        }
    }

    private void letGo(Watch watch) {
        try {
            runtime.signal(watch.execution);
        } catch (ProcessEngineException raced) {
            LOG.debug("Somebody else let {} go: {}", watch.execution, raced.getMessage());
        }
    }

    private void pause(Duration duration) {
        synchronized (signal) {
            try {
                if (!woken && running) {
                    signal.wait(Math.max(1, duration.toMillis()));
                }
                woken = false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** One execution at a receive task. */
    private static final class Watch {
        private final String execution;
        private final String run;
        private final Step step;
        private volatile boolean looking;
        private volatile Instant due = Instant.MIN;
        private volatile Instant failingSince;
        private volatile Finding seen;
        private Duration wait = FIRST_WAIT;

        Watch(String execution, String run, Step step) {
            this.execution = execution;
            this.run = run;
            this.step = step;
        }

        /** Looks come quickly at first, since much work is short, and then no more often than the interval. */
        void later(Instant now, Duration longest) {
            due = now.plus(wait);
            wait = wait.multipliedBy(2).compareTo(longest) > 0 ? longest : wait.multipliedBy(2);
            looking = false;
        }
    }
}
