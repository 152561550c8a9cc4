package org.failback.lab.server;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.failback.lab.tds.Answer;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.Refusal;
import org.failback.lab.tsql.ServerStatement.AlterDatabase;
import org.failback.lab.tsql.ServerStatement.Setting;

/** ALTER DATABASE … SET. */
final class DatabaseAlteration {
    private final ServerSession session;
    private final Instance instance;
    private final AlterDatabase statement;
    private final Answer answer;

    DatabaseAlteration(ServerSession session, AlterDatabase statement, Answer answer) {
        this.session = session;
        this.instance = session.instance();
        this.statement = statement;
        this.answer = answer;
    }

    void run() throws SqlError {
        session.request().rename("ALTER DATABASE");
        Database database = instance.database(statement.database());
        if (database == null || !mayAlter(database)) {
            throw Errors.alterFailed(Errors.of(5011, statement.database()));
        }
        if (session.scope().inTransaction()) {
            throw Errors.of(226);
        }
        for (Setting setting : statement.settings()) {
            try {
                apply(database, setting);
            } catch (SqlError error) {
                throw isMirroring(setting) ? error : Errors.alterFailed(error);
            }
        }
        instance.estate().changed().signalAll();
    }

    private boolean mayAlter(Database database) {
        return DatabaseAccess.isOwner(database, session.login())
                || session.login().may(ServerLogin.Permission.ALTER_ANY_DATABASE);
    }

    private static boolean isMirroring(Setting setting) {
        return setting instanceof Setting.Partner || setting instanceof Setting.Witness;
    }

    private void apply(Database database, Setting setting) throws SqlError {
        if (setting instanceof Setting.Partner partner) {
            new MirroringOperation(instance, database).partner(partner);
            return;
        }
        if (setting instanceof Setting.Witness witness) {
            new MirroringOperation(instance, database).witness(witness);
            return;
        }
        if (database.isMirror()) {
            throw Errors.of(954, database.name());
        }
        if (database.state() == DatabaseState.RESTORING) {
            throw Errors.of(5052, "ALTER DATABASE", "Restoring");
        }
        if (setting instanceof Setting.State state) {
            state(database, state.state());
        } else if (setting instanceof Setting.UserAccess access) {
            userAccess(database, UserAccess.valueOf(access.mode()));
        } else {
            checkSlot(database);
            option(database, setting);
        }
    }

    private void option(Database database, Setting setting) throws SqlError {
        DatabaseOptions options = database.options();
        if (setting instanceof Setting.ReadOnly readOnly) {
            checkNotMirrored(database);
            clear(database);
            options.set(DatabaseOptions.READ_ONLY, readOnly.readOnly());
        } else if (setting instanceof Setting.Recovery recovery) {
            RecoveryModel model = RecoveryModel.valueOf(recovery.model());
            if (model != RecoveryModel.FULL) {
                checkNotMirrored(database);
            }
            database.setRecoveryModel(model);
        } else if (setting instanceof Setting.PageVerify verify) {
            options.set(DatabaseOptions.PAGE_VERIFY, verify.option());
        } else if (setting instanceof Setting.CompatibilityLevel level) {
            options.set(DatabaseOptions.COMPATIBILITY, Integer.toString(level.level()));
        } else if (setting instanceof Setting.Broker broker) {
            broker(database, broker.action());
        } else if (setting instanceof Setting.Switch one) {
            options.set(one.name(), one.on());
        } else {
            throw Refusal.of("ALTER DATABASE SET " + setting);
        }
    }

    private void broker(Database database, String action) throws SqlError {
        switch (action) {
            case "ENABLE_BROKER" -> database.options().set(DatabaseOptions.BROKER, true);
            case "DISABLE_BROKER" -> database.options().set(DatabaseOptions.BROKER, false);
            default -> throw Refusal.of("ALTER DATABASE SET " + action);
        }
    }

    private void state(Database database, String wanted) throws SqlError {
        switch (wanted) {
            case "OFFLINE" -> {
                checkNotMirrored(database);
                checkSlot(database);
                if (session.isIn(database)) {
                    session.scope().useDatabase("master");
                    answer.database("master");
                }
                clear(database);
                database.setState(DatabaseState.OFFLINE);
            }
            case "ONLINE" -> {
                if (database.state() != DatabaseState.OFFLINE) {
                    DatabaseAccess.checkState(database);
                }
                openFiles(database);
                database.setState(DatabaseState.ONLINE);
            }
            default -> throw Refusal.of("ALTER DATABASE SET " + wanted);
        }
    }

    /** Throws 5120 for a file that is gone or closed to the engine; the database stays as it is then. */
    private void openFiles(Database database) throws SqlError {
        Storage storage = instance.storage();
        String engine = instance.accounts().engine();
        String host = instance.host().name();
        for (DatabaseFile file : database.files()) {
            WindowsPath path = new WindowsPath(file.physical());
            try {
                storage.read(engine, host, path);
                storage.checkWritable(engine, host, path);
            } catch (OsError cause) {
                SqlError unopened = Errors.of(5120, file.physical(), cause.code(), cause.getMessage());
                throw Errors.then(unopened, 5181, database.name());
            }
        }
    }

    private void userAccess(Database database, UserAccess wanted) throws SqlError {
        checkOpen(database);
        checkSlot(database);
        if (wanted != UserAccess.MULTI_USER) {
            checkNotMirrored(database);
        }
        if (wanted == UserAccess.SINGLE_USER) {
            clear(database);
        }
        database.setUserAccess(wanted);
    }

    private static void checkOpen(Database database) throws SqlError {
        if (database.state() != DatabaseState.ONLINE) {
            DatabaseAccess.checkState(database);
        }
    }

    /** Nobody, whatever the termination clause, gets past the one user of a single-user database but by KILL. */
    private void checkSlot(Database database) throws SqlError {
        boolean taken = database.userAccess() == UserAccess.SINGLE_USER
                && !instance.othersIn(database, session).isEmpty();
        if (taken) {
            throw Errors.of(5064, database.name());
        }
    }

    private static void checkNotMirrored(Database database) throws SqlError {
        if (database.mirroring() != null) {
            throw Errors.mirrored(database.name());
        }
    }

    /** Gets everybody else out, as the termination clause says. */
    private void clear(Database database) throws SqlError {
        List<ServerSession> others = instance.othersIn(database, session);
        switch (statement.termination().kind()) {
            case ROLLBACK_IMMEDIATE -> end(others);
            case NO_WAIT -> {
                if (!others.isEmpty()) {
                    throw Errors.of(5070, database.name());
                }
            }
            case ROLLBACK_AFTER -> {
                await(database, Duration.ofSeconds(statement.termination().seconds()));
                end(instance.othersIn(database, session));
            }
            case WAIT -> await(database, null);
            default -> throw new IllegalStateException("termination " + statement.termination());
        }
    }

    private void end(List<ServerSession> others) {
        if (!others.isEmpty()) {
            answer.message(Errors.info(5060));
        }
        others.forEach(instance::kill);
    }

    private void await(Database database, Duration longest) throws SqlError {
        Instant begun = instance.estate().instant();
        while (!instance.othersIn(database, session).isEmpty()) {
            if (longest != null && !instance.estate().instant().isBefore(begun.plus(longest))) {
                return;
            }
            if (session.scope().interrupted()) {
                throw lock(database);
            }
            pause(database);
        }
    }

    private static SqlError lock(Database database) {
        return Errors.of(5061, database.name());
    }

    private void pause(Database database) throws SqlError {
        try {
            instance.estate().changed().awaitNanos(TimeUnit.MILLISECONDS.toNanos(20));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw lock(database);
        }
    }
}
