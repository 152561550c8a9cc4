package org.failback.sqlserver;

import com.microsoft.sqlserver.jdbc.SQLServerDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.failback.estate.Credential;
import org.failback.estate.MissingSecret;
import org.failback.estate.Secrets;
import org.failback.estate.SqlInstance;
import org.failback.step.RemoteFailure;
import org.failback.step.Sort;

/** Opens connections: each its own, to master, encrypted, with the server's name verified. */
final class Connector {
    private static final int LONGEST_APPLICATION_NAME = 128;
    private static final Duration LONGEST_LOGIN = Duration.ofSeconds(15);
    /** The driver must not give up reading before the watchdog has asked the server to stop. */
    private static final Duration SOCKET_GRACE = Duration.ofSeconds(5);

    private final Secrets secrets;
    private final TrustFiles trust = new TrustFiles();

    Connector(Secrets secrets) {
        this.secrets = secrets;
    }

    /**
     * Logs in.
     *
     * @param left time that is left for everything on this connection
     * @throws RemoteFailure TRANSIENT when the instance is not reached, REFUSED when it or its certificate says no
     */
    Connection open(SqlInstance instance, Credential credential, String run, Duration left) {
        if (left.isZero()) {
            throw Failures.late(instance, "a connection", ErrorTable.LATE_WHILE_LOOKING);
        }
        try {
            return source(instance, credential, run, left).getConnection();
        } catch (SQLException e) {
            throw Failures.connecting(instance, credential, e);
        } catch (MissingSecret e) {
            throw new RemoteFailure(
                    Sort.ASKS,
                    instance.serverName(),
                    "Nobody logged in to " + instance.serverName() + ": " + e.getMessage(),
                    "Put the secret where the configuration says it lies, then try again.",
                    "operator",
                    e);
        }
    }

    private SQLServerDataSource source(SqlInstance instance, Credential credential, String run, Duration left) {
        SQLServerDataSource source = new SQLServerDataSource();
        source.setServerName(instance.address());
        source.setPortNumber(instance.port());
        source.setDatabaseName("master");
        source.setEncrypt("true");
        source.setTrustServerCertificate(false);
        source.setHostNameInCertificate(instance.host());
        instance.trustStore().ifPresent(pem -> {
            source.setTrustStore(trust.of(pem).toString());
            source.setTrustStoreType(TrustFiles.TYPE);
            source.setTrustStorePassword(trust.password());
        });
        source.setApplicationName(applicationName(run));
        source.setLoginTimeout((int) Math.max(1, Math.min(left.toSeconds(), LONGEST_LOGIN.toSeconds())));
        source.setSocketTimeout((int) left.plus(SOCKET_GRACE).toMillis());
        source.setConnectRetryCount(0);
        authenticate(source, credential);
        return source;
    }

    private void authenticate(SQLServerDataSource source, Credential credential) {
        int backslash = credential.user().indexOf('\\');
        if (backslash > 0) {
            source.setIntegratedSecurity(true);
            source.setAuthenticationScheme("NTLM");
            source.setDomain(credential.user().substring(0, backslash));
        }
        source.setUser(credential.user().substring(backslash + 1));
        source.setPassword(secrets.password(credential));
    }

    static String applicationName(String run) {
        String name = "failback " + run;
        return name.length() > LONGEST_APPLICATION_NAME ? name.substring(0, LONGEST_APPLICATION_NAME) : name;
    }
}
