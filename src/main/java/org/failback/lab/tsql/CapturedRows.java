package org.failback.lab.tsql;

import java.util.ArrayList;
import java.util.List;
import org.failback.lab.tds.Answer;
import org.failback.lab.tds.Column;
import org.failback.lab.tds.Message;
import org.failback.lab.tds.SqlType;

/** Takes the result sets of INSERT … EXEC; messages still go to the client, when silent only errors do. */
final class CapturedRows implements Answer {
    /** A row with the columns of its result set. */
    record Captured(List<Column> columns, Object[] values) {}

    private final Answer client;
    private final boolean silent;
    private final List<Captured> rows = new ArrayList<>();
    private List<Column> columns = List.of();

    CapturedRows(Answer client, boolean silent) {
        this.client = client;
        this.silent = silent;
    }

    List<Captured> rows() {
        return rows;
    }

    @Override
    public void columns(List<Column> next) {
        columns = next;
    }

    @Override
    public void row(Object... values) {
        rows.add(new Captured(columns, values));
    }

    @Override
    public void endOfRows(long count) {
        // the INSERT tells its own count
    }

    @Override
    public void updated(long count) {
        // the INSERT tells its own count
    }

    @Override
    public void message(Message message) {
        if (!silent || message.isError()) {
            client.message(message);
        }
    }

    @Override
    public void database(String name) {
        if (!silent) {
            client.database(name);
        }
    }

    @Override
    public void output(int ordinal, String name, SqlType type, Object value) {
        client.output(ordinal, name, type, value);
    }

    @Override
    public void returnStatus(int status) {
        // belongs to the procedure, not to the INSERT
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
