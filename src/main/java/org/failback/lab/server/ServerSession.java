package org.failback.lab.server;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;

/** A session as the server sees it: who, from where, in which database, doing what. */
final class ServerSession {
    private final int id;
    private final Instance instance;
    private final ServerLogin login;
    private final String host;
    private final String program;
    private final boolean user;
    private final UUID connectionId = UUID.randomUUID();
    private Instant loginTime;
    private Instant lastBatch;
    private Database database;
    private RunningRequest request;
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private int openTransactions;
    private volatile boolean cancelled;
    private volatile boolean killed;
    private Runnable whenKilled = () -> {};

    ServerSession(
            int id,
            Instance instance,
            ServerLogin login,
            String host,
            String program,
            Database database,
            boolean user,
            Instant at) {
        this.id = id;
        this.instance = instance;
        this.login = login;
        this.host = host;
        this.program = program;
        this.database = database;
        this.user = user;
        this.loginTime = at;
        this.lastBatch = at;
    }

    int id() {
        return id;
    }

    Instance instance() {
        return instance;
    }

    ServerLogin login() {
        return login;
    }

    String host() {
        return host;
    }

    String program() {
        return program;
    }

    boolean isUser() {
        return user;
    }

    UUID connectionId() {
        return connectionId;
    }

    Instant loginTime() {
        return loginTime;
    }

    Instant lastBatch() {
        return lastBatch;
    }

    void batchBegins(Instant at) {
        lastBatch = at;
        cancelled = false;
    }

    Database database() {
        return database;
    }

    void setDatabase(Database newDatabase) {
        database = newDatabase;
    }

    /** What it is doing now; null when it sleeps. */
    RunningRequest request() {
        return request;
    }

    void setRequest(RunningRequest running) {
        request = running;
    }

    int openTransactions() {
        return openTransactions;
    }

    void setOpenTransactions(int count) {
        openTransactions = count;
    }

    boolean inTransaction() {
        return openTransactions > 0;
    }

    /** Remembers how to take back a change; outside a transaction there is nothing to take back. */
    void onRollback(Runnable takeBack) {
        if (inTransaction()) {
            undo.push(takeBack);
        }
    }

    void forgetUndo() {
        undo.clear();
    }

    void undoAll() {
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
    }

    void cancel() {
        cancelled = true;
    }

    boolean isCancelled() {
        return cancelled;
    }

    boolean isKilled() {
        return killed;
    }

    boolean mustStop() {
        return cancelled || killed;
    }

    void whenKilled(Runnable action) {
        whenKilled = action;
    }

    void kill() {
        if (!killed) {
            killed = true;
            undoAll();
            openTransactions = 0;
            whenKilled.run();
        }
    }
}
