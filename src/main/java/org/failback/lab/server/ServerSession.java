package org.failback.lab.server;

import java.time.Instant;
import java.util.UUID;
import org.failback.lab.tsql.Scope;

/** A session as the server sees it: who, from where, in which database, doing what. */
final class ServerSession {
    private final Scope scope;
    private final String host;
    private final String program;
    private Instance instance;
    private ServerLogin login;
    private final UUID connectionId = UUID.randomUUID();
    private final Instant loginTime;
    private Instant lastBatch;
    private RunningRequest request;
    private String lastStatement = "";
    private boolean quiet;
    private boolean encrypted;

    ServerSession(Instance instance, ServerLogin login, String host, String program, Scope scope, Instant at) {
        this.instance = instance;
        this.login = login;
        this.host = host;
        this.program = program;
        this.scope = scope;
        this.loginTime = at;
        this.lastBatch = at;
    }

    int id() {
        return scope.sessionId();
    }

    Instance instance() {
        return instance;
    }

    /** The instance was set back to its beginning under it: it goes on in the new one, as the login of its name there. */
    void moveTo(Instance successor) {
        ServerLogin known = successor.login(login.name());
        login = known == null ? login : known;
        instance = successor;
        successor.adopt(this);
        if (successor.database(scope.database()) == null) {
            scope.useDatabase("master");
        }
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

    Scope scope() {
        return scope;
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
    }

    /** The database it stands in; null when that one was dropped under it. */
    Database database() {
        return instance.database(scope.database());
    }

    boolean isIn(Database database) {
        return database.name().equalsIgnoreCase(scope.database());
    }

    /** What it is doing now; null when it sleeps. */
    RunningRequest request() {
        return request;
    }

    void setRequest(RunningRequest running) {
        request = running;
        if (running != null) {
            lastStatement = running.statement();
        }
    }

    /** Whether a step of a SQL Server Agent job works in it, so that there is no client. */
    boolean isJobStep() {
        return program.startsWith("SQLAgent - TSQL JobStep");
    }

    /** While the lab itself prepares a session nothing is logged and no fault strikes. */
    boolean isQuiet() {
        return quiet;
    }

    void setQuiet(boolean value) {
        quiet = value;
    }

    /** Whether all that it says travels under TLS. */
    boolean isEncrypted() {
        return encrypted;
    }

    void setEncrypted(boolean value) {
        encrypted = value;
    }

    String lastStatement() {
        return lastStatement;
    }
}
