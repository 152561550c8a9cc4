package org.failback.lab.winrm;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A command under way: written to by its thread, read from by Receive. */
final class RunningCommand implements ShellHost.Console {
    /** What a command may write ahead of its reader, in bytes; then it waits, as at a full pipe. */
    private static final int AHEAD = 1024 * 1024;

    private static final Duration LONGEST_POLL = Duration.ofSeconds(60);

    /** How a client ends a command, and the exit code that remains. */
    enum End {
        /** STATUS_CONTROL_C_EXIT. */
        CTRL_C(0xC000013A),
        TERMINATE(1223);

        private final int exitCode;

        End(int exitCode) {
            this.exitCode = exitCode;
        }
    }

    /** What one Receive carries away; the exit code comes with the last of the output. */
    record Share(byte[] out, byte[] err, OptionalInt exitCode) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ByteQueue out = new ByteQueue();
    private final ByteQueue err = new ByteQueue();
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
            ended(End.TERMINATE.exitCode);
        } catch (RuntimeException defect) {
            err("The lab broke: " + defect);
            ended(1);
            throw defect;
        } finally {
            forgetThread();
        }
    }

    /** What has been written and not yet been carried away; waits for it, but not longer than the client wants. */
    Share next(Duration patience, int atMost) throws WsManFault, InterruptedException {
        long left = (patience.compareTo(LONGEST_POLL) > 0 ? LONGEST_POLL : patience).toNanos();
        lock.lockInterruptibly();
        try {
            while (out.isEmpty() && err.isEmpty() && exitCode.isEmpty()) {
                if (left <= 0) {
                    throw WsManFault.timedOut();
                }
                left = changed.awaitNanos(left);
            }
            byte[] nextOut = out.take(atMost);
            byte[] nextErr = err.take(atMost);
            boolean all = out.isEmpty() && err.isEmpty();
            changed.signalAll();
            return new Share(nextOut, nextErr, all ? exitCode : OptionalInt.empty());
        } finally {
            lock.unlock();
        }
    }

    /** Ends it as Windows does: at once, without asking. */
    void end(End end) {
        lock.lock();
        try {
            if (thread != null && exitCode.isEmpty()) {
                thread.interrupt();
            }
            ended(end.exitCode);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void out(byte[] bytes) {
        write(out, bytes);
    }

    @Override
    public void err(byte[] bytes) {
        write(err, bytes);
    }

    private void write(ByteQueue stream, byte[] bytes) {
        lock.lock();
        try {
            while (exitCode.isEmpty() && stream.size() >= AHEAD) {
                changed.awaitUninterruptibly();
            }
            if (exitCode.isEmpty()) {
                stream.add(bytes);
            }
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

    /** The thread goes back to its pool: a late interrupt must not meet the next command on it. */
    private void forgetThread() {
        lock.lock();
        try {
            thread = null;
            Thread.interrupted();
        } finally {
            lock.unlock();
        }
    }
}
