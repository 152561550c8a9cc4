package org.failback.nodes;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** A PostgreSQL server of a test's own, from binaries on the class path; it can be stopped and come back with its data. */
public final class Postgres implements AutoCloseable {
    private final Path data;
    private EmbeddedPostgres server;
    private int port;

    private Postgres(Path data) {
        this.data = data;
    }

    /** @param folder for its data; removed by nobody but its owner */
    public static Postgres start(Path folder) {
        Postgres postgres = new Postgres(folder.resolve("postgres"));
        postgres.start();
        return postgres;
    }

    /** Starts it on the port that it had before. */
    public void start() {
        try {
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setServerConfig("fsync", "off")
                    .setServerConfig("max_connections", "200");
            server = (port == 0 ? builder : builder.setPort(port)).start();
            port = server.getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it at once, with every connection to it. */
    public void stop() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For {@code spring.datasource.url}; the user is in it. */
    public String url() {
        return "jdbc:postgresql://localhost:" + port + "/postgres?user=postgres";
    }

    public DataSource database() {
        return server.getPostgresDatabase();
    }

    /** Cuts every connection but the one that says so. */
    public void cutConnections() {
        run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'");
    }

    public void run(String sql) {
        try (Connection connection = database().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
