package org.failback.lab.server;

import java.util.List;
import java.util.UUID;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.Refusal;
import org.failback.lab.tsql.ServerStatement;

/** Statements about logins, users and owners. */
final class PrincipalStatements {
    private final ServerSession session;
    private final Instance instance;

    PrincipalStatements(ServerSession session) {
        this.session = session;
        this.instance = session.instance();
    }

    void run(ServerStatement statement) throws SqlError {
        if (!session.login().isSysadmin()) {
            throw Errors.of(15247);
        }
        if (statement instanceof ServerStatement.AlterAuthorization change) {
            Database database = instance.require(change.database());
            if (database.isMirror() || !database.isOnline()) {
                DatabaseAccess.checkState(database);
            }
            ServerLogin owner = login(change.principal());
            WindowsAccounts.checkReachable(instance, owner);
            new DatabaseSpace(database).forCatalog(1);
            database.setOwner(owner.sid());
        } else if (statement instanceof ServerStatement.CreateUser create) {
            createUser(create);
        } else if (statement instanceof ServerStatement.AlterUser alter) {
            alterUser(alter);
        } else if (statement instanceof ServerStatement.DropUser drop) {
            List<DatabaseUser> users = writable().content().users();
            users.remove(user(users, drop.user()));
        } else if (statement instanceof ServerStatement.CreateLogin create) {
            createLogin(create);
        } else if (statement instanceof ServerStatement.AlterLogin alter) {
            if (alter.enable()) {
                login(alter.login()).enable();
            } else {
                login(alter.login()).disable();
            }
        } else if (statement instanceof ServerStatement.DropLogin drop) {
            instance.logins().remove(login(drop.login()));
        } else {
            throw Refusal.of("the statement " + statement);
        }
    }

    private Database writable() throws SqlError {
        Database database = session.database();
        DatabaseAccess.check(database, session);
        new DatabaseSpace(database).forCatalog(1);
        database.log(1);
        return database;
    }

    private void createUser(ServerStatement.CreateUser create) throws SqlError {
        List<DatabaseUser> users = writable().content().users();
        if (users.stream().anyMatch(user -> user.name().equalsIgnoreCase(create.user()))) {
            throw Errors.of(15023, create.user());
        }
        int id = users.stream().mapToInt(DatabaseUser::id).max().orElse(4) + 1;
        ServerLogin login =
                create.withoutLogin() ? null : login(create.login().isEmpty() ? create.user() : create.login());
        users.add(new DatabaseUser(
                id,
                create.user(),
                login == null ? "S" : login.type(),
                login == null ? null : login.sid(),
                false,
                false));
    }

    private void alterUser(ServerStatement.AlterUser alter) throws SqlError {
        List<DatabaseUser> users = writable().content().users();
        DatabaseUser old = user(users, alter.user());
        ServerLogin login = login(alter.login());
        if (old.sid() == null) {
            throw Errors.of(33016);
        }
        if (!old.type().equals(login.type())) {
            throw Errors.of(33017);
        }
        if (users.stream().anyMatch(user -> user != old && login.sid().equals(user.sid()))) {
            throw Errors.of(33018, login.name());
        }
        users.set(users.indexOf(old), old.withSid(login.sid()));
    }

    private static DatabaseUser user(List<DatabaseUser> users, String name) throws SqlError {
        return users.stream()
                .filter(user -> user.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> cannotFind("user", name));
    }

    private ServerLogin login(String name) throws SqlError {
        ServerLogin found = instance.login(name);
        if (found == null) {
            throw cannotFind("principal", name);
        }
        return found;
    }

    private static SqlError cannotFind(String kind, String name) {
        return Errors.of(15151, kind, name);
    }

    private void createLogin(ServerStatement.CreateLogin create) throws SqlError {
        if (instance.login(create.login()) != null) {
            throw Errors.of(15025, create.login());
        }
        if (create.windows()) {
            WindowsAccounts.checkKnown(instance, create.login());
        }
        Sid sid = create.windows()
                ? Sid.ofDomain(create.login())
                : create.sid() != null ? Sid.of(create.sid()) : Sid.ofSqlLogin(UUID.randomUUID());
        String type = create.windows() ? "U" : "S";
        instance.logins()
                .add(new ServerLogin(instance.nextPrincipalId(), create.login(), type, sid, create.password()));
    }
}
