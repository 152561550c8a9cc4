package org.failback.lab.server;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.failback.lab.tds.Answer;
import org.failback.lab.tds.Column;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.Argument;
import org.failback.lab.tsql.Collation;
import org.failback.lab.tsql.MemoryTable;
import org.failback.lab.tsql.ObjectName;
import org.failback.lab.tsql.Outcome;
import org.failback.lab.tsql.Scope;
import org.failback.lab.tsql.Server;
import org.failback.lab.tsql.ServerStatement;
import org.failback.lab.tsql.Table;
import org.failback.lab.tsql.TableFunction;

/** The instance as the interpreter of one session sees it. Every call holds the estate's lock. */
final class LabServer implements Server {
    private static final Pattern LAB_CONTROL = Pattern.compile(
            "(EXEC(UTE)?\\s+)?(@\\w+\\s*=\\s*)?\\[?lab\\]?\\.\\[?dbo\\]?\\..*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private final ServerSession session;
    private final SqlEstate estate;

    LabServer(ServerSession session) {
        this.session = session;
        this.estate = session.instance().estate();
    }

    /** Asked for each time, since a reset puts another in its place. */
    private Instance instance() {
        return session.instance();
    }

    private interface Work<T> {
        T run() throws SqlError;
    }

    private <T> T locked(Work<T> work) throws SqlError {
        estate.lock().lock();
        try {
            return work.run();
        } finally {
            estate.lock().unlock();
        }
    }

    @Override
    public Table table(ObjectName name, Scope scope) throws SqlError {
        return locked(() -> new ObjectLookup(session).table(name));
    }

    @Override
    public TableFunction tableFunction(ObjectName name, Scope scope) throws SqlError {
        return locked(() -> new TableFunctions(session).find(name));
    }

    @Override
    public void databaseMustBeUsable(String database, Scope scope) throws SqlError {
        locked(() -> {
            Database found = instance().database(database);
            if (found != null) {
                DatabaseAccess.check(found, session);
            }
            return null;
        });
    }

    @Override
    public Object function(ObjectName name, List<Object> args, Scope scope) throws SqlError {
        return locked(() -> new ServerFunctions(session).call(name, args));
    }

    @Override
    public Column functionResult(ObjectName name, Scope scope) throws SqlError {
        boolean known = locked(() -> UserFunctions.knows(name, session));
        return known ? UserFunctions.result() : Server.super.functionResult(name, scope);
    }

    @Override
    public int procedure(ObjectName name, List<Argument> arguments, Scope scope, Answer answer) throws SqlError {
        Procedures procedures = new Procedures(session, answer);
        Optional<LabProcedure> own = locked(() -> procedures.ofTheLab(name));
        if (own.isPresent()) {
            LabProcedures.call(own.get(), session, arguments, answer);
            return 0;
        }
        return locked(() -> procedures.call(name, arguments));
    }

    @Override
    public void run(ServerStatement statement, Scope scope, Answer answer) throws SqlError {
        locked(() -> {
            new Statements(session, answer).run(statement);
            return null;
        });
    }

    @Override
    public void createTable(ObjectName name, MemoryTable table, Scope scope) throws SqlError {
        locked(() -> {
            new ObjectLookup(session).create(name, table);
            return null;
        });
    }

    @Override
    public void dropTable(ObjectName name, Scope scope) throws SqlError {
        locked(() -> {
            new ObjectLookup(session).drop(name);
            return null;
        });
    }

    @Override
    public Object globalVariable(String name, Scope scope) throws SqlError {
        return locked(() -> new ServerFunctions(session).globalVariable(name));
    }

    @Override
    public Collation collation(Scope scope) {
        estate.lock().lock();
        try {
            Database database = session.database();
            return database == null ? Collation.DEFAULT : Collation.named(database.collation());
        } finally {
            estate.lock().unlock();
        }
    }

    @Override
    public void statementBegins(String text, Scope scope, Answer answer) throws SqlError {
        if (isOwnBusiness(text)) {
            return;
        }
        locked(() -> {
            session.setRequest(new RunningRequest(estate.instant(), text, command(text)));
            new StatementFaults(session).before(text, answer);
            return null;
        });
    }

    @Override
    public void statementEnds(String text, Scope scope, Answer answer, Outcome outcome) {
        if (isOwnBusiness(text)) {
            return;
        }
        estate.lock().lock();
        try {
            StatementLog log = instance().statementLog();
            Object[] row = log.add(estate.now(), session.login().name(), session.program(), text, outcome.toString());
            if (outcome.ok()) {
                scope.onRollback(() -> log.rolledBack(row));
            }
            instance().faults().forget(session);
            if (outcome.ok()) {
                new StatementFaults(session).after(text, answer);
            }
            instance().returningClients().comeBack();
            estate.changed().signalAll();
        } finally {
            estate.lock().unlock();
        }
    }

    private boolean isOwnBusiness(String text) {
        return session.isQuiet() || isOrderToTheLab(text);
    }

    /** Whether a text begins with a call of the lab's own procedures. */
    static boolean isOrderToTheLab(String text) {
        return LAB_CONTROL.matcher(text).matches();
    }

    private static String command(String text) {
        int end = 0;
        while (end < text.length() && Character.isLetter(text.charAt(end))) {
            end++;
        }
        return text.substring(0, end).toUpperCase(Locale.ROOT);
    }
}
