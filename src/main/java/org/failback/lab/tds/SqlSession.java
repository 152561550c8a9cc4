package org.failback.lab.tds;

import java.util.List;

/**
 * One session of a modelled instance. Calls come one at a time from the connection's thread, but {@link #cancel()} comes
 * from another one.
 *
 * <p>Errors of statements are sent to the {@link Answer} in order and do not end the batch by themselves; a thrown
 * {@link SqlError} ends the batch.
 */
public interface SqlSession extends AutoCloseable {
    /** The session id, {@code @@SPID}. */
    int id();

    /**
     * The partner that a client may try when this instance fails, as the login answer names it (MS-TDS, ENVCHANGE type
     * 13); empty when the session's database is not mirrored from here.
     */
    default String failoverPartner() {
        return "";
    }

    /** Runs a SQL batch. */
    void batch(String sql, Answer answer) throws SqlError;

    /**
     * Runs a procedure called by RPC, {@code sp_executesql} among them (first parameter the statement, second the
     * parameter declarations, then the values, in order or by name).
     */
    void procedure(String name, List<Parameter> parameters, Answer answer) throws SqlError;

    /**
     * The client sent an attention or has gone: end what is running as soon as that is possible. Comes only while a call
     * is under way, or about to be, and comes again until that call returns; so a session forgets it as each call begins.
     */
    void cancel();

    /** The client asked for a reset connection (pooled reuse): temporary state goes, the login stays. */
    void reset();

    @Override
    void close();
}
