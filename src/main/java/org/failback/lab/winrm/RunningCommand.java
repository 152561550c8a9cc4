package org.failback.lab.winrm;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A command under way: written to by its thread, read from by Receive. */
final class RunningCommand implements ShellHost.Console {
    /** So small that a long answer needs several Receives, as it does on Windows. */
    private static final int AT_ONCE = 4096;

    private static final int TERMINATED = 1223;

    /** What one Receive carries away; the exit code comes with the last of the output. */
    record Share(String out, String err, OptionalInt exitCode) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final StringBuilder out = new StringBuilder();
    private final StringBuilder err = new StringBuilder();
    private OptionalInt exitCode = OptionalInt.empty();
    private Thread thread;

    /** Runs to the end on the calling thread. */
    void run(ShellHost host, String account, String commandLine, Map<String, String> environment) {
        lock.lock();
        try {
            if (exitCode.isPresent()) {
                return;
            }
            thread = Thread.currentThread();
        } finally {
            lock.unlock();
        }
        try {
            ended(host.run(account, commandLine, environment, this));
        } catch (InterruptedException terminated) {
            ended(TERMINATED);
        } catch (RuntimeException defect) {
            err("The lab broke: " + defect);
            ended(1);
            throw defect;
        } finally {
            Thread.interrupted();
        }
    }

    /** What has been written and not yet been carried away; waits for it, but not longer than the client wants. */
    Share next(Duration patience) throws WsManFault, InterruptedException {
        long left = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (out.isEmpty() && err.isEmpty() && exitCode.isEmpty()) {
                if (left <= 0) {
                    throw WsManFault.timedOut();
                }
                left = changed.awaitNanos(left);
            }
            String nextOut = take(out);
            String nextErr = take(err);
            boolean all = out.isEmpty() && err.isEmpty();
            return new Share(nextOut, nextErr, all ? exitCode : OptionalInt.empty());
        } finally {
            lock.unlock();
        }
    }

    /** Ends it as Windows does: at once, without asking. */
    void terminate() {
        lock.lock();
        try {
            if (thread != null && exitCode.isEmpty()) {
                thread.interrupt();
            }
            ended(TERMINATED);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void out(String text) {
        write(out, text);
    }

    @Override
    public void err(String text) {
        write(err, text);
    }

    private void write(StringBuilder stream, String text) {
        lock.lock();
        try {
            stream.append(text);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void ended(int code) {
        lock.lock();
        try {
            if (exitCode.isEmpty()) {
                exitCode = OptionalInt.of(code);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static String take(StringBuilder stream) {
        String part = stream.substring(0, Math.min(AT_ONCE, stream.length()));
        stream.delete(0, part.length());
        return part;
    }

    /** For clients that never ask again. */
    static Duration bounded(Duration asked) {
        Duration most = Duration.ofNanos(TimeUnit.SECONDS.toNanos(60));
        return asked.compareTo(most) > 0 ? most : asked;
    }
}
