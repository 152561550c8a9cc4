package org.failback.sqlserver;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.failback.estate.Settings.Fence;

/**
 * The run's backup of mgc as B remembers it: only sets that began after the run took hold of B, bear the run's name, and
 * are sound. A set that somebody else gave the same name before is not among them.
 *
 * @param strangerLog another log backup after the full one, which breaks the chain between it and the tail
 */
record MgcBackup(Optional<BackupSet> full, Optional<BackupSet> tail, Optional<BackupSet> strangerLog) {
    static String fullName(String run) {
        return "Failback " + run + " mgc";
    }

    static String tailName(String run) {
        return "Failback " + run + " mgc tail of the log";
    }

    static MgcBackup of(Inquiry backupInstance, Mark mark, String run) {
        List<BackupSet> sets = backupInstance.ask(Lookup.BACKUPS_SINCE_MARK, mark.job(), Database.MGC).stream()
                .map(BackupSet::of)
                .toList();
        Optional<BackupSet> full = newest(sets, BackupSet.FULL, fullName(run));
        long after = full.map(BackupSet::id).orElse(Long.MAX_VALUE);
        return new MgcBackup(
                full,
                newest(sets, BackupSet.LOG, tailName(run)).filter(tail -> tail.id() > after),
                sets.stream()
                        .filter(set -> set.type().equals(BackupSet.LOG)
                                && set.id() > after
                                && !set.name().equals(tailName(run))
                                && !set.name().equals(InitializeSecondary.lateTailName(run)))
                        .findFirst());
    }

    private static Optional<BackupSet> newest(List<BackupSet> sets, String type, String name) {
        return sets.stream()
                .filter(set -> set.type().equals(type) && set.name().equals(name) && set.sound())
                .reduce((earlier, later) -> later);
    }

    /** The set whose restore makes P whole: the tail where B is fenced, else the full one. */
    Optional<BackupSet> last(Fence fence) {
        return fence == Fence.TAIL_LOG ? tail : full;
    }

    /** The sets that P is restored from, in order; none where one of them is missing. */
    List<BackupSet> needed(Fence fence) {
        if (last(fence).isEmpty() || full.isEmpty()) {
            return List.of();
        }
        return fence == Fence.TAIL_LOG ? List.of(full.get(), tail.get()) : List.of(full.get());
    }

    /** Whether the log goes on without a gap from the full backup into the tail. */
    boolean joined() {
        return full.isPresent()
                && tail.isPresent()
                && tail.get().firstLsn().compareTo(full.get().lastLsn()) <= 0;
    }

    /** Whether P can be restored from it, or will be once the tail is taken. */
    boolean usable() {
        return full.isPresent() && (joined() || strangerLog.isEmpty());
    }

    Map<String, String> evidence() {
        Map<String, String> evidence = new LinkedHashMap<>();
        full.ifPresent(set -> evidence.putAll(set.evidence("backup")));
        tail.ifPresent(set -> evidence.putAll(set.evidence("tail of the log")));
        return evidence;
    }
}
