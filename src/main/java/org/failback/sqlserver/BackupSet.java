package org.failback.sqlserver;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A backup as msdb remembers it; times by the server's clock. */
record BackupSet(
        long id,
        String uuid,
        String name,
        String type,
        long position,
        String server,
        String family,
        BigDecimal firstLsn,
        BigDecimal lastLsn,
        LocalDateTime finished,
        long bytes,
        boolean checksums,
        boolean damaged,
        boolean copyOnly,
        boolean leftRestoring,
        String file) {
    static final String FULL = "D";
    static final String LOG = "L";

    static BackupSet of(Row row) {
        return new BackupSet(
                row.number("backup_set_id"),
                row.text("backup_set_uuid"),
                row.text("name"),
                row.text("type"),
                row.number("position"),
                row.text("server_name"),
                row.text("family_guid"),
                row.decimal("first_lsn"),
                row.decimal("last_lsn"),
                row.time("backup_finish_date"),
                row.number("backup_size"),
                row.flag("has_backup_checksums"),
                row.flag("is_damaged"),
                row.flag("is_copy_only"),
                row.flag("is_force_offline"),
                row.text("physical_device_name"));
    }

    /** Fit to be relied on: the only set in its file, with checksums, undamaged. */
    boolean sound() {
        return checksums && !damaged && position == 1;
    }

    /** Whether RESTORE HEADERONLY of its file shows this set, whole, and no other. */
    boolean isAloneIn(List<Row> headers) {
        return headers.size() == 1
                && headers.get(0).text("BackupSetGUID").equalsIgnoreCase(uuid)
                && headers.get(0).text("DatabaseName").equals(Database.MGC)
                && headers.get(0).flag("HasBackupChecksums")
                && !headers.get(0).flag("IsDamaged");
    }

    Map<String, String> evidence(String what) {
        Map<String, String> evidence = new LinkedHashMap<>();
        evidence.put(what, file);
        evidence.put(what + ": backup set", uuid);
        evidence.put(what + ": size", Bytes.inWords(bytes));
        evidence.put(what + ": finished", String.valueOf(finished));
        return evidence;
    }
}
