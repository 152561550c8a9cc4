package org.failback.contract;

import com.microsoft.sqlserver.jdbc.ISQLServerConnection;
import com.microsoft.sqlserver.jdbc.ISQLServerMessage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** One connection to an instance, on which every batch is heard to its end. */
final class Client implements AutoCloseable {
    private static final int MOST_RESULTS = 10_000;
    private static final int SECONDS_TO_ANSWER = 15;
    private final Connection connection;
    private final Map<String, String> columns = new LinkedHashMap<>();
    private final Consumer<String> record;
    private final List<Told> told = Collections.synchronizedList(new ArrayList<>());
    private final String of;

    /** @param record hears every text that is sent */
    Client(Connection connection, String of, Consumer<String> record) throws SQLException {
        this.connection = connection;
        this.of = of;
        this.record = record;
        connection.unwrap(ISQLServerConnection.class).setServerMessageHandler(this::hear);
    }

    private ISQLServerMessage hear(ISQLServerMessage message) {
        told.add(new Told(
                message.getErrorNumber(),
                message.getErrorSeverity(),
                message.getErrorState(),
                String.valueOf(message.getErrorMessage())));
        return message;
    }

    /** Runs a batch; what the server refuses is in the answer. A {@code ?} stands for each value. */
    Said run(String batch, Object... values) {
        record.accept(batch);
        told.clear();
        List<Map<String, Object>> rows = new ArrayList<>();
        columns.clear();
        try (Statement statement = statement(batch, values)) {
            boolean more = results(statement, batch, rows);
            return new Said(rows, new LinkedHashMap<>(columns), List.copyOf(told), more);
        } catch (SQLException e) {
            return new Said(rows, new LinkedHashMap<>(columns), List.copyOf(told), !isSaid(e));
        }
    }

    /** Runs a batch that must not be refused. */
    Said ask(String batch, Object... values) {
        try {
            return run(batch, values).withoutError();
        } catch (AssertionError refused) {
            throw new AssertionError(of + " refused:\n" + batch + "\n" + refused.getMessage(), refused);
        }
    }

    private Statement statement(String batch, Object... values) throws SQLException {
        if (values.length == 0) {
            return connection.createStatement();
        }
        PreparedStatement prepared = connection.prepareStatement(batch);
        for (int i = 0; i < values.length; i++) {
            prepared.setObject(i + 1, values[i]);
        }
        return prepared;
    }

    /** Answers whether the connection broke. */
    private boolean results(Statement statement, String batch, List<Map<String, Object>> rows) throws SQLException {
        boolean set = false;
        boolean unread = false;
        boolean more = true;
        try {
            set = statement instanceof PreparedStatement prepared ? prepared.execute() : statement.execute(batch);
            unread = set;
        } catch (SQLException e) {
            if (!isSaid(e)) {
                return true;
            }
        }
        for (int i = 0; more && i < MOST_RESULTS; i++) {
            try {
                if (unread) {
                    unread = false;
                    read(statement.getResultSet(), rows);
                }
                more = set || statement.getUpdateCount() != -1;
                if (more) {
                    set = statement.getMoreResults();
                    unread = set;
                }
            } catch (SQLException e) {
                if (!isSaid(e)) {
                    return true;
                }
                set = true;
                unread = false;
            }
        }
        return connection.isClosed();
    }

    private void read(ResultSet set, List<Map<String, Object>> rows) throws SQLException {
        columns.clear();
        for (int i = 1; i <= set.getMetaData().getColumnCount(); i++) {
            columns.put(
                    set.getMetaData().getColumnLabel(i).toLowerCase(Locale.ROOT),
                    set.getMetaData().getColumnClassName(i));
        }
        while (set.next()) {
            Map<String, Object> row = new LinkedHashMap<>();
            for (int i = 1; i <= set.getMetaData().getColumnCount(); i++) {
                row.put(set.getMetaData().getColumnLabel(i).toLowerCase(Locale.ROOT), set.getObject(i));
            }
            rows.add(row);
        }
    }

    private boolean isSaid(SQLException e) {
        return told.stream().anyMatch(one -> one.isError() && one.number() == e.getErrorCode());
    }

    /** Whether the server still answers on it. */
    boolean isOpen() {
        try {
            return connection.isValid(SECONDS_TO_ANSWER);
        } catch (SQLException broken) {
            return false;
        }
    }

    /** The session's number on the server. */
    int id() {
        return (int) ask("SELECT @@SPID").number();
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException gone) {
            // A connection that is gone is closed.
        }
    }
}
