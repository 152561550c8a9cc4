package org.failback.lab.tsql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.failback.lab.tds.Answer;
import org.failback.lab.tds.Column;
import org.failback.lab.tds.Message;
import org.failback.lab.tds.SqlType;

/** Writes down what a session answers, one line each. */
final class RecordedAnswer implements Answer {
    final List<String> lines = new ArrayList<>();
    final List<List<Object>> rows = new ArrayList<>();
    List<Column> columns = List.of();

    @Override
    public void columns(List<Column> next) {
        columns = next;
    }

    @Override
    public void row(Object... values) {
        rows.add(Arrays.asList(values));
        lines.add("row " + Arrays.toString(values));
    }

    @Override
    public void endOfRows(long count) {
        lines.add("rows " + count);
    }

    @Override
    public void updated(long count) {
        if (count >= 0) {
            lines.add("updated " + count);
        }
    }

    @Override
    public void message(Message message) {
        lines.add(message.isError() ? "error " + message.number() : "info " + message.text());
    }

    @Override
    public void database(String name) {
        lines.add("database " + name);
    }

    @Override
    public void output(int ordinal, String name, SqlType type, Object value) {
        lines.add("output " + ordinal + " " + name + "=" + value);
    }

    @Override
    public void returnStatus(int status) {
        lines.add("status " + status);
    }

    @Override
    public void dropConnection() {
        lines.add("dropped");
    }
}
