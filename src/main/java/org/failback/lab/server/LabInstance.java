package org.failback.lab.server;

import java.util.function.Supplier;
import org.failback.lab.tds.Login;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tds.SqlServer;
import org.failback.lab.tds.SqlSession;

/** One modelled instance as the rest of the lab sees it: a listener lets clients in, the chat side has its servers here. */
public final class LabInstance implements SqlServer {
    private final Instance instance;

    LabInstance(Instance instance) {
        this.instance = instance;
    }

    @Override
    public SqlSession open(Login login) throws SqlError {
        instance.estate().lock().lock();
        try {
            ServerLogin principal = authenticate(login);
            String wanted = login.database().isEmpty() ? "master" : login.database();
            Database database = instance.database(wanted);
            if (database == null) {
                throw cannotOpen(wanted, login.user());
            }
            ServerSession session = instance.openSession(principal, login.host(), login.application(), database.name());
            session.setEncrypted(login.encrypted());
            enter(session, database, login.user());
            return new LabSession(session);
        } finally {
            instance.estate().lock().unlock();
        }
    }

    private ServerLogin authenticate(Login login) throws SqlError {
        ServerLogin principal = instance.login(login.user());
        boolean proved = principal != null
                && (login.integrated() ? !principal.type().equals("S") : principal.accepts(login.password()));
        if (!proved) {
            throw refused(login.user());
        }
        if (principal.isDisabled()) {
            throw Errors.of(18470, "Login failed for user '" + login.user() + "'. Reason: The account is disabled.");
        }
        return principal;
    }

    private void enter(ServerSession session, Database database, String user) throws SqlError {
        try {
            DatabaseAccess.check(database, session);
        } catch (SqlError closed) {
            instance.closeSession(session);
            throw cannotOpen(database.name(), user);
        }
    }

    private static SqlError cannotOpen(String database, String user) {
        SqlError first =
                Errors.of(4060, "Cannot open database \"" + database + "\" requested by the login. The login failed.");
        return Errors.then(first, 18456, "Login failed for user '" + user + "'.");
    }

    private static SqlError refused(String user) {
        return Errors.of(18456, "Login failed for user '" + user + "'.");
    }

    @Override
    public String serverName() {
        return instance.name();
    }

    @Override
    public String version() {
        Edition edition = instance.edition();
        return edition.major() + "." + edition.minor() + "." + edition.build();
    }

    /** Full name of the host, as {@code sqlp01.dc1.lab.example}. */
    public String fqdn() {
        return instance.host().fqdn();
    }

    /** The port the lab listens on for it unless it is told otherwise. */
    public int port() {
        return instance.host().port();
    }

    /**
     * Connects a client that does not come over the wire, as a chat server that keeps its connections to mgc.
     *
     * @param host NetBIOS name of the client; it logs in with its machine account, which gets in through its group
     * @throws SqlError when the database cannot be used now: 927, 942, 954, 924, 916 and their relatives
     */
    public ChatClient connect(String host, String program, String database) throws SqlError {
        instance.estate().lock().lock();
        try {
            Database target = instance.require(database);
            Sid group = Sid.ofDomain(FailedOver.CHAT_SERVICES);
            ServerLogin login = new ServerLogin(0, FailedOver.DOMAIN + "\\" + host + "$", "U", group, null);
            ServerSession session = instance.openSession(login, host, program, "master");
            try {
                DatabaseAccess.check(target, session);
            } catch (SqlError refused) {
                instance.closeSession(session);
                throw refused;
            }
            session.scope().useDatabase(target.name());
            return new ChatClient(session);
        } finally {
            instance.estate().lock().unlock();
        }
    }

    /** The state of a database as {@code sys.databases.state_desc} shows it; empty when there is none. */
    public String databaseState(String database) {
        return looking(() -> {
            Database found = instance.database(database);
            return found == null ? "" : found.state().name();
        });
    }

    /** Writes a line into {@code lab.dbo.statement_log}, for what did not come as T-SQL. */
    public void log(String login, String application, String statement, String outcome) {
        looking(() -> {
            instance.statementLog().add(instance.estate().now(), login, application, statement, outcome);
            return null;
        });
    }

    private <T> T looking(Supplier<T> look) {
        instance.estate().lock().lock();
        try {
            return look.get();
        } finally {
            instance.estate().lock().unlock();
        }
    }

    @Override
    public String toString() {
        return instance.name();
    }
}
