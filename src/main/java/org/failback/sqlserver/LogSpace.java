package org.failback.sqlserver;

/** How much of the log of mgc is in use. */
final class LogSpace {
    private static final double MB = 1024.0 * 1024;

    private LogSpace() {}

    static long of(Inquiry inquiry) {
        return inquiry.ask(Lookup.LOG_SPACE).stream()
                .filter(row -> row.text("Database Name").equals(Database.MGC))
                .mapToLong(row -> (long) (row.decimal("Log Size (MB)").doubleValue()
                        * MB
                        * row.decimal("Log Space Used (%)").doubleValue()
                        / 100))
                .sum();
    }
}
