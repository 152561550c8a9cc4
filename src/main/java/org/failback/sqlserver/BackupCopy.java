package org.failback.sqlserver;

import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.failback.estate.Settings.Fence;
import org.failback.step.Run;

/**
 * What has become of mgc on B in this run, by what B itself remembers: its restore history, and how the jobs that were to
 * overwrite it ended. What cannot be told counts as overwritten, since going back the long way is right then, too.
 *
 * @param why how that shows
 */
record BackupCopy(State state, String why, Optional<Database> mgc) {
    /** What a copy can be. */
    enum State {
        /** Nothing was written over it: recovering it brings back what was served. */
        AS_IT_WAS,
        /** A job that overwrites it runs. */
        BEING_OVERWRITTEN,
        OVERWRITTEN,
        /** The kept backup and the last log were restored and recovered. */
        RESTORED
    }

    /**
     * Errors that RESTORE raises before it touches a file: of the guard, of rights and use, of the backup file's opening,
     * of what the backup is of, and of the planning of files.
     */
    private static final Set<Integer> NOTHING_WRITTEN = Set.of(
            50000, 3201, 3101, 3102, 3104, 3110, 3118, 3141, 3154, 3159, 3168, 3169, 3234, 1834, 3142, 3156, 3176, 3634,
            5133, 3257, 33111);
    /** They only say that an earlier error ended the statement. */
    private static final Set<Integer> TRAILING = Set.of(3013, 3119);

    static BackupCopy of(Inquiry backup, Ground ground, Run run) {
        AgentJob job = ground.job(ground.backup(), InitializeSecondary.NAME);
        // The jobs first: had one ended after the history was read, it would seem to have had no effect.
        List<JobTruth> jobs = new JobLook(backup).all(job, run.id());
        JobTruth now = LongWork.truth(backup, job, run);
        Optional<Database> mgc = Database.of(backup, Database.MGC);
        if (now.is(JobTruth.State.RUNNING)) {
            return new BackupCopy(State.BEING_OVERWRITTEN, "the job \"" + now.job() + "\" runs", mgc);
        }
        Optional<Row> restore =
                backup.ask(Lookup.RESTORES, Database.MGC).stream().findFirst();
        Optional<BackupSet> last = KeptBackup.of(backup, ground, run).lastLog();
        if (restore.isPresent()
                && last.isPresent()
                && restore.get()
                        .text("backup_set_uuid")
                        .equalsIgnoreCase(last.get().uuid())
                && restore.get().flag("recovery")) {
            return new BackupCopy(
                    State.RESTORED,
                    "its last restore was from this run's own backup, at "
                            + restore.get().text("restore_date"),
                    mgc);
        }
        Optional<Row> full = overwritten(backup, ground);
        if (full.isPresent()) {
            return new BackupCopy(
                    State.OVERWRITTEN,
                    "its restore history names \"" + full.get().text("name") + "\", restored at "
                            + full.get().text("restore_date"),
                    mgc);
        }
        int restoring = ground.settings().fence() == Fence.TAIL_LOG ? 1 : 2;
        return jobs.stream()
                .filter(ended -> mayHaveWritten(ended, restoring))
                .findFirst()
                .map(ended -> new BackupCopy(
                        State.OVERWRITTEN,
                        "the job \"" + ended.job() + "\" may have begun to write: "
                                + (ended.words().isEmpty() ? "nothing says how it ended" : ended.words()),
                        mgc))
                .orElseGet(() -> new BackupCopy(
                        State.AS_IT_WAS,
                        jobs.isEmpty()
                                ? "no job that overwrites it was ever made"
                                : "every job that was to overwrite it was refused before it wrote",
                        mgc));
    }

    /** A full restore since the run took hold of B, by whomever. */
    private static Optional<Row> overwritten(Inquiry backup, Ground ground) {
        LocalDateTime since = ground.mark().find(backup).map(Mark.Found::since).orElse(LocalDateTime.MAX);
        return backup.ask(Lookup.LAST_FULL_RESTORE, Database.MGC).stream()
                .filter(row ->
                        row.isNull("restore_date") || row.time("restore_date").isAfter(since))
                .findFirst();
    }

    private static boolean mayHaveWritten(JobTruth job, int restoring) {
        if (job.is(JobTruth.State.CREATED) || job.failedStep() > 0 && job.failedStep() < restoring) {
            return false;
        }
        List<Integer> telling =
                job.errors().stream().filter(error -> !TRAILING.contains(error)).toList();
        return telling.isEmpty() || !NOTHING_WRITTEN.containsAll(telling);
    }

    /** The same in T-SQL, as far as a batch can ask: nothing was restored over it since the run took hold of B. */
    static String notRestoredOver(Mark mark) {
        return """
                NOT EXISTS (SELECT 1 FROM msdb.dbo.restorehistory r JOIN msdb.dbo.sysjobs m ON m.name = %s
                            WHERE r.destination_database_name = N'mgc' AND r.restore_type = 'D' AND r.restore_date > m.date_created)""".formatted(Tsql.literal(mark.job()));
    }

    boolean is(State other) {
        return state == other;
    }

    Map<String, String> evidence() {
        Map<String, String> evidence = new LinkedHashMap<>();
        mgc.ifPresent(now -> evidence.putAll(now.evidence()));
        evidence.put("the copy", state == State.AS_IT_WAS ? "as it was: " + why : why);
        return evidence;
    }
}
