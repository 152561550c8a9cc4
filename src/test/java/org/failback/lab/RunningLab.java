package org.failback.lab;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** A small lab on free ports, asked as any SQL client would ask it. */
final class RunningLab implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private final Lab lab;

    RunningLab(Path folder) {
        lab = Lab.start(new LabShape(16, 0), LabPorts.free(), folder.resolve("ca.pem"));
    }

    Lab lab() {
        return lab;
    }

    Connection primary() throws SQLException {
        return connect(lab.address().ports().primary(), LabAddress.LOGIN);
    }

    Connection backup() throws SQLException {
        return connect(lab.address().ports().backup(), LabAddress.LOGIN);
    }

    static Connection connect(int port, String login) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", login);
        properties.setProperty("password", LabAddress.PASSWORD);
        properties.setProperty("encrypt", "false");
        properties.setProperty("loginTimeout", "20");
        return DriverManager.getConnection("jdbc:sqlserver://127.0.0.1:" + port, properties);
    }

    /** Rows of the first result set, every value as text. */
    static List<List<String>> rows(Connection client, String sql) throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        try (Statement statement = client.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            int columns = found.getMetaData().getColumnCount();
            while (found.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    row.add(found.getString(i));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    static String value(Connection client, String sql) throws SQLException {
        return rows(client, sql).get(0).get(0);
    }

    static void run(Connection client, String sql) throws SQLException {
        try (Statement statement = client.createStatement()) {
            boolean result = statement.execute(sql);
            while (result || statement.getUpdateCount() != -1) {
                result = statement.getMoreResults();
            }
        }
    }

    /** Something that becomes true by itself. */
    interface Condition {
        boolean holds() throws SQLException;
    }

    static void await(String what, Condition condition) throws SQLException {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain for: " + what);
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        lab.close();
    }
}
