package org.failback.lab.server;

import java.util.Map;
import java.util.TreeMap;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.Table;

/** All catalog views and system tables, by {@code schema.name} in lower case. */
final class Catalog {
    private static final Map<String, Source> VIEWS = views();

    private Catalog() {}

    /** Makes the rows of a view as one session sees them in one database. */
    interface Source {
        Table rows(ServerSession session, Database database) throws SqlError;
    }

    /** The view's rows now, or null when there is no such view. */
    static Table find(String view, ServerSession session, Database database) throws SqlError {
        String qualified = database.name().equalsIgnoreCase("msdb") && view.startsWith("dbo.") ? "msdb." + view : view;
        Source source = VIEWS.get(qualified);
        if (source == null && view.startsWith("dbo.sys")) {
            source = VIEWS.get("sys." + view.substring(4));
        }
        if (source == null) {
            return null;
        }
        if (qualified.startsWith("msdb.") && !DatabaseAccess.mayRead(database, session.login())) {
            throw Errors.of(229, "SELECT", view.substring(4), "msdb", "dbo");
        }
        return source.rows(session, database);
    }

    private static Map<String, Source> views() {
        Map<String, Source> views = new TreeMap<>();
        ServerViews.addTo(views);
        MirroringViews.addTo(views);
        SessionViews.addTo(views);
        ObjectViews.addTo(views);
        BackupViews.addTo(views);
        AgentViews.addTo(views);
        LogShippingViews.addTo(views);
        return Map.copyOf(views);
    }
}
