package org.failback.lab.tsql;

import org.failback.lab.tds.SqlError;

/** Finds tables by name, temporary ones in the session, the rest at the server. */
final class Tables {
    private Tables() {}

    static Table find(ObjectName name, Frame frame) throws SqlError {
        Session session = frame.session();
        if (!name.isTemporary()) {
            return session.server().table(name, session.scope());
        }
        return session.scope()
                .temporary(name.name())
                .orElseThrow(() -> new SqlError(208, 16, 0, "Invalid object name '" + name + "'."));
    }
}
