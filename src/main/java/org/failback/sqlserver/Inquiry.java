package org.failback.sqlserver;

import java.util.List;

/** A connection that only asks: nothing but statements of {@link Lookup} goes over it. */
public interface Inquiry extends AutoCloseable {
    /**
     * Asks.
     *
     * @param values for the statement's parameters, in order
     * @throws org.failback.step.RemoteFailure when the server refuses, is not reached, or does not answer in time
     */
    List<Row> ask(Lookup lookup, Object... values);

    @Override
    void close();
}
