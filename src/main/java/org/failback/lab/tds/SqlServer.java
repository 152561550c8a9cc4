package org.failback.lab.tds;

/** What stands behind a TDS listener: an instance that lets logins in. */
public interface SqlServer {
    /**
     * Opens a session for a login whose packet has been read.
     *
     * @throws SqlError 18456 and its relatives when the login is refused; the listener sends it and closes
     */
    SqlSession open(Login login) throws SqlError;

    /** Whether its service runs; as long as it does not, connections are refused before a byte is said. */
    default boolean accepts() {
        return true;
    }

    /** The name sent in LOGINACK and in every message token, as {@code SERVERPROPERTY('ServerName')}. */
    String serverName();

    /** Version for PRELOGIN and LOGINACK, for example {@code 10.50.6000} (SQL Server 2008 R2 SP3). */
    String version();
}
