package org.failback.lab.tds;

/** How the TDS server refuses what it does not know: as the lab, never as a plausible SQL Server. */
final class NotModelled {
    private NotModelled() {}

    static SqlError here(String what) {
        return new SqlError(50000, 16, 1, "The lab does not model " + what + ".");
    }
}
