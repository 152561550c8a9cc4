package org.failback.lab.tsql;

import java.util.ArrayList;
import java.util.List;
import org.failback.lab.tds.Answer;
import org.failback.lab.tds.Column;
import org.failback.lab.tds.Message;
import org.failback.lab.tds.SqlType;

/** Passes on what one statement answers, and notes whether it was an error; errors a TRY will catch are held back. */
final class WatchedAnswer implements Answer {
    private final Answer client;
    private final boolean catching;
    private final List<Message> errors = new ArrayList<>();
    private boolean rows;

    WatchedAnswer(Answer client, boolean catching) {
        this.client = client;
        this.catching = catching;
    }

    /** Whether a result set was sent. */
    boolean hasRows() {
        return rows;
    }

    /** Whether an INSERT … EXEC further out takes the rows. */
    boolean isCaptured() {
        return client instanceof CapturedRows || client instanceof WatchedAnswer outer && outer.isCaptured();
    }

    /** The errors sent as messages, as procedures do that go on after them. */
    List<Message> errors() {
        return errors;
    }

    @Override
    public void columns(List<Column> columns) {
        rows = true;
        client.columns(columns);
    }

    @Override
    public void row(Object... values) {
        client.row(values);
    }

    @Override
    public void endOfRows(long count) {
        client.endOfRows(count);
    }

    @Override
    public void updated(long count) {
        client.updated(count);
    }

    @Override
    public void message(Message message) {
        if (message.isError()) {
            errors.add(message);
            if (catching) {
                return;
            }
        }
        client.message(message);
    }

    @Override
    public void database(String name) {
        client.database(name);
    }

    @Override
    public void output(int ordinal, String name, SqlType type, Object value) {
        client.output(ordinal, name, type, value);
    }

    @Override
    public void returnStatus(int status) {
        client.returnStatus(status);
    }

    @Override
    public void dropConnection() {
        client.dropConnection();
    }

    @Override
    public void garble() {
        client.garble();
    }
}
