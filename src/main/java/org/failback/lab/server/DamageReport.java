package org.failback.lab.server;

import java.util.ArrayList;
import java.util.List;
import org.failback.lab.tds.Message;
import org.failback.lab.tds.SqlError;

/** What the server says of damaged pages: CHECKDB as a report, everybody else as an error. */
final class DamageReport {
    private static final int INDEX = 1;
    private static final int FILE = 1;
    private static final int PAGE = 312;
    private static final int NEXT_PAGE = 313;
    private static final int PFS_RANGE = 8088;
    private static final String PARTITION = "72057594038779904";
    private static final String UNIT = "72057594042384384";
    private static final String OFFSET = "0x00000000270000";
    private final Database database;

    DamageReport(Database database) {
        this.database = database;
    }

    /** The chain that CHECKDB ends with; its last lines are information. */
    SqlError found() {
        List<Message> lines = new ArrayList<>();
        int allocation = 0;
        int consistency = 0;
        switch (database.content().corruption()) {
            case PAGES, READ, DISK -> {
                consistency = 2;
                lines.add(Errors.message(8928, object(), INDEX, PARTITION, UNIT, FILE, PAGE));
                lines.add(Errors.message(
                        8939,
                        object(),
                        INDEX,
                        PARTITION,
                        UNIT,
                        FILE,
                        PAGE,
                        "IS_OFF (BUF_IOERR, pBUF->bstat)",
                        "12716041 and -4"));
                lines.add(Errors.info(8990, 0, consistency, table(), object()));
            }
            case PAGE_HEADER -> {
                consistency = 1;
                lines.add(Errors.message(8909, object(), INDEX, PARTITION, UNIT, FILE, PAGE, FILE, NEXT_PAGE));
                lines.add(Errors.info(8990, 0, consistency, table(), object()));
            }
            case ALLOCATION -> {
                allocation = 1;
                lines.add(Errors.message(2576, 0, 0, FILE, PAGE, object(), INDEX));
            }
            case ALLOCATION_PAGES -> {
                allocation = 1;
                lines.add(Errors.message(8998, database.id(), FILE, 0, FILE, PFS_RANGE - 1));
            }
            case METADATA -> {
                return Errors.then(Errors.of(8967), 8921);
            }
            default ->
                throw new IllegalStateException(
                        "no report for " + database.content().corruption());
        }
        lines.add(Errors.info(8989, allocation, consistency, database.name()));
        return new SqlError(lines);
    }

    /** Throws 824 or 823 when reading a table comes across the damage. */
    void checkRead(UserTable table) throws SqlError {
        if (table.objectId() != object()) {
            return;
        }
        if (database.content().corruption() == Corruption.READ) {
            throw Errors.of(824, "incorrect checksum", "read", FILE, PAGE, database.id(), OFFSET, file());
        }
        if (database.content().corruption() == Corruption.DISK) {
            throw Errors.of(823, new OsError(23).getMessage(), "read", OFFSET, file());
        }
    }

    /** Throws what a backup comes across: a disk that does not read, and with CHECKSUM a page that does not hold. */
    void checkBackup(boolean checksum) throws SqlError {
        if (database.content().corruption() == Corruption.DISK) {
            throw Errors.of(3271, file(), new OsError(23).getMessage());
        }
        if (checksum && database.content().hasBadChecksum()) {
            throw Errors.of(3043, database.name(), FILE, PAGE, file());
        }
    }

    private String file() {
        return database.files().get(0).physical();
    }

    /** The damage lies in the first table, which is the one that everything else hangs on. */
    private int object() {
        return database.content().tables().stream()
                .findFirst()
                .map(UserTable::objectId)
                .orElse(0);
    }

    private String table() {
        return database.content().tables().stream()
                .findFirst()
                .map(UserTable::name)
                .orElse("");
    }
}
