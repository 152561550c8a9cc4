package org.failback.lab.tsql;

import java.util.ArrayList;
import java.util.List;
import org.failback.lab.tds.Answer;
import org.failback.lab.tds.Message;
import org.failback.lab.tds.SqlError;

/** Runs the statements of one frame: control of flow, and what becomes of errors. */
final class Execution {
    /** Where the next statement is. */
    enum Flow {
        NEXT,
        BREAK,
        CONTINUE,
        RETURN
    }

    private final Frame frame;
    private final Answer answer;
    private final Session session;
    private final Leaves leaves;

    Execution(Frame frame, Answer answer) {
        this.frame = frame;
        this.answer = answer;
        this.session = frame.session();
        this.leaves = new Leaves(frame);
    }

    /**
     * Reads a text as a whole, then runs it.
     *
     * @throws SqlError when it cannot be read or names a database that cannot be used: none of it has run
     * @throws Failure the error that ended it
     */
    static void run(String sql, Frame frame, List<String> parameters, Answer answer) throws SqlError, Failure {
        Session session = frame.session();
        BatchParser.Batch batch = BatchParser.parse(sql, session.scope().isOn("QUOTED_IDENTIFIER"), parameters);
        for (String database : batch.databases()) {
            session.server().databaseMustBeUsable(database, session.scope());
        }
        new Execution(frame, answer).run(batch.steps());
    }

    Flow run(List<Statement.Step> steps) throws Failure {
        for (Statement.Step step : steps) {
            Flow flow = run(step);
            if (flow != Flow.NEXT) {
                return flow;
            }
        }
        return Flow.NEXT;
    }

    private Flow run(Statement.Step step) throws Failure {
        session.checkInterrupted();
        Statement statement = step.statement();
        if (statement instanceof Statement.Block block) {
            return run(block.steps());
        }
        if (statement instanceof Statement.If branch) {
            return branch(branch, step);
        }
        if (statement instanceof Statement.While loop) {
            return loop(loop, step);
        }
        if (statement instanceof Statement.TryCatch guarded) {
            return guarded(guarded);
        }
        if (statement instanceof Statement.Declare declare) {
            attempt(step, () -> leaves.declare(declare));
            return Flow.NEXT;
        }
        if (statement instanceof Statement.Break) {
            return Flow.BREAK;
        }
        if (statement instanceof Statement.Continue) {
            return Flow.CONTINUE;
        }
        if (statement instanceof Statement.Return) {
            return Flow.RETURN;
        }
        leaf(step);
        return Flow.NEXT;
    }

    private Flow branch(Statement.If branch, Statement.Step step) throws Failure {
        Truth truth = condition(branch.condition(), step);
        if (truth == null) {
            return Flow.NEXT;
        }
        if (truth.isTrue()) {
            return run(branch.then());
        }
        return branch.otherwise() == null ? Flow.NEXT : run(branch.otherwise());
    }

    /** Null when an error took its place that did not end the batch: then neither branch runs. */
    private Truth condition(Predicate predicate, Statement.Step step) throws Failure {
        Truth[] truth = new Truth[1];
        attempt(step, () -> {
            truth[0] =
                    new ExpressionBinder(Names.none(frame)).condition(predicate).value(Row.root(frame));
            session.scope().error(0);
        });
        return truth[0];
    }

    private Flow loop(Statement.While loop, Statement.Step step) throws Failure {
        while (true) {
            session.checkInterrupted();
            Truth truth = condition(loop.condition(), step);
            if (truth == null || !truth.isTrue()) {
                return Flow.NEXT;
            }
            Flow flow = run(loop.body());
            if (flow == Flow.BREAK) {
                return Flow.NEXT;
            }
            if (flow == Flow.RETURN) {
                return flow;
            }
        }
    }

    private Flow guarded(Statement.TryCatch guarded) throws Failure {
        frame.enterTry();
        boolean trying = true;
        try {
            Flow flow = run(guarded.attempt());
            return flow;
        } catch (Failure failure) {
            if (failure.level() == Level.SCOPE || failure.level() == Level.CONNECTION) {
                // An error of compilation is not caught where it was compiled, only further out.
                throw failure;
            }
            frame.leaveTry();
            trying = false;
            return handler(guarded, failure.error());
        } finally {
            if (trying) {
                frame.leaveTry();
            }
        }
    }

    private Flow handler(Statement.TryCatch guarded, SqlError error) throws Failure {
        Message before = frame.setCaught(Failure.last(error));
        try {
            return run(guarded.handler());
        } finally {
            frame.setCaught(before);
        }
    }

    /** Work that is not logged as a statement. */
    @FunctionalInterface
    private interface Work {
        void run() throws SqlError;
    }

    private void attempt(Statement.Step step, Work work) throws Failure {
        try {
            work.run();
        } catch (SqlError e) {
            fail(e, Level.of(e), step);
        }
    }

    private void leaf(Statement.Step step) throws Failure {
        Scope scope = session.scope();
        WatchedAnswer watched = new WatchedAnswer(answer, frame.catching());
        Outcome outcome = Outcome.CANCELLED;
        SqlError error = null;
        Level level = null;
        try {
            session.server().statementBegins(step.text(), scope, answer);
            session.checkInterrupted();
            leaves.run(step.statement(), watched);
            outcome = watched.errors().isEmpty()
                    ? Outcome.OK
                    : new Outcome(watched.errors().get(0).number());
        } catch (SqlError e) {
            error = e;
            level = leaves.level(step.statement(), e);
        } catch (Failure failure) {
            // What EXEC ran has failed; compiled on its own, it counts as one failed statement here.
            error = failure.error();
            level = failure.level() == Level.SCOPE ? Level.STATEMENT : failure.level();
        } finally {
            if (error != null && !scope.interrupted()) {
                outcome = new Outcome(error.number());
            }
            session.server().statementEnds(step.text(), scope, answer, outcome);
        }
        session.checkInterrupted();
        if (error != null) {
            fail(error, level, step);
        } else {
            finish(watched, step);
        }
    }

    private void finish(WatchedAnswer watched, Statement.Step step) throws Failure {
        if (watched.errors().isEmpty()) {
            return;
        }
        SqlError error = new SqlError(watched.errors());
        if (!Calls.runsText(step.statement())) {
            session.scope().error(Failure.last(error).number());
        }
        if (frame.catching()) {
            throw new Failure(located(error, step), Level.RAISED);
        }
    }

    /** Decides what an error ends, and tells the client unless a TRY catches it or the batch ends with it. */
    private void fail(SqlError error, Level level, Statement.Step step) throws Failure {
        Scope scope = session.scope();
        SqlError located = located(error, step);
        scope.error(Failure.last(located).number());
        scope.rowCount(0);
        if (level == Level.CONNECTION || level == Level.SCOPE) {
            throw new Failure(located, level);
        }
        boolean endsBatch = level == Level.BATCH || level == Level.STATEMENT && scope.isOn("XACT_ABORT");
        if (frame.catching()) {
            if (endsBatch) {
                scope.doom();
            }
            throw new Failure(located, level);
        }
        if (endsBatch) {
            scope.rollback();
            throw new Failure(located, Level.BATCH);
        }
        located.chain().forEach(answer::message);
    }

    private static SqlError located(SqlError error, Statement.Step step) {
        List<Message> chain = new ArrayList<>();
        for (Message message : error.chain()) {
            boolean unplaced = message.procedure().isEmpty() && message.line() <= 1;
            chain.add(
                    unplaced
                            ? new Message(
                                    message.number(),
                                    message.severity(),
                                    message.state(),
                                    message.text(),
                                    "",
                                    step.line())
                            : message);
        }
        return new SqlError(chain);
    }
}
