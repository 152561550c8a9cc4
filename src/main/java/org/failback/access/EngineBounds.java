package org.failback.access;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** Stops the start when the engine's database could forget a commit or run out of connections. */
final class EngineBounds implements SmartInitializingSingleton {
    private final DataSource database;
    private final int connections;
    private final int jobThreads;
    private final int webThreads;

    EngineBounds(DataSource database, int connections, int jobThreads, int webThreads) {
        this.database = database;
        this.connections = connections;
        this.jobThreads = jobThreads;
        this.webThreads = webThreads;
    }

    /** @throws AccessNotConfigured with the property, its value and what is allowed */
    @Override
    public void afterSingletonsInstantiated() {
        // One is kept by the node for its name.
        int needed = 2 * jobThreads + webThreads + 1;
        if (connections < needed) {
            throw new AccessNotConfigured("spring.datasource.hikari.maximum-pool-size is " + connections + "; at least "
                    + needed + " is allowed: twice camunda.bpm.job-execution.max-pool-size (" + jobThreads
                    + ") plus server.tomcat.threads.max (" + webThreads + ").");
        }
        try (Connection connection = database.getConnection()) {
            String product = connection.getMetaData().getDatabaseProductName();
            String url = connection.getMetaData().getURL();
            if ("H2".equals(product) && !url.startsWith("jdbc:h2:mem:")) {
                demandNoWriteDelay(connection);
            }
        } catch (SQLException e) {
            throw new AccessNotConfigured("The engine's database did not answer (" + e.getMessage()
                    + "); check spring.datasource.url, its user and its password.");
        }
    }

    /** With a delay, H2 loses the last half second of commits when the machine dies: approvals and journal among them. */
    private static void demandNoWriteDelay(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS WHERE SETTING_NAME = 'WRITE_DELAY'")) {
            String delay = row.next() ? row.getString(1) : "not set";
            if (!"0".equals(delay)) {
                throw new AccessNotConfigured("spring.datasource.url leaves H2's WRITE_DELAY at " + delay
                        + "; only 0 is allowed: add ;WRITE_DELAY=0 to the URL.");
            }
        }
    }
}
