package org.failback.sqlserver;

import java.util.List;
import java.util.Optional;

/**
 * What P remembers of the backups that this run took of it after the restore: the full one from which B's copy is made,
 * and the log backups since.
 *
 * @param logs in the order in which they were taken
 */
record PrimaryBackup(Optional<BackupSet> full, List<BackupSet> logs) {
    static String nameOf(String run) {
        return "Failback " + run + " mgc of the primary after the restore";
    }

    static PrimaryBackup of(Inquiry primary, Mark mark, String run) {
        return of(primary.ask(Lookup.BACKUPS_SINCE_MARK, mark.job(), Database.MGC), run);
    }

    private static PrimaryBackup of(List<Row> rows, String run) {
        List<BackupSet> sets = rows.stream().map(BackupSet::of).toList();
        Optional<BackupSet> full = sets.stream()
                .filter(set -> set.type().equals(BackupSet.FULL) && set.name().equals(nameOf(run)) && set.sound())
                .reduce((earlier, later) -> later);
        long after = full.map(BackupSet::id).orElse(Long.MAX_VALUE);
        return new PrimaryBackup(
                full,
                sets.stream()
                        .filter(set -> set.type().equals(BackupSet.LOG) && set.id() > after)
                        .toList());
    }

    /** The first log backup in this folder, and nothing but it, shows that log shipping carries what is written on P. */
    Optional<BackupSet> firstIn(Folder folder) {
        return logs.stream().filter(log -> folder.holds(log.file())).findFirst();
    }

    /** A log backup that went elsewhere before the first one in this folder: what it holds never reaches B by itself. */
    Optional<BackupSet> strayBefore(Folder folder) {
        return logs.stream().findFirst().filter(first -> !folder.holds(first.file()));
    }
}
