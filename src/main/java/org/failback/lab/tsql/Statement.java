package org.failback.lab.tsql;

import java.util.List;
import org.failback.lab.tds.SqlError;

/** A statement as it was written. */
sealed interface Statement {
    /**
     * A statement in its place.
     *
     * @param text its source, without blanks and comments before it and without a semicolon after it
     * @param line of its first word, from 1
     */
    record Step(Statement statement, String text, int line) {}

    // Control of flow: none of these is a leaf.

    record Block(List<Step> steps) implements Statement {}

    record If(Predicate condition, Step then, Step otherwise) implements Statement {}

    record While(Predicate condition, Step body) implements Statement {}

    record TryCatch(List<Step> attempt, List<Step> handler) implements Statement {}

    record Break() implements Statement {}

    record Continue() implements Statement {}

    /** A batch returns no status: {@code RETURN 1} is an error in it. */
    record Return() implements Statement {}

    /** {@code DECLARE @a int = 1, @t TABLE (…)}. */
    record Declare(List<DeclaredScalar> scalars, List<DeclaredTable> tables) implements Statement {}

    /** Without an initialiser it is null. */
    record DeclaredScalar(String name, Type type, Expression initial) {}

    record DeclaredTable(String name, TableShape shape) {}

    // Leaves.

    record SetVariable(String variable, Expression value) implements Statement {}

    record SetOption(List<String> options, boolean on) implements Statement {}

    record SetLockTimeout(int millis) implements Statement {}

    /** A SET whose effect does not show in the lab, as DEADLOCK_PRIORITY. */
    record SetIgnored() implements Statement {}

    record Print(Expression message) implements Statement {}

    record RaiseError(
            Expression message,
            Expression severity,
            Expression state,
            List<Expression> arguments,
            boolean setError,
            boolean log)
            implements Statement {}

    record Select(Query query) implements Statement {}

    /** Without a list of columns it is empty; exactly one of query and execute is given, or neither: DEFAULT VALUES. */
    record Insert(Target target, List<String> columns, Query query, Statement execute) implements Statement {}

    record Update(
            List<Query.CommonTable> with,
            Query.Top top,
            Target target,
            List<SetClause> sets,
            Query.From from,
            Predicate where)
            implements Statement {}

    record SetClause(String column, Expression value) {}

    record Delete(List<Query.CommonTable> with, Query.Top top, Target target, Query.From from, Predicate where)
            implements Statement {}

    record Truncate(ObjectName table) implements Statement {}

    /** A table by name or, when {@code variable} is not null, a table variable. */
    record Target(ObjectName name, String variable) {}

    record CreateTable(ObjectName name, TableShape shape) implements Statement {}

    record DropTable(List<ObjectName> names) implements Statement {}

    /**
     * {@code EXEC [@status =] procedure arguments}.
     *
     * @param status the variable for the return status, or null
     * @param procedureVariable holds the name of the procedure, or null when {@code procedure} is it
     */
    record Execute(String status, ObjectName procedure, String procedureVariable, List<Passed> arguments)
            implements Statement {}

    /** An argument; by position its name is empty, for DEFAULT its value is null. */
    record Passed(String name, Expression value, boolean output) {}

    /** A procedure that the client called by RPC. */
    record Rpc(ObjectName procedure, List<Argument> arguments, java.util.function.IntConsumer status)
            implements Statement {}

    /** {@code EXEC ('…' + @x)}. */
    record ExecuteText(Expression text) implements Statement {}

    record BeginTransaction() implements Statement {}

    record CommitTransaction() implements Statement {}

    record RollbackTransaction() implements Statement {}

    record WaitForDelay(Expression delay) implements Statement {}

    /** A statement for the server, once its expressions are computed. */
    record ForServer(Resolution resolution) implements Statement {}

    /** Makes the statement for the server. */
    @FunctionalInterface
    interface Resolution {
        ServerStatement with(Evaluator evaluator) throws SqlError;
    }

    /** Computes the constants and variables in a statement for the server. */
    interface Evaluator {
        String text(Expression expression) throws SqlError;

        /** The value as it is; null for NULL. */
        Object value(Expression expression) throws SqlError;
    }

    /** Columns and keys of CREATE TABLE or of a table variable. */
    record TableShape(List<ColumnShape> columns, List<List<String>> keys) {}

    record ColumnShape(String name, Type type, boolean nullable, boolean identity, Expression defaultValue) {}
}
