package org.failback.lab.server;

import java.time.LocalDateTime;
import org.failback.lab.tds.Column;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tds.SqlType;
import org.failback.lab.tsql.MemoryTable;

/** {@code lab.dbo.statement_log}: what was executed on the instance, by whom, and how it ended. */
final class StatementLog {
    private final MemoryTable table = MemoryTable.of(
            new Column("at", SqlType.DATETIME2, 0, 3),
            new Column("login", SqlType.NVARCHAR, 128, 0),
            new Column("application", SqlType.NVARCHAR, 128, 0),
            Column.of("statement", SqlType.NVARCHAR),
            new Column("outcome", SqlType.NVARCHAR, 30, 0));

    MemoryTable table() {
        return table;
    }

    void add(LocalDateTime at, String login, String application, String statement, String outcome) {
        try {
            table.insert(java.util.List.<Object[]>of(new Object[] {at, login, application, statement, outcome}));
        } catch (SqlError impossible) {
            throw new IllegalStateException("The statement log has no key to violate.", impossible);
        }
    }
}
