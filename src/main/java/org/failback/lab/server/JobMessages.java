package org.failback.lab.server;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.failback.lab.tds.Answer;
import org.failback.lab.tds.Column;
import org.failback.lab.tds.Message;
import org.failback.lab.tds.SqlType;

/** Collects what a T-SQL step says, in the form in which the Agent writes it down. */
final class JobMessages implements Answer {
    private final List<Message> messages = new ArrayList<>();
    private final Runnable onError;
    private Message last;

    /** @param onError ends the step: the Agent lets no statement run after the first error that reaches it */
    JobMessages(Runnable onError) {
        this.onError = onError;
    }

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
        messages.add(message);
        if (message.isError() || last == null || !last.isError()) {
            last = message;
        }
        if (message.isError()) {
            onError.run();
        }
    }

    List<Message> errors() {
        return messages.stream().filter(Message::isError).toList();
    }

    private boolean failed() {
        return messages.stream().anyMatch(Message::isError);
    }

    @Override
    public void database(String name) {}

    @Override
    public void output(int ordinal, String name, SqlType type, Object value) {}

    @Override
    public void returnStatus(int status) {}

    @Override
    public void dropConnection() {
        message(Errors.message(596));
    }

    StepResult result() {
        return new StepResult(
                !failed(),
                messages.stream().map(JobMessages::inHistory).collect(Collectors.joining("  ")),
                messages.stream().map(JobMessages::inLog).collect(Collectors.joining("\r\n")),
                last == null ? 0 : last.number(),
                last == null ? 0 : last.severity());
    }

    private static String state(Message message) {
        return message.isError() ? "[SQLSTATE 42000]" : "[SQLSTATE 01000]";
    }

    private static String inHistory(Message message) {
        String origin = message.isError() ? "(Error " + message.number() + ")." : "(Message " + message.number() + ")";
        return message.text() + " " + state(message) + " " + origin;
    }

    private static String inLog(Message message) {
        int severity = message.severity();
        return "Msg " + message.number() + ", Sev " + severity + ", State " + message.state() + ", Line "
                + message.line() + " : " + message.text() + " " + state(message);
    }
}
