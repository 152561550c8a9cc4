package org.failback.chaos;

import com.microsoft.sqlserver.jdbc.SQLServerDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.failback.lab.Lab;
import org.failback.lab.LabAddress;
import org.failback.lab.LabPorts;
import org.failback.lab.LabShape;

/** The lab as a process of its own, and somebody with a SQL client who orders what goes wrong and reads the logs. */
final class LabProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(120);
    /** Programs of the product; the lab's holds are to strike nobody else. */
    static final String PRODUCT = "failback%";

    static final String CLIENT = "crash matrix";

    private final AutoCloseable lab;
    private final LabAddress address;
    private final Map<String, Connection> clients = new LinkedHashMap<>();

    private LabProcess(AutoCloseable lab, LabAddress address) {
        this.lab = lab;
        this.address = address;
    }

    /** In a process of its own, wherever there is room. */
    static LabProcess start(Path folder) {
        return start(Ports.inARow(LabPorts.from(0).winRm().size() + 4), folder);
    }

    /** Where a start is too much for what is to be seen. */
    static LabProcess inThisProcess(Path folder) {
        int first = Ports.inARow(LabPorts.from(0).winRm().size() + 4);
        Lab started = Lab.start(new LabShape(LabShape.LEAST_MB, 0), LabPorts.from(first), folder.resolve("ca.pem"));
        LabProcess lab = new LabProcess(started, started.address());
        try {
            lab.connect();
            return lab;
        } catch (SQLException e) {
            lab.close();
            throw new AssertionError("The lab did not start", e);
        }
    }

    static LabProcess start(int portsFrom, Path folder) {
        Path ca = folder.resolve("ca.pem");
        Child child = Child.java(
                Jvm.ofThisBuild(),
                "org.failback.console.Main",
                Map.of(),
                List.of("lab", "--ports-from", String.valueOf(portsFrom), "--ca", ca.toString(), "--size-mb", "16"),
                folder,
                folder.resolve("lab.log"));
        LabProcess lab = new LabProcess(child, new LabAddress(LabPorts.from(portsFrom), ca));
        try {
            child.await(() -> child.said("Certificate authority"), START, "the lab's start");
            lab.connect();
            return lab;
        } catch (SQLException | RuntimeException | AssertionError e) {
            lab.close();
            throw new AssertionError("The lab did not start: " + child.last(), e);
        }
    }

    private void connect() throws SQLException {
        LabPorts ports = address.ports();
        for (int port : List.of(ports.primary(), ports.primaryMirror(), ports.backup(), ports.backupMirror())) {
            Connection client = connect(port);
            clients.put(text(client, "SELECT @@SERVERNAME"), client);
        }
    }

    private static Connection connect(int port) throws SQLException {
        SQLServerDataSource source = new SQLServerDataSource();
        source.setServerName("127.0.0.1");
        source.setPortNumber(port);
        source.setUser("failback");
        source.setPassword("Practice-range-1");
        source.setTrustServerCertificate(true);
        source.setApplicationName(CLIENT);
        return source.getConnection();
    }

    LabAddress address() {
        return address;
    }

    /** Names of the instances: P, PM, B, BM. */
    List<String> servers() {
        return List.copyOf(clients.keySet());
    }

    String primary() {
        return servers().get(0);
    }

    String backup() {
        return servers().get(2);
    }

    /** Everything begins anew; the logs, too. All sessions but the one that asks end with it. */
    void reset() {
        order(primary(), "EXEC lab.dbo.reset");
        try {
            disconnect();
            connect();
        } catch (SQLException e) {
            throw new AssertionError("The lab did not come back", e);
        }
    }

    synchronized void order(String server, String sql) {
        try (Statement statement = clients.get(server).createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(server + " refused: " + sql, e);
        }
    }

    void orderEverywhere(String sql) {
        servers().forEach(server -> order(server, sql));
    }

    synchronized List<List<String>> ask(String server, String query) {
        try (Statement statement = clients.get(server).createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            int columns = rows.getMetaData().getColumnCount();
            List<List<String>> all = new ArrayList<>();
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    row.add(rows.getString(i));
                }
                all.add(row);
            }
            return all;
        } catch (SQLException e) {
            throw new AssertionError(server + " did not answer: " + query, e);
        }
    }

    private static String text(Connection client, String query) throws SQLException {
        try (Statement statement = client.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    /** Whether a request of the product is held on an instance. */
    boolean isHeld(String server) {
        return ask(primary(), "SELECT server_name FROM lab.dbo.held_requests").stream()
                .anyMatch(row -> row.get(0).equals(server));
    }

    /** Which sessions of the product have a request that is held, on all instances. */
    List<List<String>> held() {
        return ask(primary(), "SELECT server_name, CONVERT(varchar(9), session_id) FROM lab.dbo.held_requests");
    }

    /** Whether a cmdlet is held that begins so; what was let go may still be on its way. */
    boolean isCmdletHeld(String beginning) {
        return ask(primary(), "SELECT cmdlet FROM lab.dbo.held_cmdlets").stream()
                .anyMatch(row -> row.get(0).startsWith(beginning));
    }

    /** How many statements of the product have ended so far, on all instances. */
    int seen() {
        return servers().stream()
                .mapToInt(server -> Integer.parseInt(ask(
                                server,
                                "SELECT CONVERT(varchar(9), COUNT(*)) FROM lab.dbo.statement_log WHERE application LIKE N'failback%' OR application LIKE N'PowerShell%'")
                        .get(0)
                        .get(0)))
                .sum();
    }

    /** How often the product has looked at the activity of jobs here. */
    int jobLooks(String server) {
        return Integer.parseInt(ask(
                        server,
                        "SELECT CONVERT(varchar(9), COUNT(*)) FROM lab.dbo.statement_log WHERE application LIKE N'failback%' AND statement LIKE N'SELECT%sysjobactivity%'")
                .get(0)
                .get(0));
    }

    /** When the product asked something of any instance or of PowerShell, in order; UTC. */
    List<Instant> askedByProduct() {
        return servers().stream()
                .flatMap(server -> ask(
                        server,
                        "SELECT CONVERT(varchar(33), at, 126) FROM lab.dbo.statement_log WHERE application LIKE N'failback%' OR application LIKE N'PowerShell%'")
                        .stream())
                .map(row -> LocalDateTime.parse(row.get(0)).toInstant(ZoneOffset.UTC))
                .sorted()
                .toList();
    }

    private void disconnect() {
        for (Connection client : clients.values()) {
            try {
                client.close();
            } catch (SQLException e) {
                // It ends with the lab anyway.
                continue;
            }
        }
        clients.clear();
    }

    @Override
    public void close() {
        disconnect();
        try {
            lab.close();
        } catch (Exception e) {
            throw new AssertionError("The lab did not stop in order", e);
        }
    }
}
