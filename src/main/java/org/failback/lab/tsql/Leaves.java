package org.failback.lab.tsql;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.failback.lab.tds.Answer;
import org.failback.lab.tds.Message;
import org.failback.lab.tds.SqlError;

/** Carries out single statements. */
final class Leaves {
    private final Frame frame;
    private final Session session;
    private final DataStatements data;
    private final Calls calls;

    Leaves(Frame frame) {
        this.frame = frame;
        this.session = frame.session();
        this.data = new DataStatements(frame);
        this.calls = new Calls(frame);
    }

    Level level(Statement statement, SqlError error) {
        if (statement instanceof Statement.RaiseError) {
            return error.chain().get(0).severity() >= 20 ? Level.CONNECTION : Level.RAISED;
        }
        if (statement instanceof Statement.ForServer) {
            // USE is resolved when the batch is compiled; what follows must not run elsewhere.
            return error.number() == 911 ? Level.SCOPE : Level.ofServer(error);
        }
        return statement instanceof Statement.Execute || statement instanceof Statement.Rpc
                ? Level.ofProcedure(error)
                : Level.of(error);
    }

    void run(Statement statement, WatchedAnswer answer) throws SqlError, Failure {
        Scope scope = session.scope();
        if (isData(statement)) {
            startImplicitTransaction();
            data.run(statement, answer, calls);
            scope.error(0);
            return;
        }
        if (statement instanceof Statement.Execute execute) {
            calls.execute(execute, answer);
            return;
        }
        if (statement instanceof Statement.ExecuteText text) {
            scope.error(0);
            calls.executeText(text, answer);
            return;
        }
        if (statement instanceof Statement.Rpc rpc) {
            scope.error(0);
            rpc.status().accept(session.server().procedure(rpc.procedure(), rpc.arguments(), scope, answer));
            return;
        }
        simple(statement, answer);
        scope.error(0);
        scope.rowCount(statement instanceof Statement.SetVariable ? 1 : 0);
    }

    private static boolean isData(Statement statement) {
        return statement instanceof Statement.Select
                || statement instanceof Statement.Insert
                || statement instanceof Statement.Update
                || statement instanceof Statement.Delete
                || statement instanceof Statement.Truncate
                || statement instanceof Statement.CreateTable
                || statement instanceof Statement.DropTable;
    }

    private void startImplicitTransaction() {
        Scope scope = session.scope();
        if (scope.isOn("IMPLICIT_TRANSACTIONS") && !scope.inTransaction()) {
            scope.begin();
        }
    }

    private void simple(Statement statement, WatchedAnswer answer) throws SqlError {
        Scope scope = session.scope();
        if (statement instanceof Statement.SetVariable set) {
            Values.assign(frame, set.variable(), set.value());
        } else if (statement instanceof Statement.SetOption set) {
            set.options().forEach(option -> scope.options().set(option, set.on()));
        } else if (statement instanceof Statement.SetLockTimeout set) {
            scope.options().lockTimeout(set.millis());
        } else if (statement instanceof Statement.Print print) {
            print(print, answer);
        } else if (statement instanceof Statement.RaiseError raise) {
            raise(raise, answer);
        } else if (statement instanceof Statement.WaitForDelay wait) {
            waitFor(wait);
        } else if (statement instanceof Statement.BeginTransaction) {
            scope.begin();
        } else if (statement instanceof Statement.CommitTransaction) {
            commit();
        } else if (statement instanceof Statement.RollbackTransaction) {
            if (!scope.inTransaction()) {
                throw new SqlError(
                        3903, 16, 1, "The ROLLBACK TRANSACTION request has no corresponding BEGIN TRANSACTION.");
            }
            scope.rollback();
        } else if (statement instanceof Statement.ForServer forServer) {
            forServer(forServer, answer);
        }
    }

    void declare(Statement.Declare declare) throws SqlError {
        for (Statement.DeclaredScalar scalar : declare.scalars()) {
            frame.declare(scalar.name(), scalar.type());
            if (scalar.initial() != null) {
                Values.assign(frame, scalar.name(), scalar.initial());
            }
        }
        for (Statement.DeclaredTable table : declare.tables()) {
            frame.declareTable(table.name(), Shapes.table(table.shape(), frame));
        }
    }

    private void print(Statement.Print print, Answer answer) throws SqlError {
        Term term = Values.term(frame, print.message());
        Conversion.checkImplicit(term.type(), Type.nvarchar(4000));
        Object text = Conversion.to(Type.nvarchar(4000), term.value(Row.root(frame)), term.type());
        // NULL prints as a blank.
        answer.message(Message.info(0, text == null ? " " : (String) text));
    }

    private void raise(Statement.RaiseError raise, Answer answer) throws SqlError {
        List<Object> arguments = new ArrayList<>();
        List<Type> types = new ArrayList<>();
        for (Expression argument : raise.arguments()) {
            Term term = Values.term(frame, argument);
            arguments.add(term.value(Row.root(frame)));
            types.add(term.type());
        }
        Term message = Values.term(frame, raise.message());
        if (!message.type().isText()) {
            throw Refusal.of("RAISERROR with a message number");
        }
        Object text = message.value(Row.root(frame));
        int severity = number(raise.severity(), 0);
        int state = Math.max(0, Math.min(255, number(raise.state(), 1)));
        if (severity > 18 && !raise.log()) {
            throw new SqlError(
                    2754,
                    16,
                    1,
                    "Error severity levels greater than 18 can only be specified by members of the sysadmin role, using"
                            + " the WITH LOG option.");
        }
        String formatted = RaisedMessage.format(text == null ? "" : (String) text, arguments, types);
        if (severity > 10) {
            throw new SqlError(50000, Math.min(25, severity), state, formatted);
        }
        answer.message(new Message(raise.setError() ? 50000 : 0, Math.max(0, severity), state, formatted, "", 1));
    }

    private int number(Expression expression, int otherwise) throws SqlError {
        Term term = Values.term(frame, expression);
        Object value = Conversion.to(Type.INT, term.value(Row.root(frame)), term.type());
        return value == null ? otherwise : (Integer) value;
    }

    private void waitFor(Statement.WaitForDelay wait) throws SqlError {
        Object delay = Values.value(frame, wait.delay());
        Duration duration = Duration.ZERO;
        if (delay instanceof String text) {
            duration = Duration.between(LocalDateTime.of(1900, 1, 1, 0, 0), (LocalDateTime)
                    Conversion.to(Type.DATETIME, text, Type.varchar(0)));
        } else if (delay instanceof LocalDateTime time) {
            duration = Duration.ofNanos(time.toLocalTime().toNanoOfDay());
        }
        if (duration.isNegative() || duration.compareTo(Duration.ofDays(1)) >= 0) {
            throw new SqlError(148, 15, 1, "Incorrect time syntax in time string '" + delay + "' used with WAITFOR.");
        }
        if (!session.scope().sleep(duration)) {
            throw new Interruption();
        }
    }

    private void commit() throws SqlError {
        Scope scope = session.scope();
        if (!scope.inTransaction()) {
            throw new SqlError(3902, 16, 1, "The COMMIT TRANSACTION request has no corresponding BEGIN TRANSACTION.");
        }
        if (scope.doomed()) {
            throw doomed();
        }
        scope.commit();
    }

    static SqlError doomed() {
        return new SqlError(
                3930,
                16,
                1,
                "The current transaction cannot be committed and cannot support operations that write to the log file."
                        + " Roll back the transaction.");
    }

    private void forServer(Statement.ForServer statement, WatchedAnswer answer) throws SqlError {
        ServerStatement resolved = statement.resolution().with(new Statement.Evaluator() {
            @Override
            public String text(Expression expression) throws SqlError {
                Term term = Values.term(frame, expression);
                Object value = Conversion.to(Type.nvarchar(0), term.value(Row.root(frame)), term.type());
                if (value == null) {
                    throw Refusal.of("BACKUP or RESTORE with NULL for a name");
                }
                return (String) value;
            }

            @Override
            public Object value(Expression expression) throws SqlError {
                Object value = Values.value(frame, expression);
                return value instanceof BigDecimal number ? (Object) number.longValue() : value;
            }
        });
        session.server().run(resolved, session.scope(), answer);
        if (!answer.hasRows()) {
            answer.updated(-1);
        }
    }
}
