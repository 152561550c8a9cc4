package org.failback.lab.tsql;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a session carries from one batch to the next: current database, SET options, transaction, temporary tables.
 *
 * <p>Only {@link #cancel()}, {@link #kill()} and the looks at them may come from another thread.
 */
public final class Scope {
    private final int sessionId;
    private final String loginDatabase;
    private volatile String database;
    private final Lock lock = new ReentrantLock();
    private final Condition interruption = lock.newCondition();
    private volatile boolean cancelled;
    private volatile boolean killed;
    private final SessionOptions options = new SessionOptions();
    private final Map<String, MemoryTable> temporary = new HashMap<>();
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private final Deque<Runnable> atEnd = new ArrayDeque<>();
    private int transactionCount;
    private boolean doomed;
    private int error;
    private long rowCount;
    private Object identity;

    /** @param database where the login landed, usually {@code master} */
    public Scope(int sessionId, String database) {
        this.sessionId = sessionId;
        this.loginDatabase = database;
        this.database = database;
    }

    /** {@code @@SPID}. */
    public int sessionId() {
        return sessionId;
    }

    public String database() {
        return database;
    }

    /** Changes the current database; checks belong to the server. */
    public void useDatabase(String name) {
        database = name;
    }

    /** {@code @@TRANCOUNT}. */
    public int transactionCount() {
        return transactionCount;
    }

    public boolean inTransaction() {
        return transactionCount > 0;
    }

    /** Undoes something when the open transaction rolls back; without one nothing is kept. */
    public void onRollback(Runnable action) {
        if (inTransaction()) {
            undo.push(action);
        }
    }

    /** Runs when the open transaction ends either way, as the release of an application lock; at once without one. */
    public void onTransactionEnd(Runnable action) {
        if (inTransaction()) {
            atEnd.push(action);
        } else {
            action.run();
        }
    }

    /** SET LOCK_TIMEOUT in milliseconds, -1 for no limit. */
    public int lockTimeout() {
        return options.lockTimeout();
    }

    /** Whether a SET option is ON, by its T-SQL name. */
    public boolean isOn(String option) {
        return options.isOn(option);
    }

    /** Asks the running batch to end; one that has not begun is not touched. */
    public void cancel() {
        interrupt(false);
    }

    /** Ends the session: the running batch stops, no other one runs. */
    public void kill() {
        interrupt(true);
    }

    public boolean killed() {
        return killed;
    }

    /** Whether what runs should stop; long work looks here between its pieces. */
    public boolean interrupted() {
        return cancelled || killed;
    }

    /**
     * Waits, unless it is interrupted.
     *
     * @return false when it was interrupted
     */
    public boolean sleep(Duration duration) {
        long left = duration.toNanos();
        lock.lock();
        try {
            while (left > 0 && !interrupted()) {
                left = interruption.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
        return !interrupted();
    }

    /** A pooled connection is used anew: transaction rolled back, temporary tables dropped, options as after login. */
    public void reset() {
        rollback();
        temporary.clear();
        options.reset();
        database = loginDatabase;
        error = 0;
        rowCount = 0;
        identity = null;
    }

    /** The session is over. */
    public void close() {
        rollback();
        temporary.clear();
    }

    private void interrupt(boolean forGood) {
        lock.lock();
        try {
            killed |= forGood;
            cancelled = true;
            interruption.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What was asked of the batch before does not concern this one. */
    public void batchBegins() {
        cancelled = false;
    }

    SessionOptions options() {
        return options;
    }

    void begin() {
        transactionCount++;
    }

    void commit() {
        if (--transactionCount == 0) {
            undo.clear();
            end();
        }
    }

    void rollback() {
        transactionCount = 0;
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
        end();
    }

    private void end() {
        doomed = false;
        while (!atEnd.isEmpty()) {
            atEnd.pop().run();
        }
    }

    void doom() {
        doomed = inTransaction();
    }

    boolean doomed() {
        return doomed;
    }

    int error() {
        return error;
    }

    void error(int number) {
        error = number;
    }

    long rowCount() {
        return rowCount;
    }

    void rowCount(long count) {
        rowCount = count;
    }

    Object identity() {
        return identity;
    }

    void identity(Object value) {
        identity = value;
    }

    Optional<MemoryTable> temporary(String name) {
        return Optional.ofNullable(temporary.get(key(name)));
    }

    void putTemporary(String name, MemoryTable table) {
        temporary.put(key(name), table);
    }

    void dropTemporary(String name) {
        temporary.remove(key(name));
    }

    private static String key(String name) {
        return name.toUpperCase(Locale.ROOT);
    }
}
