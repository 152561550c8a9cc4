package org.failback.lab.server;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.failback.lab.tds.SqlError;

/** A connection of a chat server to its database. Whoever ends its session ends it; it has to connect anew then. */
public final class ChatClient implements AutoCloseable {
    /** Ticks (100 ns) from year 1 to 1970, as .NET counts time. */
    private static final long TICKS_TO_1970 = 621_355_968_000_000_000L;

    private final ServerSession session;

    ChatClient(ServerSession session) {
        this.session = session;
    }

    /** The {@code session_id}. */
    public int id() {
        return session.id();
    }

    /** Whether nobody has killed the session. */
    public boolean isOpen() {
        return !session.scope().killed();
    }

    /** Time as mgc keeps it in {@code tblChat.chatDate}. */
    public static long ticks(Instant at) {
        return TICKS_TO_1970 + at.getEpochSecond() * 10_000_000 + at.getNano() / 100;
    }

    /**
     * Writes a row into a table of schema dbo, values in the order of its columns.
     *
     * @throws SqlError when the connection was killed or the database cannot be used
     */
    public void insert(String table, Object... values) throws SqlError {
        working(() -> open(table).insert(List.<Object[]>of(values)));
    }

    /** Replaces the row whose first column equals the first value, or writes it anew. */
    public void put(String table, Object... values) throws SqlError {
        working(() -> {
            OpenTable open = open(table);
            for (Object[] row : open.rows()) {
                if (values[0].equals(row[0])) {
                    Map<Object[], Object[]> change = new java.util.IdentityHashMap<>();
                    change.put(row, values);
                    open.update(change);
                    return;
                }
            }
            open.insert(List.<Object[]>of(values));
        });
    }

    /** The rows of a table of schema dbo. */
    public List<Object[]> rows(String table) throws SqlError {
        List<List<Object[]>> found = new java.util.ArrayList<>();
        working(() -> found.add(open(table).rows()));
        return found.get(0);
    }

    /** Removes the rows whose first column equals the value. */
    public void delete(String table, Object first) throws SqlError {
        working(() -> {
            OpenTable open = open(table);
            open.delete(open.rows().stream().filter(row -> first.equals(row[0])).toList());
        });
    }

    private interface Work {
        void run() throws SqlError;
    }

    private void working(Work work) throws SqlError {
        SqlEstate estate = session.instance().estate();
        estate.lock().lock();
        try {
            if (!isOpen()) {
                throw Errors.of(596);
            }
            session.batchBegins(estate.instant());
            work.run();
        } finally {
            estate.lock().unlock();
        }
    }

    private OpenTable open(String table) throws SqlError {
        Database database = session.instance().require(session.scope().database());
        DatabaseAccess.check(database, session);
        UserTable found = database.content().table("dbo", table);
        if (found == null) {
            throw Errors.of(208, table);
        }
        return new OpenTable(session, database, found);
    }

    @Override
    public void close() {
        SqlEstate estate = session.instance().estate();
        estate.lock().lock();
        try {
            session.scope().close();
            session.instance().closeSession(session);
        } finally {
            estate.lock().unlock();
        }
    }
}
