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
import java.util.Map;
import java.util.Properties;
import org.failback.lab.scenario.Place;

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

    /** A sysadmin's connection to an instance by its name, as {@code SQLB01\\LYNC}. */
    Connection to(String serverName) throws SQLException {
        LabPorts ports = lab.address().ports();
        Map<String, Integer> known = Map.of(
                LabNames.serverName(LabNames.PRIMARY), ports.primary(),
                LabNames.serverName(LabNames.PRIMARY_MIRROR), ports.primaryMirror(),
                LabNames.serverName(LabNames.BACKUP), ports.backup(),
                LabNames.serverName(LabNames.BACKUP_MIRROR), ports.backupMirror());
        return connect(known.get(serverName), LabAddress.LOGIN);
    }

    /** The first value that a batch answers, or the number of its first error, or {@code ok}. */
    String ask(Place place, String sql) throws SQLException {
        try (Connection client = to(Rehearsal.serverName(place));
                Statement statement = client.createStatement()) {
            boolean rows = statement.execute(sql);
            String first = "ok";
            while (rows || statement.getUpdateCount() != -1) {
                if (rows && first.equals("ok")) {
                    try (ResultSet found = statement.getResultSet()) {
                        first = found.next() ? String.valueOf(found.getString(1)) : "no row";
                    }
                }
                rows = statement.getMoreResults();
            }
            return first;
        } catch (SQLException refused) {
            return refused.getErrorCode() == 0 ? "connection lost" : "error " + refused.getErrorCode();
        }
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
