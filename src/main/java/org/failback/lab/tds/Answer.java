package org.failback.lab.tds;

import java.util.List;

/**
 * Where a session writes what it has to say, in order, from the thread that it was called on. Messages go to the client
 * at once; rows and counts when a packet is full or with what follows.
 *
 * <p>No call fails because the client has gone or sent an attention: what is written then is dropped, and {@link
 * SqlSession#cancel()} tells. A value that is not what its column says is an {@link IllegalArgumentException}.
 */
public interface Answer {
    /** A result set begins. */
    void columns(List<Column> columns);

    /** A row of the result set that began last; values as the columns' {@link SqlType} says, null for NULL. */
    void row(Object... values);

    /** The result set that began last is complete. */
    void endOfRows(long count);

    /** A statement without a result set is complete; {@code count} is -1 where there is none to tell. */
    void updated(long count);

    /**
     * An error or an informational message, streamed at once. An error marks its statement's end, {@link #updated} or
     * {@link #endOfRows}, as failed; one of severity 20 and up ends the connection.
     */
    void message(Message message);

    /** The session's database changed: ENVCHANGE and message 5701. */
    void database(String name);

    /**
     * An output parameter of the procedure called by RPC; {@code ordinal} is its place in the list that {@link
     * SqlSession#procedure} was given, from 0. May come at any time of the call.
     */
    void output(int ordinal, String name, SqlType type, Object value);

    /** The return status of the procedure called by RPC; 0 where a session tells none and no error. */
    void returnStatus(int status);

    /**
     * The client is to lose its connection now, without another byte: a fault asked for it. The session is not cancelled
     * for this; it goes on or returns as it likes, and is closed afterwards.
     */
    void dropConnection();

    /** The client gets bytes that are no TDS, and then nothing more; a fault asked for it. Otherwise as {@link #dropConnection}. */
    default void garble() {
        dropConnection();
    }
}
