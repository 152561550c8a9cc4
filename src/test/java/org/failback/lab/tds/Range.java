package org.failback.lab.tds;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import org.failback.lab.tls.LabAuthority;

/** A scripted server on a free port of this machine, and drivers that know their way there. */
final class Range implements AutoCloseable {
    static final LabAuthority AUTHORITY = new LabAuthority(Clock.systemUTC());

    final ScriptedServer server;
    final TdsListener listener;

    Range(ScriptedServer server, TdsSettings settings) throws IOException {
        this.server = server;
        this.listener = new TdsListener(InetAddress.getLoopbackAddress(), 0, server, settings);
    }

    static Range of(ScriptedServer server) throws IOException {
        return new Range(server, withTls());
    }

    static TdsSettings withTls() {
        return TdsSettings.offering(
                AUTHORITY.serverContext(List.of("localhost"), List.of(InetAddress.getLoopbackAddress())));
    }

    String url(String more) {
        return url(listener.port(), more);
    }

    static String url(int port, String more) {
        return "jdbc:sqlserver://localhost:" + port + ";loginTimeout=10;applicationName=range;" + more;
    }

    /** Encrypts the login only, as {@code encrypt=false} does. */
    Connection connect() throws SQLException {
        return connect("encrypt=false");
    }

    Connection connect(String more) throws SQLException {
        return DriverManager.getConnection(url(more), ScriptedServer.USER, ScriptedServer.PASSWORD);
    }

    static String trusting(Path folder) throws IOException {
        Path store = folder.resolve("trust.p12");
        AUTHORITY.writeTrustStore(store, "changeit".toCharArray());
        return "encrypt=true;trustStore=" + store + ";trustStorePassword=changeit;trustStoreType=PKCS12";
    }

    @Override
    public void close() {
        listener.close();
    }
}
