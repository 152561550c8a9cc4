package org.failback.nodes;

import java.sql.SQLException;
import java.time.Duration;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;

/**
 * This process as one that runs jobs: it has a name that is proved to be its own, frees what it held when it died, and
 * begins no job while its name is in doubt or while it stops.
 */
final class Node implements SmartLifecycle, ApplicationListener<ContextClosedEvent> {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    private final NodeNames names;
    private final HeldJobs held;
    private final JobExecutor jobs;
    private final JobThreads threads;
    private final Duration interval;
    private final Duration drain;
    private final Object signal = new Object();
    private NodeName name;
    private Thread guard;
    private volatile boolean running;
    private volatile boolean closing;

    /**
     * @param interval how often it is asked whether the name is still this node's
     * @param drain how long running jobs may take to end when the node stops
     */
    Node(NodeNames names, HeldJobs held, JobExecutor jobs, JobThreads threads, Duration interval, Duration drain) {
        this.names = names;
        this.held = held;
        this.jobs = jobs;
        this.threads = threads;
        this.interval = interval;
        this.drain = drain;
    }

    /** The engine begins with jobs only when the application has started, so after this. */
    @Override
    public void start() {
        try {
            take();
        } catch (SQLException e) {
            throw new NodeNotStarted("The engine's database did not give this node a name (" + e.getMessage()
                    + "); check that it answers.");
        }
        running = true;
        guard = new Thread(this::guardName, "node-name");
        guard.setDaemon(true);
        guard.start();
    }

    /** Before anything else of the application stops: no new job. */
    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        synchronized (signal) {
            closing = true;
            signal.notifyAll();
        }
        if (jobs.isActive()) {
            jobs.shutdown();
            LOG.info("Node {} stops: it begins no more jobs.", name.value());
        }
    }

    /** What runs ends first; what waited for a thread goes back, and any node may have it at once. */
    @Override
    public void stop() {
        onApplicationEvent(null);
        if (threads.idleWithin(drain)) {
            freeHeld();
        } else if (LastBreath.isDrawn()) {
            LOG.warn(
                    "A step still runs after {} s. It is left as it is; it goes on when this node comes back, or on"
                            + " another node.",
                    drain.toSeconds());
            // Nothing may be closed under a running step, which would take that for a failure of the estate.
            threads.idleWithin(Duration.ofDays(1));
        }
        running = false;
        join();
        name.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** After the watcher, which stops first and begins no more. */
    @Override
    public int getPhase() {
        return SmartLifecycle.DEFAULT_PHASE - 1;
    }

    private void take() throws SQLException {
        name = names.take();
        jobs.setLockOwner(name.value());
        int freed = held.free(name.value());
        if (freed > 0) {
            LOG.info("Node {}: {} job(s) that it held when it was cut off go on at once.", name.value(), freed);
        }
    }

    private void guardName() {
        while (!pauseIsLast()) {
            if (!name.holds()) {
                regain();
            }
        }
    }

    /** Whoever has the name now may have freed what this node holds; so it begins nothing, and starts as if anew. */
    private void regain() {
        LOG.warn(
                "Node {} lost its connection to the engine's database: it begins no job until it has a name again.",
                name.value());
        name.close();
        jobs.shutdown();
        boolean taken = false;
        while (!closing && !taken) {
            try {
                if (threads.idleWithin(interval)) {
                    take();
                    taken = true;
                }
            } catch (SQLException | RuntimeException e) {
                LOG.warn("The engine's database gives no name yet: {}", e.getMessage());
                pauseIsLast();
            }
        }
        synchronized (signal) {
            if (taken && !closing) {
                jobs.start();
                LOG.info("Node {} begins jobs again.", name.value());
            }
        }
    }

    private void freeHeld() {
        try {
            held.free(name.value());
        } catch (RuntimeException e) {
            LOG.warn("Node {} could not give back what it had not begun: {}", name.value(), e.getMessage());
        }
    }

    private boolean pauseIsLast() {
        synchronized (signal) {
            try {
                if (!closing) {
                    signal.wait(interval.toMillis());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return true;
            }
            return closing;
        }
    }

    private void join() {
        try {
            guard.join(Duration.ofSeconds(10).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
