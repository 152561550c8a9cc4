package org.failback.contract;

import com.microsoft.sqlserver.jdbc.SQLServerDataSource;
import com.microsoft.sqlserver.jdbc.SQLServerError;
import com.microsoft.sqlserver.jdbc.SQLServerException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One of the two instances that promises are put to. */
final class Server {
    static final String PROGRAM = "Contract of Persistent Chat Failback";

    /**
     * How it is reached.
     *
     * @param endpoint address of its mirroring endpoint as SET PARTNER takes it; empty where there is none
     * @param trustStore a PKCS12 store; empty trusts any certificate
     */
    record Address(
            String host,
            int port,
            String user,
            String password,
            String trustStore,
            String trustPassword,
            String endpoint) {}

    private final Address address;
    private final Consumer<String> record;
    private final Client main;
    private final String name;
    private Client unrecorded;

    Server(Address address, Consumer<String> record) throws SQLException {
        this.address = address;
        this.record = record;
        this.main = new Client(
                source(address.user(), address.password(), "master").getConnection(), address.host(), record);
        this.name = main.ask("SELECT CONVERT(nvarchar(128), SERVERPROPERTY('ServerName'))")
                .text();
    }

    private SQLServerDataSource source(String user, String password, String database) {
        SQLServerDataSource source = new SQLServerDataSource();
        source.setServerName(address.host());
        source.setPortNumber(address.port());
        source.setDatabaseName(database);
        source.setUser(user);
        source.setPassword(password);
        source.setEncrypt("true");
        if (address.trustStore().isEmpty()) {
            source.setTrustServerCertificate(true);
        } else {
            source.setTrustStore(address.trustStore());
            source.setTrustStoreType("PKCS12");
            source.setTrustStorePassword(address.trustPassword());
        }
        source.setApplicationName(PROGRAM);
        source.setLoginTimeout(15);
        source.setSocketTimeout(120_000);
        source.setConnectRetryCount(0);
        return source;
    }

    /** Its name as SERVERPROPERTY gives it. */
    String name() {
        return name;
    }

    String endpoint() {
        return address.endpoint();
    }

    /** The connection of a sysadmin that all promises share; it stays in master. */
    Client main() {
        return main;
    }

    /** A connection of its own for the same login. */
    Client another() {
        return open(address.user(), address.password(), "master", record);
    }

    Client another(String database) {
        return open(address.user(), address.password(), database, record);
    }

    /** A connection for taking things away again, opened anew where it broke; it counts for no promise. */
    Client unrecorded() {
        if (unrecorded == null || !unrecorded.isOpen()) {
            unrecorded = open(address.user(), address.password(), "master", text -> {});
        }
        return unrecorded;
    }

    Client as(String user, String password) {
        return open(user, password, "master", record);
    }

    private Client open(String user, String password, String database, Consumer<String> heard) {
        try {
            return new Client(source(user, password, database).getConnection(), name, heard);
        } catch (SQLException e) {
            throw new AssertionError(user + " did not get into " + database + " on " + name + ": " + e.getMessage(), e);
        }
    }

    /** The errors by which a login is refused, in order. */
    List<Told> refusedLogin(String user, String password, String database) {
        try (Client got = new Client(source(user, password, database).getConnection(), name, record)) {
            throw new AssertionError(user + " got into " + database + " on " + name + " as session " + got.id());
        } catch (SQLException refused) {
            List<Told> errors = new ArrayList<>();
            for (SQLException one = refused; one != null; one = one.getNextException()) {
                if (one instanceof SQLServerException words && words.getSQLServerError() != null) {
                    SQLServerError error = words.getSQLServerError();
                    errors.add(new Told(
                            error.getErrorNumber(),
                            error.getErrorSeverity(),
                            error.getErrorState(),
                            error.getErrorMessage()));
                }
            }
            return errors;
        }
    }

    void close() {
        if (unrecorded != null) {
            unrecorded.close();
        }
        main.close();
    }
}
