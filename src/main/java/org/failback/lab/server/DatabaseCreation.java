package org.failback.lab.server;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.ServerStatement;

/** CREATE and DROP DATABASE. */
final class DatabaseCreation {
    private static final long KB_PER_MB = 1024;
    private final ServerSession session;
    private final Instance instance;

    DatabaseCreation(ServerSession session) {
        this.session = session;
        this.instance = session.instance();
    }

    void create(ServerStatement.CreateDatabase create) throws SqlError {
        if (!session.login().may(ServerLogin.Permission.CREATE_ANY_DATABASE)) {
            throw Errors.permission("CREATE DATABASE", "master");
        }
        if (instance.database(create.database()) != null) {
            throw Errors.of(1801, create.database());
        }
        List<DatabaseFile> files = new ArrayList<>();
        addFiles(files, create.data(), false, create.database());
        addFiles(files, create.log(), true, create.database());
        new RestorePlan(instance, null, create.database(), false).check(files);
        Database made = instance.addDatabase(create.database(), UUID.randomUUID());
        made.setFiles(files);
        made.setUsedMb(2);
        made.setOwner(session.login().sid());
        new DiskFiles(instance).create(files);
    }

    private void addFiles(
            List<DatabaseFile> files, List<ServerStatement.DatabaseFile> named, boolean log, String database) {
        List<ServerStatement.DatabaseFile> wanted = named;
        if (wanted.isEmpty()) {
            String folder = log ? DefaultFolders.log(instance) : DefaultFolders.data(instance);
            String logical = log ? database + "_log" : database;
            wanted = List.of(
                    new ServerStatement.DatabaseFile(logical, folder + "\\" + logical + (log ? ".ldf" : ".mdf"), -1));
        }
        for (ServerStatement.DatabaseFile file : wanted) {
            long megabytes = file.sizeKb() < 0 ? 3 : Math.max(1, file.sizeKb() / KB_PER_MB);
            files.add(new DatabaseFile(
                    files.size() + 1, file.logicalName(), new WindowsPath(file.path()).text(), log, megabytes));
        }
    }

    void drop(ServerStatement.DropDatabase drop) throws SqlError {
        for (String name : drop.databases()) {
            Database database = instance.database(name);
            if (database == null || !DatabaseAccess.isOwner(database, session.login())) {
                throw Errors.of(3701, "database", name);
            }
            if (DatabaseAccess.isSystem(database)) {
                throw Errors.of(3708, name);
            }
            if (database.mirroring() != null) {
                throw Errors.of(3743, name);
            }
            if (!instance.sessionsIn(database).isEmpty() || database.hasFileOperation()) {
                throw Errors.of(3702, name);
            }
            if (database.state() != DatabaseState.OFFLINE) {
                new DiskFiles(instance).remove(database.files());
            }
            instance.removeDatabase(database);
        }
    }
}
