package org.failback.lab.server;

import java.util.function.Supplier;
import org.failback.lab.tds.Login;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tds.SqlServer;
import org.failback.lab.tds.SqlSession;

/** One modelled instance as the rest of the lab sees it: a listener lets clients in, the chat side has its servers here. */
public final class LabInstance implements SqlServer {
    private final SqlEstate estate;
    private final String name;

    LabInstance(Instance instance) {
        this.estate = instance.estate();
        this.name = instance.name();
    }

    /** Asked for each time, since a reset puts another in its place. */
    private Instance instance() {
        estate.lock().lock();
        try {
            return estate.find(name);
        } finally {
            estate.lock().unlock();
        }
    }

    @Override
    public SqlSession open(Login login) throws SqlError {
        estate.lock().lock();
        try {
            requireRunning();
            ServerLogin principal = authenticate(login);
            String wanted = login.database().isEmpty() ? "master" : login.database();
            Database database = instance().database(wanted);
            if (database == null) {
                throw cannotOpen(wanted, login.user());
            }
            ServerSession session =
                    instance().openSession(principal, login.host(), login.application(), database.name());
            session.setEncrypted(login.encrypted());
            enter(session, database, login.user());
            return new LabSession(session);
        } finally {
            estate.lock().unlock();
        }
    }

    private void requireRunning() throws SqlError {
        if (!instance().isRunning()) {
            throw new SqlError(17, 16, 1, "SQL Server does not exist or access denied.");
        }
    }

    private ServerLogin authenticate(Login login) throws SqlError {
        ServerLogin principal = instance().login(login.user());
        if (principal == null) {
            throw refused(login.user());
        }
        principal.checkCondition(
                login.integrated() ? !principal.type().equals("S") : principal.accepts(login.password()));
        return principal;
    }

    private void enter(ServerSession session, Database database, String user) throws SqlError {
        try {
            DatabaseAccess.check(database, session);
        } catch (SqlError closed) {
            instance().closeSession(session);
            throw cannotOpen(database.name(), user);
        }
    }

    private static SqlError cannotOpen(String database, String user) {
        SqlError first = Errors.of(4060, database);
        return Errors.then(first, 18456, user);
    }

    private static SqlError refused(String user) {
        return Errors.of(18456, user);
    }

    @Override
    public String serverName() {
        return name;
    }

    @Override
    public String version() {
        Edition edition = instance().edition();
        return edition.major() + "." + edition.minor() + "." + edition.build();
    }

    @Override
    public boolean accepts() {
        return looking(() -> instance().isRunning());
    }

    /** Full name of the host, as {@code sqlp01.dc1.lab.example}. */
    public String fqdn() {
        return instance().host().fqdn();
    }

    /** The port the lab listens on for it unless it is told otherwise. */
    public int port() {
        return instance().host().port();
    }

    /**
     * Connects a client that does not come over the wire, as a chat server that keeps its connections to mgc.
     *
     * @param host NetBIOS name of the client; it logs in with its machine account, which gets in through its group
     * @throws SqlError when the database cannot be used now: 927, 942, 954, 924, 916 and their relatives
     */
    public ChatClient connect(String host, String program, String database) throws SqlError {
        estate.lock().lock();
        try {
            requireRunning();
            Database target = instance().require(database);
            Sid group = Sid.ofDomain(FailedOver.CHAT_SERVICES);
            ServerLogin login = new ServerLogin(0, FailedOver.DOMAIN + "\\" + host + "$", "U", group, null);
            ServerSession session = instance().openSession(login, host, program, "master");
            try {
                DatabaseAccess.check(target, session);
            } catch (SqlError refused) {
                instance().closeSession(session);
                throw refused;
            }
            session.scope().useDatabase(target.name());
            return new ChatClient(session);
        } finally {
            estate.lock().unlock();
        }
    }

    /**
     * Runs a batch as an administrator who prepares the lab: no log tells of it and no fault strikes it.
     *
     * @throws SqlError the errors that it brought
     */
    public void arrange(String sql) throws SqlError {
        estate.lock().lock();
        try {
            new Arrangement(instance()).run(sql);
        } finally {
            estate.lock().unlock();
        }
    }

    /** The state of a database as {@code sys.databases.state_desc} shows it; empty when there is none. */
    public String databaseState(String database) {
        return looking(() -> {
            Database found = instance().database(database);
            return found == null ? "" : found.state().name();
        });
    }

    /** Writes a line into {@code lab.dbo.statement_log}, for what did not come as T-SQL. */
    public void log(String login, String application, String statement, String outcome) {
        looking(() -> {
            instance().statementLog().add(estate.now(), login, application, statement, outcome);
            return null;
        });
    }

    private <T> T looking(Supplier<T> look) {
        estate.lock().lock();
        try {
            return look.get();
        } finally {
            estate.lock().unlock();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
