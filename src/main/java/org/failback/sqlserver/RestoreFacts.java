package org.failback.sqlserver;

import java.util.LinkedHashMap;
import java.util.Map;
import org.failback.estate.Settings.Fence;

/** Which files and sets P is restored from, as facts. */
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
}
