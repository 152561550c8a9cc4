package org.failback.sqlserver;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.failback.estate.Secrets;
import org.failback.estate.SqlInstance;
import org.failback.step.Deadline;

/** The instances over the wire, by Microsoft's driver. */
public final class MssqlServers implements SqlServers, AutoCloseable {
    private final Connector connector;
    private final Watchdog watchdog = new Watchdog();

    public MssqlServers(Secrets secrets) {
        this.connector = new Connector(secrets);
    }

    @Override
    public Inquiry inquire(SqlInstance instance, String run, Deadline deadline) {
        return new WireInquiry(instance, connector.open(instance, instance.look(), run, deadline.left()), deadline);
    }

    Connection act(SqlInstance instance, String run, Duration left) {
        return connector.open(instance, instance.act(), run, left);
    }

    Watchdog watchdog() {
        return watchdog;
    }

    @Override
    public void close() {
        watchdog.close();
    }

    private final class WireInquiry implements Inquiry {
        private final SqlInstance instance;
        private final Connection connection;
        private final Deadline deadline;

        WireInquiry(SqlInstance instance, Connection connection, Deadline deadline) {
            this.instance = instance;
            this.connection = connection;
            this.deadline = deadline;
        }

        @Override
        public List<Row> ask(Lookup lookup, Object... values) {
            String what = "the look-up " + lookup;
            boolean late = false;
            try (Statement statement = statement(lookup, values);
                    Watchdog.Watch watch = watchdog.watch(connection, statement, deadline.left())) {
                try (ResultSet rows = rows(statement, lookup)) {
                    return read(rows);
                } finally {
                    late = watch.late();
                }
            } catch (SQLException e) {
                throw late
                        ? Failures.late(instance, what, ErrorTable.LATE_WHILE_LOOKING)
                        : Failures.looking(instance, what, e);
            }
        }

        /** Without parameters it goes as a plain batch: the server's log then shows the very text. */
        private Statement statement(Lookup lookup, Object... values) throws SQLException {
            if (values.length == 0) {
                return connection.createStatement();
            }
            PreparedStatement prepared = connection.prepareStatement(lookup.text());
            for (int i = 0; i < values.length; i++) {
                prepared.setObject(i + 1, values[i]);
            }
            return prepared;
        }

        private ResultSet rows(Statement statement, Lookup lookup) throws SQLException {
            return statement instanceof PreparedStatement prepared
                    ? prepared.executeQuery()
                    : statement.executeQuery(lookup.text());
        }

        private List<Row> read(ResultSet rows) throws SQLException {
            List<Row> all = new ArrayList<>();
            while (rows.next()) {
                Map<String, Object> values = new LinkedHashMap<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    Object value = rows.getObject(i);
                    values.put(
                            rows.getMetaData().getColumnLabel(i),
                            value instanceof Timestamp time ? time.toLocalDateTime() : value);
                }
                all.add(new Row(values));
            }
            return all;
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
}
