package org.failback.lab.tsql;

import java.util.List;
import org.failback.lab.tds.Answer;
import org.failback.lab.tds.Column;
import org.failback.lab.tds.SqlError;

/**
 * The modelled instance, seen from a T-SQL session. One object may serve all sessions: every call names its {@link
 * Scope}.
 *
 * <p>A thrown {@link SqlError} is the error of the statement that asked. The interpreter decides whether the batch goes
 * on, as SQL Server does by error number, and sends the chain to the client. What the lab does not model is refused
 * with {@link Refusal}.
 */
public interface Server {
    /**
     * Finds a table or view. Temporary tables never come here.
     *
     * @throws SqlError 208 when there is none, 916 without rights, 927, 942 or 954 when its database cannot be read
     */
    Table table(ObjectName name, Scope scope) throws SqlError;

    /** Finds a table-valued function, as {@code sys.dm_os_volume_stats}. */
    default TableFunction tableFunction(ObjectName name, Scope scope) throws SqlError {
        throw new SqlError(208, 16, 1, "Invalid object name '" + name + "'.");
    }

    /**
     * Tells whether a database named in a three-part name can be read. It is asked once for every such name before any
     * statement of a batch runs, as SQL Server compiles the batch as a whole.
     *
     * @throws SqlError 927, 942, 954 and their relatives; nothing for a database that does not exist, since a missing
     *     object is found out only when its statement runs (208)
     */
    void databaseMustBeUsable(String database, Scope scope) throws SqlError;

    /**
     * Computes a function that looks at the instance, as {@code SERVERPROPERTY} or {@code DB_ID}, or a user-defined one.
     *
     * @param args values as {@link org.failback.lab.tds.SqlType} says, null for NULL
     */
    Object function(ObjectName name, List<Object> args, Scope scope) throws SqlError;

    /** The type of a user-defined scalar function; the built-in ones are known to the interpreter. */
    default Column functionResult(ObjectName name, Scope scope) throws SqlError {
        throw new SqlError(
                4121,
                16,
                1,
                "Cannot find either column \"" + name.qualifier() + "\" or the user-defined function or aggregate \""
                        + name + "\", or the name is ambiguous.");
    }

    /**
     * Runs a stored procedure, {@code sp_executesql} excepted.
     *
     * @return its return status
     * @throws SqlError 2812 when there is none
     */
    int procedure(ObjectName name, List<Argument> arguments, Scope scope, Answer answer) throws SqlError;

    /**
     * Runs a statement that belongs to the instance. For {@link ServerStatement.UseDatabase} the server calls {@link
     * Scope#useDatabase} and tells the client.
     */
    void run(ServerStatement statement, Scope scope, Answer answer) throws SqlError;

    /** Creates a user table; the server keeps {@code table} or a wrapper of it. Temporary ones never come here. */
    void createTable(ObjectName name, MemoryTable table, Scope scope) throws SqlError;

    /** Drops a user table. */
    void dropTable(ObjectName name, Scope scope) throws SqlError;

    /**
     * A global variable that only the server knows, in upper case with its {@code @@}, as {@code @@SERVERNAME} or {@code
     * @@VERSION}.
     */
    Object globalVariable(String name, Scope scope) throws SqlError;

    /** How the text and the names of the session's current database compare. */
    Collation collation(Scope scope);

    /**
     * A leaf statement is about to run: not IF, WHILE, BEGIN…END, TRY, DECLARE or RETURN, but what stands inside them,
     * and EXEC as well as the statements it runs. Here the server logs and injects faults: it may throw (the statement
     * fails with that error and has no effect), stall (watching {@link Scope#interrupted()}), or call {@link
     * Answer#dropConnection()} and {@link Scope#kill()}.
     *
     * @param text the source of the statement without blanks and comments before it and without a semicolon after it
     */
    default void statementBegins(String text, Scope scope, Answer answer) throws SqlError {}

    /** That statement has ended; dropping the connection here loses the answer of an effect that stays. */
    default void statementEnds(String text, Scope scope, Answer answer, Outcome outcome) {}
}
