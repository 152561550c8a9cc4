package org.failback.lab.server;

import java.util.List;
import org.failback.lab.tds.Answer;
import org.failback.lab.tds.Parameter;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tds.SqlSession;
import org.failback.lab.tsql.Interpreter;

/** A session of a modelled instance, for a client on the wire or for a job step. */
final class LabSession implements SqlSession {
    private final ServerSession session;
    private final SqlEstate estate;
    private final Interpreter interpreter;

    LabSession(ServerSession session) {
        this.session = session;
        this.estate = session.instance().estate();
        this.interpreter = new Interpreter(new LabServer(session), session.scope(), estate.clock());
    }

    @Override
    public int id() {
        return session.id();
    }

    @Override
    public String failoverPartner() {
        estate.lock().lock();
        try {
            Database database = session.database();
            Mirroring mirroring = database == null ? null : database.mirroring();
            return mirroring == null || !mirroring.isPrincipal(database)
                    ? ""
                    : mirroring.partnerOf(database).instance().name();
        } finally {
            estate.lock().unlock();
        }
    }

    @Override
    public void batch(String sql, Answer answer) throws SqlError {
        run(sql, sql, answer, () -> interpreter.batch(sql, answer));
    }

    @Override
    public void procedure(String name, List<Parameter> parameters, Answer answer) throws SqlError {
        run(name, textOf(name, parameters), answer, () -> interpreter.procedure(name, parameters, answer));
    }

    /** What a call is about: of one that carries a statement, as sp_executesql does, the statement. */
    private static String textOf(String name, List<Parameter> parameters) {
        return parameters.stream()
                .map(Parameter::value)
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .findFirst()
                .orElse(name);
    }

    /** Runs the text of a job step as the Agent does: QUOTED_IDENTIFIER is OFF and the step names its database. */
    void runStep(AgentStep step, Answer answer) {
        try {
            session.setQuiet(true);
            batch("SET QUOTED_IDENTIFIER OFF", new JobMessages(() -> {}));
            if (!step.database().isEmpty()) {
                batch("USE [" + step.database().replace("]", "]]") + "]", new JobMessages(() -> {}));
            }
            session.setQuiet(false);
            if (!step.database().isEmpty()
                    && !step.database().equalsIgnoreCase(session.scope().database())) {
                throw Errors.of(4060, step.database());
            }
            batch(step.command(), answer);
        } catch (SqlError error) {
            error.chain().forEach(answer::message);
        }
    }

    @Override
    public void cancel() {
        session.scope().cancel();
    }

    @Override
    public void reset() {
        locked(() -> {
            session.scope().reset();
            session.instance().appLocks().releaseAll(session);
        });
    }

    @Override
    public void close() {
        locked(() -> {
            session.scope().close();
            session.instance().closeSession(session);
        });
    }

    private interface Work {
        void run() throws SqlError;
    }

    /** @param meant what an order to hold requests is compared with */
    private void run(String text, String meant, Answer answer, Work work) throws SqlError {
        if (session.scope().killed()) {
            answer.dropConnection();
            return;
        }
        locked(() -> {
            session.scope().batchBegins();
            session.batchBegins(estate.instant());
            session.setRequest(new RunningRequest(estate.instant(), text, "SELECT"));
        });
        try {
            if (passes(Faults.When.BEFORE, meant, answer)) {
                work.run();
                passes(Faults.When.AFTER, meant, answer);
            }
        } finally {
            locked(this::requestEnds);
        }
        if (session.scope().killed()) {
            answer.dropConnection();
        }
    }

    /** False when its client is gone, or is to lose its connection here. */
    private boolean passes(Faults.When when, String text, Answer answer) {
        if (session.isQuiet() || session.isJobStep() || LabServer.isOrderToTheLab(text)) {
            return true;
        }
        estate.lock().lock();
        try {
            if (session.instance().requestFaults().pass(session, when, text)) {
                return true;
            }
            answer.dropConnection();
            session.instance().kill(session);
            return false;
        } catch (Pace.Aborted gone) {
            return false;
        } finally {
            estate.lock().unlock();
        }
    }

    private void requestEnds() {
        session.setRequest(null);
        session.instance().faults().forget(session);
        if (session.scope().killed()) {
            session.scope().close();
        }
        estate.changed().signalAll();
    }

    private void locked(Runnable action) {
        estate.lock().lock();
        try {
            action.run();
        } finally {
            estate.lock().unlock();
        }
    }
}
