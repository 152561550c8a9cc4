package org.failback.nodes;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.core.task.TaskExecutor;

/**
 * The threads on which jobs run. It knows when none does, and never interrupts one: an interrupt in the middle of a
 * write closes H2's file, and what a step sent would be left without its outcome.
 */
final class JobThreads implements TaskExecutor, AutoCloseable {
    private final ThreadPoolExecutor pool;
    private final Object change = new Object();
    private int busy;

    JobThreads(int threads, int queue) {
        AtomicInteger number = new AtomicInteger();
        pool = new ThreadPoolExecutor(
                threads,
                threads,
                1,
                TimeUnit.MINUTES,
                new LinkedBlockingQueue<>(queue),
                task -> new Thread(task, "job-" + number.incrementAndGet()));
        pool.allowCoreThreadTimeOut(true);
    }

    /** @throws java.util.concurrent.RejectedExecutionException when all threads and the queue are full */
    @Override
    public void execute(Runnable task) {
        add(1);
        boolean accepted = false;
        try {
            pool.execute(() -> {
                try {
                    task.run();
                } finally {
                    add(-1);
                }
            });
            accepted = true;
        } finally {
            if (!accepted) {
                add(-1);
            }
        }
    }

    /** Whether nothing runs and nothing waits to run, now or within this time. */
    boolean idleWithin(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        synchronized (change) {
            while (busy > 0) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                try {
                    change.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
            return true;
        }
    }

    private void add(int tasks) {
        synchronized (change) {
            busy += tasks;
            change.notifyAll();
        }
    }

    @Override
    public void close() {
        pool.shutdown();
    }
}
