package org.failback.lab.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.failback.lab.tds.Answer;
import org.failback.lab.tds.Column;
import org.failback.lab.tds.Login;
import org.failback.lab.tds.Message;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tds.SqlSession;
import org.failback.lab.tds.SqlType;

/** A client of one instance that speaks T-SQL without a wire between. */
final class Client implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private final SqlSession session;

    private Client(SqlSession session) {
        this.session = session;
    }

    static Client acting(LabInstance instance) {
        return login(instance, "failback", "master");
    }

    static Client looking(LabInstance instance) {
        return login(instance, "failback_reader", "master");
    }

    static Client login(LabInstance instance, String user, String database) {
        try {
            return new Client(
                    instance.open(new Login(user, "Practice-range-1", false, true, "story", "TEST01", database)));
        } catch (SqlError refused) {
            throw new AssertionError("login refused", refused);
        }
    }

    int id() {
        return session.id();
    }

    void cancel() {
        session.cancel();
    }

    /** Everything that one batch brought. */
    Result batch(String sql) {
        Result result = new Result();
        try {
            session.batch(sql, result);
        } catch (SqlError error) {
            error.chain().forEach(result::message);
        }
        return result;
    }

    /** Runs a batch that must not fail. */
    Result run(String sql) {
        Result result = batch(sql);
        if (!result.errors().isEmpty()) {
            throw new AssertionError(sql + " brought " + result.messages);
        }
        return result;
    }

    /** Runs a batch that must fail; the numbers of its errors in order. */
    List<Integer> refused(String sql) {
        Result result = batch(sql);
        if (result.errors().isEmpty()) {
            throw new AssertionError(sql + " was not refused");
        }
        return result.errors();
    }

    /** The first column of the first row. */
    Object value(String sql) {
        return run(sql).rows.get(0).get(0);
    }

    /** Waits until a query answers true in its first column. */
    void await(String sql) {
        await(() -> Boolean.TRUE.equals(value("SELECT CONVERT(bit, CASE WHEN " + sql + " THEN 1 ELSE 0 END)")), sql);
    }

    static void await(BooleanSupplier condition, String what) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain for: " + what);
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        session.close();
    }

    /** What came back, in order. */
    static final class Result implements Answer {
        final List<List<Object>> rows = new ArrayList<>();
        final List<String> columns = new ArrayList<>();
        final List<Message> messages = new ArrayList<>();
        boolean dropped;

        List<Integer> errors() {
            return messages.stream()
                    .filter(Message::isError)
                    .map(Message::number)
                    .toList();
        }

        List<Integer> numbers() {
            return messages.stream().map(Message::number).toList();
        }

        String text() {
            return messages.toString();
        }

        @Override
        public void columns(List<Column> shape) {
            columns.clear();
            rows.clear();
            shape.forEach(column -> columns.add(column.name()));
        }

        @Override
        public void row(Object... values) {
            rows.add(Arrays.asList(values));
        }

        @Override
        public void endOfRows(long count) {}

        @Override
        public void updated(long count) {}

        @Override
        public void message(Message message) {
            synchronized (messages) {
                messages.add(message);
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
            dropped = true;
        }
    }
}
