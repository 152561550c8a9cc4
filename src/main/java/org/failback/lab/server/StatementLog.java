package org.failback.lab.server;

import java.time.LocalDateTime;
import java.util.List;
import org.failback.lab.tds.Column;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tds.SqlType;
import org.failback.lab.tsql.MemoryTable;

/**
 * {@code lab.dbo.statement_log}: what was executed on the instance, by whom, and how it ended. The oldest rows go when
 * there are very many, since whoever watches a server asks it all day long.
 */
final class StatementLog {
    private static final int MOST = 100_000;
    private static final int GO_AT_ONCE = 10_000;
    private static final int OUTCOME = 4;
    private static final String ROLLED_BACK = "rolled back";

    private final MemoryTable table = MemoryTable.of(
            new Column("at", SqlType.DATETIME2, 0, 7),
            new Column("login", SqlType.NVARCHAR, 128, 0),
            new Column("application", SqlType.NVARCHAR, 128, 0),
            Column.of("statement", SqlType.NVARCHAR),
            new Column("outcome", SqlType.NVARCHAR, 30, 0));

    private LocalDateTime last = LocalDateTime.MIN;

    MemoryTable table() {
        return table;
    }

    /** Later rows have later times, so that ordering by {@code at} is the order of execution. */
    Object[] add(LocalDateTime at, String login, String application, String statement, String outcome) {
        LocalDateTime ticks = at.withNano(at.getNano() / 100 * 100);
        last = ticks.isAfter(last) ? ticks : last.plusNanos(100);
        if (table.rows().size() >= MOST) {
            table.delete(table.rows().subList(0, GO_AT_ONCE));
        }
        try {
            Object[] row = {last, login, application, statement, outcome};
            table.insert(List.<Object[]>of(row));
            return row;
        } catch (SqlError impossible) {
            throw new IllegalStateException("The statement log has no key to violate.", impossible);
        }
    }

    /** The transaction that a statement was part of is gone, and its effect with it. */
    void rolledBack(Object[] row) {
        row[OUTCOME] = ROLLED_BACK;
    }
}
