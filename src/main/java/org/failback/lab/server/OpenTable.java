package org.failback.lab.server;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.failback.lab.tds.Column;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.ColumnDefinition;
import org.failback.lab.tsql.Table;

/** A user table in the hands of a session: every write is checked and goes into the log of its database. */
final class OpenTable implements Table {
    private final ServerSession session;
    private final Database database;
    private final UserTable table;

    OpenTable(ServerSession session, Database database, UserTable table) {
        this.session = session;
        this.database = database;
        this.table = table;
    }

    @Override
    public List<Column> columns() {
        return table.data().columns();
    }

    @Override
    public List<Object[]> rows() {
        return table.data().rows();
    }

    @Override
    public List<ColumnDefinition> definitions() {
        return table.data().definitions();
    }

    @Override
    public void insert(List<Object[]> rows) throws SqlError {
        write("INSERT", rows.size(), () -> table.data().insert(rows));
    }

    @Override
    public void update(Map<Object[], Object[]> replacements) throws SqlError {
        write("UPDATE", replacements.size(), () -> table.data().update(replacements));
    }

    @Override
    public void delete(Collection<Object[]> rows) throws SqlError {
        write("DELETE", rows.size(), () -> table.data().delete(rows));
    }

    private interface Change {
        void run() throws SqlError;
    }

    private void write(String what, int count, Change change) throws SqlError {
        SqlEstate estate = database.instance().estate();
        estate.lock().lock();
        try {
            DatabaseAccess.check(database, session);
            if (!DatabaseAccess.mayWrite(database, session.login())) {
                throw Errors.of(229, what, table.name(), database.name(), table.schema());
            }
            checkWritable(database);
            if (database.content().table(table.schema(), table.name()) != table) {
                throw Errors.of(208, table.name());
            }
            new DatabaseSpace(database).forRows(count, table.schema() + "." + table.name());
            change.run();
            database.log(count);
        } finally {
            estate.lock().unlock();
        }
    }

    static void checkWritable(Database database) throws SqlError {
        if (database.options().isOn(DatabaseOptions.READ_ONLY)) {
            throw Errors.of(3906, database.name());
        }
    }
}
