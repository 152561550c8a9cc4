package org.failback.console;

import com.microsoft.sqlserver.jdbc.SQLServerDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.failback.lab.LabAddress;
import org.failback.lab.LabPorts;
import org.failback.lab.scenario.Order;
import org.failback.lab.scenario.Place;

/** Somebody at a query window of the lab's instances, with rights to do anything. */
final class LabClient {
    private final LabPorts ports;

    LabClient(LabAddress address) {
        this.ports = address.ports();
    }

    void run(Order order) {
        run(order.on(), order.sql());
    }

    void run(Place place, String sql) {
        try (Connection connection = connect(place);
                Statement statement = connection.createStatement()) {
            // Errors of later statements of a batch come with the later results.
            boolean rows = statement.execute(sql);
            while (rows || statement.getUpdateCount() >= 0) {
                rows = statement.getMoreResults();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("at " + place + ": " + sql, e);
        }
    }

    /** The first column of every row. */
    List<String> ask(Place place, String sql) {
        try (Connection connection = connect(place);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> answers = new ArrayList<>();
            while (rows.next()) {
                answers.add(rows.getString(1));
            }
            return answers;
        } catch (SQLException e) {
            throw new IllegalStateException("at " + place + ": " + sql, e);
        }
    }

    private Connection connect(Place place) throws SQLException {
        SQLServerDataSource source = new SQLServerDataSource();
        source.setServerName("127.0.0.1");
        source.setPortNumber(
                switch (place) {
                    case P -> ports.primary();
                    case PM -> ports.primaryMirror();
                    case B -> ports.backup();
                    case BM -> ports.backupMirror();
                });
        source.setUser("failback");
        source.setPassword("Practice-range-1");
        source.setTrustServerCertificate(true);
        return source.getConnection();
    }
}
