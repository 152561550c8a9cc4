package org.failback.lab.tsql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.failback.lab.tds.Message;
import org.failback.lab.tds.SqlError;

/** The variables of a batch or of a text that EXEC runs, and the errors being caught in it. */
final class Frame {
    /** The deepest nesting of EXEC that SQL Server allows. */
    private static final int DEEPEST = 32;

    private final Session session;
    private final Frame caller;
    private final int depth;
    private final Map<String, Variable> variables = new HashMap<>();
    private final Map<String, MemoryTable> tables = new HashMap<>();
    private final List<String> temporaries = new ArrayList<>();
    private int tries;
    private Message caught;

    private static final class Variable {
        private final Type type;
        private Object value;

        private Variable(Type type, Object value) {
            this.type = type;
            this.value = value;
        }
    }

    private Frame(Session session, Frame caller, int depth) {
        this.session = session;
        this.caller = caller;
        this.depth = depth;
    }

    static Frame outermost(Session session) {
        return new Frame(session, null, 0);
    }

    Frame inner() throws SqlError {
        if (depth + 1 > DEEPEST) {
            throw new SqlError(
                    217,
                    16,
                    1,
                    "Maximum stored procedure, function, trigger, or view nesting level exceeded (limit 32).");
        }
        return new Frame(session, this, depth + 1);
    }

    Session session() {
        return session;
    }

    int depth() {
        return depth;
    }

    /** Declares it again in a loop without losing its value, as DECLARE without an initialiser does. */
    void declare(String name, Type type) {
        variables.putIfAbsent(key(name), new Variable(type, null));
    }

    Type type(String name) {
        return variable(name).type;
    }

    Object value(String name) {
        return variable(name).value;
    }

    /** Converts silently, cutting what is too long. */
    void assign(String name, Object value, Type from) throws SqlError {
        Variable variable = variable(name);
        variable.value = Conversion.to(variable.type, value, from);
    }

    private Variable variable(String name) {
        return variables.computeIfAbsent(key(name), missing -> new Variable(Type.NULL, null));
    }

    /** Keeps its rows when a loop declares it again. */
    void declareTable(String name, MemoryTable table) {
        tables.putIfAbsent(key(name), table);
    }

    MemoryTable table(String name) throws SqlError {
        MemoryTable table = tables.get(key(name));
        if (table == null) {
            throw new SqlError(1087, 15, 2, "Must declare the table variable \"" + name + "\".");
        }
        return table;
    }

    /** A temporary table goes when the scope that made it ends; one of the batch itself stays with the session. */
    void createTemporary(String name, MemoryTable table) {
        session.scope().putTemporary(name, table);
        temporaries.add(name);
    }

    void dropTemporaries() {
        if (caller != null) {
            temporaries.forEach(session.scope()::dropTemporary);
        }
    }

    void enterTry() {
        tries++;
    }

    void leaveTry() {
        tries--;
    }

    /** Whether a TRY here or further out will catch an error. */
    boolean catching() {
        return tries > 0 || caller != null && caller.catching();
    }

    Message setCaught(Message message) {
        Message before = caught;
        caught = message;
        return before;
    }

    /** The error whose CATCH is running, or null. */
    Message caught() {
        return caught != null || caller == null ? caught : caller.caught();
    }

    private static String key(String name) {
        return name.toUpperCase(Locale.ROOT);
    }
}
