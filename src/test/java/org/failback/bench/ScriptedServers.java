package org.failback.bench;

import com.microsoft.sqlserver.jdbc.SQLServerDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.failback.estate.Secrets;
import org.failback.estate.SqlInstance;

/** SQL Servers as a script holds them: one connection to each, opened when it is first needed and kept. */
final class ScriptedServers implements AutoCloseable {
    private final Secrets secrets = new Secrets();
    private final Map<SqlInstance, Connection> open = new HashMap<>();

    /**
     * Runs a batch to its end.
     *
     * @throws SQLException at the first error that the server says
     */
    void run(SqlInstance instance, String batch) throws SQLException {
        try (Statement statement = connection(instance).createStatement()) {
            boolean rows = statement.execute(batch);
            while (rows || statement.getUpdateCount() != -1) {
                rows = statement.getMoreResults();
            }
        }
    }

    /** What a query answers, each row's columns joined by a blank. */
    List<String> ask(SqlInstance instance, String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection(instance).createStatement();
                ResultSet answer = statement.executeQuery(query)) {
            while (answer.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= answer.getMetaData().getColumnCount(); i++) {
                    row.add(answer.getString(i));
                }
                rows.add(String.join(" ", row));
            }
        }
        return rows;
    }

    private Connection connection(SqlInstance instance) throws SQLException {
        Connection connection = open.get(instance);
        if (connection == null) {
            connection = connect(instance);
            open.put(instance, connection);
        }
        return connection;
    }

    private Connection connect(SqlInstance instance) throws SQLException {
        SQLServerDataSource source = new SQLServerDataSource();
        source.setServerName(instance.address());
        source.setPortNumber(instance.port());
        source.setDatabaseName("master");
        source.setUser(instance.act().user());
        source.setPassword(secrets.password(instance.act()));
        source.setApplicationName("straight line");
        source.setTrustServerCertificate(true);
        return source.getConnection();
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : open.values()) {
            connection.close();
        }
    }
}
