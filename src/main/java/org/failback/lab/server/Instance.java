package org.failback.lab.server;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.Scope;

/** One modelled SQL Server instance: what it holds, and nobody's rules but those of looking things up. */
final class Instance {
    private static final int FIRST_SPID = 51;
    private final SqlEstate estate;
    private final Host host;
    private final Storage storage;
    private Edition edition;
    private final Set<String> certificates = new HashSet<>();
    private final Accounts accounts;
    private final List<ServerLogin> logins = new ArrayList<>();
    private final List<Database> databases = new ArrayList<>();
    private final Map<Integer, ServerSession> sessions = new TreeMap<>();
    private final BackupHistory history = new BackupHistory();
    private final AppLocks appLocks = new AppLocks();
    private final Faults faults = new Faults();
    private final RequestFaults requestFaults = new RequestFaults();
    private final ReturningClients returningClients = new ReturningClients(this);
    private final StatementLog statementLog = new StatementLog();
    private final ServerConfiguration configuration = new ServerConfiguration();
    private Instant started;
    private final Endpoint endpoint;
    private final SqlAgent agent;
    private final LogShipping logShipping = new LogShipping();
    private boolean running = true;
    private boolean agentRuns;
    private boolean knowsItsName = true;
    private boolean reachesDomain = true;

    Instance(SqlEstate estate, Host host, Edition edition, Accounts accounts) {
        this.estate = estate;
        this.host = host;
        this.storage = estate.storage();
        this.edition = edition;
        this.accounts = accounts;
        this.started = estate.instant();
        this.endpoint = new Endpoint("Mirroring", 5022);
        this.agent = new SqlAgent(this);
    }

    /** The engine accounts of all instances in lower case: each may connect to the mirroring endpoint. */
    Set<String> accountsOfPartners() {
        Set<String> names = new HashSet<>();
        estate.all().forEach(one -> names.add(one.accounts().engine().toLowerCase(Locale.ROOT)));
        return names;
    }

    SqlEstate estate() {
        return estate;
    }

    Host host() {
        return host;
    }

    String name() {
        return host.serverName();
    }

    /** Whether {@code @@SERVERNAME} is set; on a rebuilt or renamed host it may be NULL. */
    boolean knowsItsName() {
        return knowsItsName;
    }

    void setKnowsItsName(boolean value) {
        knowsItsName = value;
    }

    /** Whether a domain controller answers when a Windows account has to be looked up. */
    boolean reachesDomain() {
        return reachesDomain;
    }

    void setReachesDomain(boolean value) {
        reachesDomain = value;
    }

    Edition edition() {
        return edition;
    }

    /** Another version or edition is installed over this one; its databases come along. */
    void install(Edition installed) {
        edition = installed;
    }

    /** Thumbprints of the certificates in master whose keys encrypt databases. */
    Set<String> certificates() {
        return certificates;
    }

    Accounts accounts() {
        return accounts;
    }

    Instant started() {
        return started;
    }

    BackupHistory history() {
        return history;
    }

    AppLocks appLocks() {
        return appLocks;
    }

    Faults faults() {
        return faults;
    }

    RequestFaults requestFaults() {
        return requestFaults;
    }

    ReturningClients returningClients() {
        return returningClients;
    }

    StatementLog statementLog() {
        return statementLog;
    }

    ServerConfiguration configuration() {
        return configuration;
    }

    SqlAgent agent() {
        return agent;
    }

    LogShipping logShipping() {
        return logShipping;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    boolean isRunning() {
        return running;
    }

    /** The service ends: its sessions die, its port refuses, its partners are alone. */
    void stop() {
        if (!running) {
            return;
        }
        agentRuns = agent.isRunning();
        List<Mirroring> toFailOver =
                mirrored().filter(one -> one.failsOverFrom(this)).toList();
        mirrored().forEach(Mirroring::freeze);
        running = false;
        agent.stop();
        sessions().forEach(this::kill);
        toFailOver.forEach(Mirroring::failOver);
        mirrored().forEach(Mirroring::endWithoutQuorum);
    }

    private Stream<Mirroring> mirrored() {
        return List.copyOf(databases).stream().map(Database::mirroring).filter(Objects::nonNull);
    }

    /** The service begins, and its Agent when that ran before. */
    void start() {
        if (running) {
            return;
        }
        running = true;
        started = estate.instant();
        mirrored().forEach(Mirroring::meetAgain);
        if (agentRuns) {
            agent.start();
        }
    }

    Storage storage() {
        return storage;
    }

    List<ServerLogin> logins() {
        return logins;
    }

    ServerLogin login(String name) {
        return logins.stream()
                .filter(login -> login.name().equalsIgnoreCase(name))
                .findFirst()
                .orElse(null);
    }

    ServerLogin login(Sid sid) {
        return logins.stream()
                .filter(login -> login.sid().equals(sid))
                .findFirst()
                .orElse(null);
    }

    int nextPrincipalId() {
        return logins.stream().mapToInt(ServerLogin::id).max().orElse(255) + 1;
    }

    List<Database> databases() {
        return databases;
    }

    /** The database of that name, or null. */
    Database database(String name) {
        return databases.stream()
                .filter(database -> database.name().equalsIgnoreCase(name))
                .findFirst()
                .orElse(null);
    }

    Database require(String name) throws SqlError {
        Database found = database(name);
        if (found == null) {
            throw Errors.noSuchDatabase(name);
        }
        return found;
    }

    Database database(int id) {
        return databases.stream()
                .filter(database -> database.id() == id)
                .findFirst()
                .orElse(null);
    }

    Database addDatabase(String name, UUID family) {
        int id = 1;
        while (database(id) != null) {
            id++;
        }
        Database made = new Database(this, id, name, estate.now(), UUID.randomUUID(), family);
        databases.add(made);
        return made;
    }

    void removeDatabase(Database database) {
        databases.remove(database);
    }

    Collection<ServerSession> sessions() {
        return List.copyOf(sessions.values());
    }

    ServerSession session(int id) {
        return sessions.get(id);
    }

    ServerSession openSession(ServerLogin login, String client, String program, String database) {
        int id = FIRST_SPID;
        while (sessions.containsKey(id)) {
            id++;
        }
        Scope scope = new Scope(id, database);
        ServerSession session = new ServerSession(this, login, client, program, scope, estate.instant());
        sessions.put(id, session);
        return session;
    }

    /** Takes over a session that outlives a reset, under the id that its client knows. */
    void adopt(ServerSession session) {
        sessions.put(session.id(), session);
    }

    /** The session is gone: what it held is free. */
    void closeSession(ServerSession session) {
        if (sessions.get(session.id()) == session) {
            sessions.remove(session.id());
        }
        appLocks.releaseAll(session);
        faults.forget(session);
        estate.changed().signalAll();
    }

    /** Ends a session at once, as KILL and ROLLBACK IMMEDIATE do. */
    void kill(ServerSession session) {
        boolean busy = session.request() != null;
        session.scope().kill();
        if (!busy) {
            session.scope().close();
        }
        closeSession(session);
    }

    /** Takes back what was ordered to go wrong; what was stopped stays so, and data stays as it has become. */
    void forgetFaults() {
        faults.reset();
        requestFaults.release();
        returningClients.leave("");
        knowsItsName = true;
        reachesDomain = true;
        logins.forEach(login -> login.setCondition(LoginCondition.OK));
        agent.history().forgetFaults(estate.instant());
        mirrored().forEach(Mirroring::forgetFaults);
    }

    /** Ends whatever runs here, one session excepted, and lets go of whatever is held. */
    void endAllBut(ServerSession spared) {
        faults.reset();
        requestFaults.release();
        returningClients.leave("");
        agent.stop();
        sessions().stream().filter(session -> session != spared).forEach(this::kill);
    }

    List<ServerSession> sessionsIn(Database database) {
        return sessions.values().stream()
                .filter(session -> session.isIn(database))
                .toList();
    }

    /** Everyone but this session who stands in the database. */
    List<ServerSession> othersIn(Database database, ServerSession self) {
        return sessionsIn(database).stream().filter(session -> session != self).toList();
    }
}
