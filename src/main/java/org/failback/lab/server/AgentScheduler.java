package org.failback.lab.server;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/**
 * The thread of a running Agent that starts jobs when a schedule of theirs is due. However many times were missed while
 * a clock leapt, a schedule fires once.
 */
final class AgentScheduler {
    /** A clock that a story turns tells nobody, so it is looked at. */
    private static final Duration LOOK = Duration.ofMillis(100);

    private final Instance instance;
    private final SqlEstate estate;
    private final Condition tick;
    private LocalDateTime looked;
    private boolean stopped;

    AgentScheduler(Instance instance) {
        this.instance = instance;
        this.estate = instance.estate();
        this.tick = estate.lock().newCondition();
        this.looked = estate.now();
    }

    void begin() {
        Thread thread = new Thread(this::run, "Agent of " + instance.name() + ", schedules");
        thread.setDaemon(true);
        thread.start();
    }

    /** The estate's lock is held. */
    void end() {
        stopped = true;
        tick.signalAll();
    }

    private void run() {
        estate.lock().lock();
        try {
            while (!stopped) {
                fireDue();
                tick.awaitNanos(TimeUnit.MILLISECONDS.toNanos(LOOK.toMillis()));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            estate.lock().unlock();
        }
    }

    private void fireDue() {
        LocalDateTime now = estate.now();
        SqlAgent agent = instance.agent();
        for (AgentJob job : List.copyOf(agent.jobs().values())) {
            for (AgentSchedule schedule : agent.schedulesOf(job)) {
                LocalDateTime due = new ScheduleTimes(schedule).after(looked);
                if (due != null && !due.isAfter(now)) {
                    agent.fire(job, schedule);
                }
            }
        }
        looked = now;
    }
}
