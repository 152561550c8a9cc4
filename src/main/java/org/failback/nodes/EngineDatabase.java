package org.failback.nodes;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** What kind of database the engine has, as far as nodes need to know. */
enum EngineDatabase {
    /** H2 in this process, which locks its file: no other process has it. */
    FOR_THIS_PROCESS,
    POSTGRESQL,
    /** Nothing is known of who else uses it. */
    OTHER;

    /** @param url as configured; H2's own answer leaves its settings out */
    static EngineDatabase of(DataSource database, String url) {
        try (Connection connection = database.getConnection()) {
            return switch (connection.getMetaData().getDatabaseProductName()) {
                case "PostgreSQL" -> POSTGRESQL;
                case "H2" -> isForThisProcess(url) ? FOR_THIS_PROCESS : OTHER;
                default -> OTHER;
            };
        } catch (SQLException e) {
            throw new NodeNotStarted("The engine's database did not answer (" + e.getMessage()
                    + "); check spring.datasource.url, its user and its password.");
        }
    }

    private static boolean isForThisProcess(String url) {
        String lower = url.toLowerCase(Locale.ROOT);
        return Stream.of("jdbc:h2:tcp:", "jdbc:h2:ssl:", "auto_server", "file_lock")
                .noneMatch(lower::contains);
    }
}
