package org.failback.sqlserver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.failback.estate.Settings;
import org.failback.estate.SqlInstance;
import org.failback.step.CheckResult;

/** Do the engines reach the folders, and is there room? */
final class StorageChecks {
    private StorageChecks() {}

    /** As the engine's account sees it: this only looks; writing is proved by the first backup. */
    static List<CheckResult> folder(Inquiry inquiry, SqlInstance instance, String what, String path) {
        boolean there = inquiry.ask(Lookup.FOLDER, path).stream().anyMatch(row -> row.flag("File is a Directory"));
        String name = "Engine account sees the " + what;
        return List.of(
                there
                        ? CheckResult.ok(name, instance.serverName(), path)
                        : CheckResult.failed(
                                name,
                                instance.serverName(),
                                path + " is not there for the account that the engine runs as.",
                                "Make the folder, and let that account read and write it; a local system account comes over the"
                                        + " network as DOMAIN\\HOST$."));
    }

    /** The files of mgc grow on P to what they are on B. */
    static List<CheckResult> room(Inquiry primary, Inquiry backup, SqlInstance p) {
        long needed = bytes(backup);
        long freed = bytes(primary);
        Map<String, Long> free = new LinkedHashMap<>();
        primary.ask(Lookup.FREE_SPACE, Database.MGC)
                .forEach(row -> free.put(row.text("volume_mount_point"), row.number("available_bytes")));
        String evidence = "mgc needs " + Bytes.inWords(needed) + ", has " + Bytes.inWords(freed) + " now; free: "
                + String.join(
                        ", ",
                        free.entrySet().stream()
                                .map(e -> e.getKey() + " " + Bytes.inWords(e.getValue()))
                                .toList());
        if (free.isEmpty()) {
            return List.of(CheckResult.unknown(
                    "Room for mgc",
                    p.serverName(),
                    "The volumes of mgc cannot be read.",
                    "Install mgc with Topology Builder, and grant the login that looks VIEW SERVER STATE."));
        }
        long least = free.values().stream().mapToLong(Long::longValue).min().orElse(0);
        long together = free.values().stream().mapToLong(Long::longValue).sum() + freed;
        if (together < needed) {
            return List.of(CheckResult.failed(
                    "Room for mgc",
                    p.serverName(),
                    evidence,
                    "Make room on the volumes of mgc's files (error 3257 otherwise)."));
        }
        return List.of(
                least >= needed
                        ? CheckResult.ok("Room for mgc", p.serverName(), evidence)
                        : CheckResult.confirm(
                                "Room for mgc",
                                p.serverName(),
                                evidence,
                                "Confirm that each volume has room for the files that come to lie there."));
    }

    static List<CheckResult> share(Inquiry backup, SqlInstance b, Settings settings, String path) {
        if (Database.of(backup, Database.MGC).filter(Database::online).isEmpty()) {
            return List.of(CheckResult.unknown(
                    "Room on the share",
                    b.serverName(),
                    "mgc is not ONLINE, so nobody can say how much it fills.",
                    "Bring it ONLINE, then check again."));
        }
        long needed = backup.ask(Lookup.USED_SPACE).get(0).number("bytes") + LogSpace.of(backup);
        String wanted = "mgc fills " + Bytes.inWords(needed) + " with the tail of its log";
        return settings.shareFreeSpace()
                .map(size -> size.bytes() >= needed
                        ? CheckResult.ok(
                                "Room on the share",
                                b.serverName(),
                                wanted + "; " + Bytes.inWords(size.bytes()) + " free by configuration")
                        : CheckResult.failed(
                                "Room on the share",
                                b.serverName(),
                                wanted + "; only " + Bytes.inWords(size.bytes()) + " free by configuration",
                                "Make room on " + path + " and correct share-free-space."))
                .map(List::of)
                .orElseGet(() -> List.of(CheckResult.confirm(
                        "Room on the share",
                        b.serverName(),
                        wanted + "; T-SQL cannot see how much a share has free",
                        "Confirm that " + path + " has room, or configure share-free-space.")));
    }

    private static long bytes(Inquiry inquiry) {
        List<Long> sizes = new ArrayList<>();
        inquiry.ask(Lookup.FILES_OF_DATABASE, Database.MGC).forEach(row -> sizes.add(row.number("bytes")));
        return sizes.stream().mapToLong(Long::longValue).sum();
    }
}
