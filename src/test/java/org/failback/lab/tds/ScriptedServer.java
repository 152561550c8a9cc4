package org.failback.lab.tds;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A SQL Server that knows what a test has taught it, by the exact statement or the name of the procedure. */
final class ScriptedServer implements SqlServer {
    static final String NAME = "SQL-B\\LYNC";
    static final String USER = "failback";
    static final String PASSWORD = "Practice-range-1";

    /** What a statement does. */
    interface Script {
        void run(Session session, List<Parameter> parameters, Answer answer) throws SqlError, InterruptedException;
    }

    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final AtomicInteger lastId = new AtomicInteger(50);
    private final String version;
    final List<Session> sessions = new CopyOnWriteArrayList<>();
    volatile String partner = "";
    final Semaphore closings = new Semaphore(0);

    ScriptedServer() {
        this("10.50.6000");
    }

    ScriptedServer(String version) {
        this.version = version;
    }

    ScriptedServer on(String statement, Script script) {
        scripts.put(statement, script);
        return this;
    }

    @Override
    public SqlSession open(Login login) throws SqlError {
        if (!login.integrated() && !(USER.equals(login.user()) && PASSWORD.equals(login.password()))) {
            throw new SqlError(18456, 14, 1, "Login failed for user '" + login.user() + "'.");
        }
        if (login.database().equals("nowhere")) {
            throw new SqlError(List.of(
                    new Message(4060, 11, 1, "Cannot open database \"nowhere\" requested by the login.", "", 1),
                    new Message(18456, 14, 1, "Login failed for user '" + login.user() + "'.", "", 1)));
        }
        Session session = new Session(login, lastId.incrementAndGet());
        sessions.add(session);
        return session;
    }

    @Override
    public String serverName() {
        return NAME;
    }

    @Override
    public String version() {
        return version;
    }

    Session lastSession() {
        return sessions.get(sessions.size() - 1);
    }

    /** A session that writes down what it was asked. */
    final class Session implements SqlSession {
        final Login login;
        final List<String> statements = new CopyOnWriteArrayList<>();
        final List<List<Parameter>> parameters = new CopyOnWriteArrayList<>();
        final AtomicInteger resets = new AtomicInteger();
        final AtomicInteger cancels = new AtomicInteger();
        private final int id;
        private volatile CountDownLatch cancelled = new CountDownLatch(1);

        Session(Login login, int id) {
            this.login = login;
            this.id = id;
        }

        /** Waits like a long BACKUP does; true when it was cancelled. */
        boolean workUntilCancelled() throws InterruptedException {
            return cancelled.await(20, TimeUnit.SECONDS);
        }

        @Override
        public int id() {
            return id;
        }

        @Override
        public String failoverPartner() {
            return partner;
        }

        @Override
        public void batch(String sql, Answer answer) throws SqlError {
            run(sql, List.of(), answer);
        }

        @Override
        public void procedure(String name, List<Parameter> given, Answer answer) throws SqlError {
            boolean statement = name.equals(PreparedStatements.EXECUTE_SQL);
            run(statement ? (String) given.get(0).value() : name, given, answer);
        }

        private void run(String what, List<Parameter> given, Answer answer) throws SqlError {
            cancelled = new CountDownLatch(1);
            statements.add(what);
            parameters.add(given);
            Script script = scripts.get(what.strip());
            if (script == null) {
                throw new SqlError(2812, 16, 62, "No script for: " + what);
            }
            try {
                script.run(this, given, answer);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void cancel() {
            cancels.incrementAndGet();
            cancelled.countDown();
        }

        @Override
        public void reset() {
            resets.incrementAndGet();
        }

        @Override
        public void close() {
            closings.release();
        }
    }
}
