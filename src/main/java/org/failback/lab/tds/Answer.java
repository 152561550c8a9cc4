package org.failback.lab.tds;

import java.util.List;

/** Where a session writes what it has to say; every call goes to the client at once, in order. */
public interface Answer {
    /** A result set begins. */
    void columns(List<Column> columns);

    /** A row of the result set that began last; values as the columns' {@link SqlType} says, null for NULL. */
    void row(Object... values);

    /** The result set that began last is complete. */
    void endOfRows(long count);

    /** A statement without a result set is complete; {@code count} is -1 where there is none to tell. */
    void updated(long count);

    /** An error or an informational message, streamed at once. */
    void message(Message message);

    /** The session's database changed (ENVCHANGE). */
    void database(String name);

    /** An output parameter of the procedure called by RPC; {@code ordinal} counts its parameters from 0. */
    void output(int ordinal, String name, SqlType type, Object value);

    /** The return status of the procedure called by RPC. */
    void returnStatus(int status);

    /** The client is to lose its connection now, without another byte: a fault asked for it. */
    void dropConnection();
}
