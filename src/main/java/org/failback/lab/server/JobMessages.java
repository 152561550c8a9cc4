package org.failback.lab.server;

import java.util.ArrayList;
import java.util.List;
import org.failback.lab.tds.Answer;
import org.failback.lab.tds.Column;
import org.failback.lab.tds.Message;
import org.failback.lab.tds.SqlType;

/** Collects what a T-SQL step says, in the form in which the Agent writes it down. */
final class JobMessages implements Answer {
    private final List<String> texts = new ArrayList<>();
    private boolean failed;
    private Message last;

    @Override
    public void columns(List<Column> columns) {}

    @Override
    public void row(Object... values) {}

    @Override
    public void endOfRows(long count) {}

    @Override
    public void updated(long count) {}

    @Override
    public void message(Message message) {
        String label = message.isError() ? "Error" : "Message";
        String state = message.isError() ? "42000" : "01000";
        texts.add(message.text() + " [SQLSTATE " + state + "] (" + label + " " + message.number() + ")"
                + (message.isError() ? "." : ""));
        failed |= message.isError();
        if (message.isError() || last == null || !last.isError()) {
            last = message;
        }
    }

    @Override
    public void database(String name) {}

    @Override
    public void output(int ordinal, String name, SqlType type, Object value) {}

    @Override
    public void returnStatus(int status) {}

    @Override
    public void dropConnection() {
        failed = true;
        texts.add("The connection was lost. [SQLSTATE 08S01] (Error 0).");
    }

    StepResult result() {
        String text = String.join("  ", texts);
        return new StepResult(!failed, text, last == null ? 0 : last.number(), last == null ? 0 : last.severity());
    }
}
