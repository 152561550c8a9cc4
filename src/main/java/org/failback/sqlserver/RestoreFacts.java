package org.failback.sqlserver;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.failback.estate.Settings.Fence;

/** What a restore is made from and where its files come to lie, as facts. */
final class RestoreFacts {
    private RestoreFacts() {}

    static Map<String, String> of(MgcBackup backup, Fence fence) {
        Map<String, String> facts = new LinkedHashMap<>();
        backup.full().ifPresent(full -> {
            facts.put(FactName.BACKUP_FILE, full.file());
            facts.put(FactName.BACKUP_SET, full.uuid());
        });
        if (fence == Fence.TAIL_LOG) {
            backup.tail().ifPresent(tail -> {
                facts.put(FactName.TAIL_FILE, tail.file());
                facts.put(FactName.TAIL_SET, tail.uuid());
            });
        }
        return facts;
    }

    /** A line a file: logical name, path on the backup, size. */
    static String files(List<Row> inBackup) {
        return inBackup.stream()
                .map(row -> row.text("LogicalName") + "|" + row.text("PhysicalName") + "|"
                        + Bytes.inWords(row.number("Size")))
                .collect(Collectors.joining("\n"));
    }

    static String freeSpace(Inquiry inquiry) {
        return inquiry.ask(Lookup.FREE_SPACE, Database.MGC).stream()
                .map(row -> row.text("volume_mount_point") + " " + Bytes.inWords(row.number("available_bytes")))
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
