package org.failback.sqlserver;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What P remembers of the backups that this run took of it after the restore: the full one from which B's copy is made,
 * and the log backups since.
 *
 * @param logs in the order in which they were taken, without those that leave the chain as it is (COPY_ONLY)
 */
record PrimaryBackup(Optional<BackupSet> full, List<BackupSet> logs) {
    /** Log shipping names its files so and sees no others; it writes a .wrk first, which the history may keep. */
    private static final Pattern SHIPPED = Pattern.compile("mgc_\\d{14}\\.(?:trn|wrk)", Pattern.CASE_INSENSITIVE);

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
                        .filter(set -> set.type().equals(BackupSet.LOG) && set.id() > after && !set.copyOnly())
                        .toList());
    }

    /** The first log backup of log shipping in this folder: it alone shows that what is written on P is carried. */
    Optional<BackupSet> firstIn(Folder folder) {
        return logs.stream().filter(log -> shipped(log, folder)).findFirst();
    }

    /** Log backups of others before the first one of log shipping: what they hold never reaches B by itself. */
    List<BackupSet> straysBefore(Folder folder) {
        return logs.stream().takeWhile(log -> !shipped(log, folder)).toList();
    }

    private static boolean shipped(BackupSet log, Folder folder) {
        return folder.holds(log.file())
                && SHIPPED.matcher(Folder.nameOf(log.file())).matches();
    }
}
