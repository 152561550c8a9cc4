package org.failback.lab.server;

import java.util.Locale;
import java.util.Optional;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.MemoryTable;
import org.failback.lab.tsql.ObjectName;
import org.failback.lab.tsql.Table;

/** Finds what a name after FROM means: a catalog view, a table of msdb or lab, a user table. */
final class ObjectLookup {
    private final ServerSession session;
    private final Instance instance;

    ObjectLookup(ServerSession session) {
        this.session = session;
        this.instance = session.instance();
    }

    Table table(ObjectName name) throws SqlError {
        Database database = database(name);
        String schema = name.schema().isEmpty() ? "dbo" : name.schema().toLowerCase(Locale.ROOT);
        String view = schema + "." + name.name().toLowerCase(Locale.ROOT);
        Table catalog = Catalog.find(view, session, database);
        if (catalog != null) {
            return catalog;
        }
        if (database.name().equals("lab") && schema.equals("dbo")) {
            Optional<LabTable> computed = instance.estate().table(name.name());
            if (computed.isPresent()) {
                return computed.get().now();
            }
        }
        UserTable found = database.content().table(schema, name.name());
        if (found == null) {
            throw invalid(name);
        }
        if (!DatabaseAccess.mayRead(database, session.login())
                && !database.name().equals("lab")) {
            throw Errors.of(229, "SELECT", found.name(), database.name(), found.schema());
        }
        new DamageReport(database).checkRead(found);
        return new OpenTable(session, database, found);
    }

    void create(ObjectName name, MemoryTable table) throws SqlError {
        Database database = writable(name, "CREATE TABLE");
        String schema = name.schema().isEmpty() ? "dbo" : name.schema();
        if (database.content().table(schema, name.name()) != null) {
            throw Errors.of(2714, name.name());
        }
        database.content().add(schema, name.name(), instance.estate().now(), table);
        UserTable made = database.content().table(schema, name.name());
        session.scope().onRollback(() -> database.content().remove(made));
        database.log(4);
    }

    void drop(ObjectName name) throws SqlError {
        Database database = writable(name, "DROP TABLE");
        String schema = name.schema().isEmpty() ? "dbo" : name.schema();
        UserTable found = database.content().table(schema, name.name());
        if (found == null) {
            throw Errors.of(3701, "table", name);
        }
        database.content().remove(found);
        session.scope().onRollback(() -> database.content().put(found));
        database.log(4);
    }

    private Database writable(ObjectName name, String what) throws SqlError {
        Database database = database(name);
        if (!DatabaseAccess.isOwner(database, session.login())) {
            throw Errors.permission(what, database.name());
        }
        OpenTable.checkWritable(database);
        new DatabaseSpace(database).forRows(4, name.toString());
        return database;
    }

    private Database database(ObjectName name) throws SqlError {
        Database database = name.database().isEmpty() ? session.database() : instance.database(name.database());
        if (database == null) {
            throw invalid(name);
        }
        DatabaseAccess.check(database, session);
        return database;
    }

    private static SqlError invalid(ObjectName name) {
        return Errors.of(208, name);
    }
}
