package org.failback.sqlserver;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an earlier attempt of the failback left of mgc on P, by P's own history.
 *
 * @param run whose it was
 * @param words what it left, for people
 * @param nothingOfItsOwn true where mgc can hold nothing that is not in a file: it never came out of the restore, or the
 *     restore broke off right after a safety copy was taken
 * @param copy the safety copy that was taken then, where it is the one that stands for what was on P
 */
record EarlierAttempt(String run, String words, boolean nothingOfItsOwn, Optional<BackupSet> copy) {
    private static final Pattern RESTORED = Pattern.compile("Failback (\\S+) mgc(?: tail of the log)?");
    private static final Pattern SAFETY_COPY = Pattern.compile("Failback (\\S+) mgc of the primary before the restore");

    /** Empty where mgc came to be what it is in some other way, or nobody can tell. */
    static Optional<EarlierAttempt> of(Inquiry primary, Database mgc) {
        return brokenOff(primary, mgc).or(() -> restored(primary, mgc));
    }

    private static Optional<EarlierAttempt> restored(Inquiry primary, Database mgc) {
        return primary.ask(Lookup.RESTORES, Database.MGC).stream().findFirst().flatMap(restore -> {
            Matcher name = RESTORED.matcher(restore.text("name"));
            if (!name.matches()) {
                return Optional.empty();
            }
            boolean recovered = restore.flag("recovery");
            // Out of a restore that was recovered nothing leads back to RESTORING but a log backup of what is there.
            if (mgc.restoring() && recovered) {
                return Optional.empty();
            }
            return Optional.of(new EarlierAttempt(
                    name.group(1),
                    "failback run " + name.group(1) + " restored it at " + restore.text("restore_date")
                            + (recovered ? "" : ", and it never came out of that restore"),
                    mgc.restoring(),
                    Optional.empty()));
        });
    }

    /** A safety copy is the newest backup there is, and what came after it was a restore that never ended. */
    private static Optional<EarlierAttempt> brokenOff(Inquiry primary, Database mgc) {
        if (!mgc.restoring()) {
            return Optional.empty();
        }
        return primary.ask(Lookup.LAST_BACKUP, Database.MGC).stream()
                .findFirst()
                .map(BackupSet::of)
                .filter(BackupSet::sound)
                .flatMap(copy -> {
                    Matcher name = SAFETY_COPY.matcher(copy.name());
                    return name.matches() && copy.isAloneIn(headers(primary, copy))
                            ? Optional.of(new EarlierAttempt(
                                    name.group(1),
                                    "a restore of failback run " + name.group(1)
                                            + " broke off, and what was there before lies in " + copy.file(),
                                    true,
                                    Optional.of(copy)))
                            : Optional.empty();
                });
    }

    private static List<Row> headers(Inquiry primary, BackupSet copy) {
        return primary.ask(Lookup.HEADER, copy.file());
    }

    /** In T-SQL: mgc is RESTORING out of a failback's restore that was never recovered, or right after its safety copy. */
    static String holdsNothingOfItsOwn() {
        return """
                EXISTS (SELECT 1 FROM sys.databases d JOIN msdb.dbo.restorehistory r ON r.destination_database_name = d.name
                        JOIN msdb.dbo.backupset b ON b.backup_set_id = r.backup_set_id
                        WHERE d.name = N'mgc' AND d.state_desc = N'RESTORING' AND r.recovery = 0 AND CHARINDEX(N'Failback ', b.name) = 1
                        AND r.restore_history_id = (SELECT MAX(l.restore_history_id) FROM msdb.dbo.restorehistory l
                                                    WHERE l.destination_database_name = N'mgc'))
                OR EXISTS (SELECT 1 FROM sys.databases d JOIN msdb.dbo.backupset b ON b.database_name = d.name
                           WHERE d.name = N'mgc' AND d.state_desc = N'RESTORING' AND CHARINDEX(N'Failback ', b.name) = 1
                           AND CHARINDEX(N' mgc of the primary before the restore', b.name) > 0
                           AND b.backup_set_id = (SELECT MAX(l.backup_set_id) FROM msdb.dbo.backupset l
                                                  WHERE l.database_name = N'mgc'))""";
    }
}
