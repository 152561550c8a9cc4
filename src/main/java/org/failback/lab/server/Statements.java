package org.failback.lab.server;

import org.failback.lab.tds.Answer;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.ServerStatement;

/** Hands each statement of the instance to what carries it out; the small ones are here. */
final class Statements {
    private final ServerSession session;
    private final Instance instance;
    private final Answer answer;

    Statements(ServerSession session, Answer answer) {
        this.session = session;
        this.instance = session.instance();
        this.answer = answer;
    }

    void run(ServerStatement statement) throws SqlError {
        if (session.request() == null) {
            session.setRequest(new RunningRequest(instance.estate().instant(), statement.toString(), ""));
        }
        if (statement instanceof ServerStatement.UseDatabase use) {
            use(use.database());
        } else if (statement instanceof ServerStatement.Backup backup) {
            new BackupOperation(session, backup, answer).run();
        } else if (statement instanceof ServerStatement.Restore restore) {
            restore(restore);
        } else if (statement instanceof ServerStatement.AlterDatabase alter) {
            new DatabaseAlteration(session, alter, answer).run();
        } else if (statement instanceof ServerStatement.Dbcc dbcc) {
            new DbccCommands(session, answer).run(dbcc);
        } else if (statement instanceof ServerStatement.Kill kill) {
            kill(kill.sessionId());
        } else if (statement instanceof ServerStatement.CreateDatabase create) {
            new DatabaseCreation(session).create(create);
        } else if (statement instanceof ServerStatement.DropDatabase drop) {
            new DatabaseCreation(session).drop(drop);
        } else if (statement instanceof ServerStatement.Reconfigure) {
            reconfigure();
        } else if (!(statement instanceof ServerStatement.Checkpoint)) {
            new PrincipalStatements(session).run(statement);
        }
        instance.estate().changed().signalAll();
    }

    private void use(String name) throws SqlError {
        Database database = instance.require(name);
        DatabaseAccess.check(database, session);
        session.scope().useDatabase(database.name());
        answer.database(database.name());
        answer.message(Errors.info(5701, database.name()));
    }

    private void restore(ServerStatement.Restore restore) throws SqlError {
        switch (restore.kind()) {
            case DATABASE -> new RestoreOperation(session, restore, answer).run();
            case LOG -> new RestoreLogOperation(session, restore, answer).run();
            default -> new MediaReports(session, restore, answer).run();
        }
    }

    private void kill(int id) throws SqlError {
        if (!session.login().may(ServerLogin.Permission.ALTER_ANY_CONNECTION)) {
            throw Errors.of(6102);
        }
        if (id == session.id()) {
            throw Errors.of(6104);
        }
        ServerSession victim = instance.session(id);
        if (victim == null) {
            throw Errors.of(6106, id);
        }
        instance.kill(victim);
    }

    private void reconfigure() throws SqlError {
        if (!session.login().isSysadmin()) {
            throw Errors.of(5812);
        }
        instance.configuration().options().forEach(ServerConfiguration.Option::take);
    }
}
