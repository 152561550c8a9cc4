package org.failback.sqlserver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.failback.estate.Settings.Fence;
import org.failback.step.Command;
import org.failback.step.Facts;
import org.failback.step.Finding;
import org.failback.step.Gate;
import org.failback.step.Run;
import org.failback.step.Step;
import org.failback.step.Verdict;

/**
 * Overwrites mgc on B with P's backup and leaves it RESTORING, ready for P's logs. It never says REPLACE: without it the
 * server itself refuses a database of another family (3154) and one whose tail of the log was not backed up (3159).
 */
final class InitializeSecondary implements Step {
    static final String NAME = "initializeSecondary";
    /** Evidence, where B was not fenced: the file that holds what B's log held at the end. */
    static final String LATE_TAIL = "tail of the log before it was overwritten";

    private final Ground ground;

    InitializeSecondary(Ground ground) {
        this.ground = ground;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "Initialize the secondary database on " + ground.backup().serverName();
    }

    @Override
    public Gate gate() {
        return Gate.OVERWRITE_BACKUP;
    }

    @Override
    public boolean longRunning() {
        return true;
    }

    private boolean fenced() {
        return ground.settings().fence() == Fence.TAIL_LOG;
    }

    static String lateTailName(String run) {
        return "Failback " + run + " mgc of the backup before it is overwritten";
    }

    private Optional<BackupSet> primaryBackup(Run run) {
        return ground.looks()
                .at(ground.primary(), run, inquiry -> PrimaryBackup.of(inquiry, ground.mark(), run.id()))
                .full();
    }

    @Override
    public Map<String, String> facts(Run run) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.putAll(ground.looks().at(ground.backup(), run, inquiry -> AlignRestoredCopy.asTheyAre(inquiry, run)));
        Optional<BackupSet> full = primaryBackup(run);
        if (full.isEmpty()) {
            return facts;
        }
        String file = full.get().file();
        boolean planned = run.fact(FactName.PRIMARY_FILE).filter(file::equals).isPresent()
                && run.fact(FactName.MOVE_LIST_ON_BACKUP).isPresent();
        facts.put(FactName.PRIMARY_FILE, file);
        facts.put(FactName.PRIMARY_SET, full.get().uuid());
        if (!planned) {
            ground.looks().at(ground.backup(), run, inquiry -> {
                List<Row> own = inquiry.ask(Lookup.FILES_OF_DATABASE, Database.MGC);
                List<Row> inBackup = inquiry.ask(Lookup.FILES_IN_BACKUP, file);
                facts.put(
                        FactName.MOVE_LIST_ON_BACKUP,
                        MoveList.plan(inBackup, own).text());
                facts.put(FactName.FILES_IN_PRIMARY_BACKUP, RestoreFacts.files(inBackup));
                facts.put(FactName.FREE_ON_BACKUP, RestoreFacts.freeSpace(inquiry));
                return facts;
            });
        }
        return facts;
    }

    @Override
    public Finding look(Run run) {
        return ground.looks()
                .at(
                        ground.backup(),
                        run,
                        inquiry -> ground.footing(ground.backup())
                                .objection(inquiry, run)
                                .orElseGet(() -> {
                                    Optional<BackupSet> full = primaryBackup(run);
                                    return LongWork.decide(
                                            "The restore of the primary's mgc over the backup's",
                                            LongWork.truth(inquiry, ground.job(ground.backup(), NAME), run),
                                            () -> full.flatMap(set -> restored(inquiry, set, run)),
                                            () -> before(inquiry, full, run));
                                }));
    }

    /** Whether B's restore history names P's backup last, and what that means today. */
    private Optional<Finding> restored(Inquiry inquiry, BackupSet full, Run run) {
        Optional<Row> last = inquiry.ask(Lookup.LAST_FULL_RESTORE, Database.MGC).stream()
                .findFirst()
                .filter(row -> row.text("backup_set_uuid").equalsIgnoreCase(full.uuid()) && !row.flag("recovery"));
        if (last.isEmpty()) {
            return Optional.empty();
        }
        String where = "mgc on " + ground.backup().serverName();
        Optional<Database> mgc = Database.of(inquiry, Database.MGC);
        Map<String, String> evidence =
                new LinkedHashMap<>(mgc.map(Database::evidence).orElse(Map.of()));
        evidence.putAll(full.evidence("restored from"));
        evidence.put("restored at", last.get().text("restore_date"));
        if (!fenced()) {
            tails(inquiry, run).stream()
                    .reduce((earlier, later) -> later)
                    .ifPresent(tail -> evidence.put(LATE_TAIL, tail.file()));
        }
        return Optional.of(
                mgc.filter(now -> now.restoring() && !now.mirrored()).isPresent()
                        ? Finding.done(where + " holds the primary's mgc and waits for its logs.", evidence)
                        : Finding.blocked(
                                where + " was made from the primary's backup, but it is "
                                        + mgc.map(Database::inWords).orElse("missing") + " instead of RESTORING.",
                                "Somebody recovered it, so it can take no more logs, and chat must not come to it. Find out who"
                                        + " did it and what was written there. Then make it anew by hand: BACKUP LOG [mgc] …"
                                        + " WITH NORECOVERY, and RESTORE DATABASE [mgc] FROM DISK = "
                                        + Tsql.literal(full.file())
                                        + " WITH NORECOVERY, without REPLACE; then try again.",
                                "DBA",
                                evidence));
    }

    private Finding before(Inquiry inquiry, Optional<BackupSet> full, Run run) {
        Optional<Finding> gone = GoLive.objection(run, "Overwriting mgc in the backup data center");
        if (gone.isPresent()) {
            return gone.get();
        }
        String where = "mgc on " + ground.backup().serverName();
        if (full.isEmpty()) {
            return Finding.blocked(
                    "There is no backup of the primary's mgc to make " + where + " from.",
                    "Back up the primary first.",
                    "DBA",
                    Map.of());
        }
        Optional<Database> found = Database.of(inquiry, Database.MGC);
        Map<String, String> evidence = new LinkedHashMap<>(full.get().evidence("backup of the primary"));
        found.ifPresent(now -> evidence.putAll(now.evidence()));
        Optional<String> odd = fenced() || tailTaken(inquiry, run)
                ? found.filter(mgc -> mgc.restoring() && !mgc.mirrored()).isPresent()
                        ? Optional.empty()
                        : Optional.of("it must be RESTORING, as this run's fence leaves it, and not mirrored")
                : found.filter(mgc -> mgc.serving() && !mgc.mirrored()).isPresent()
                        ? unfencedObjection(inquiry, run)
                        : Optional.of("it must be ONLINE, MULTI_USER and not mirrored");
        if (odd.isPresent()) {
            return Finding.blocked(
                    where + " is " + found.map(Database::inWords).orElse("missing") + "; before it is overwritten "
                            + odd.get() + ".",
                    "Find out who changed it and what it holds; it may be a copy that is nowhere else. Then try again, or go"
                            + " back where that is offered.",
                    "DBA",
                    evidence);
        }
        Optional<Finding> stranger = strangerLog(inquiry, run);
        if (stranger.isPresent()) {
            return stranger.get();
        }
        return ground.looks()
                .at(ground.primary(), run, primary -> primaryObjection(primary, run))
                .or(() -> copiesGone(run))
                .orElseGet(() -> Finding.needed(where + " is ready to be overwritten.", evidence));
    }

    /** The gate may have been answered hours after the copies were read back. */
    private Optional<Finding> copiesGone(Run run) {
        return Optional.of(new ReadCopiesBack(ground).look(run)).filter(copies -> copies.is(Verdict.BLOCKED));
    }

    private boolean tailTaken(Inquiry inquiry, Run run) {
        return !tails(inquiry, run).isEmpty();
    }

    private List<BackupSet> tails(Inquiry inquiry, Run run) {
        String name = fenced() ? MgcBackup.tailName(run.id()) : lateTailName(run.id());
        return inquiry.ask(Lookup.BACKUPS_BY_NAME, name, Database.MGC).stream()
                .map(BackupSet::of)
                .toList();
    }

    /** Somebody recovered mgc and fenced it again: what was written between is in that log and nowhere else. */
    private Optional<Finding> strangerLog(Inquiry inquiry, Run run) {
        return MgcBackup.of(inquiry, ground.mark(), run.id())
                .strangerLog()
                // Logs of the primary that were restored here stand in this history, too.
                .filter(log -> log.server().equalsIgnoreCase(ground.backup().serverName()))
                .map(log -> Finding.endangered(
                        "Data is at risk: somebody else took a log backup of mgc on "
                                + ground.backup().serverName() + " since this run's backup: " + log.file() + ".",
                        "What was written there since is in that file and not on the primary. Keep it; find out who took it and"
                                + " what it holds. Go back where that is offered.",
                        "manager",
                        log.evidence("log backup by others")));
    }

    private Optional<String> unfencedObjection(Inquiry inquiry, Run run) {
        List<String> differences = Contents.recorded(run, FenceMgc.NAME, BackUpMgc.NAME)
                .map(recorded -> Contents.of(inquiry).differencesFrom(recorded))
                .orElse(List.of("nobody recorded what the backup held"));
        return differences.isEmpty()
                ? Optional.empty()
                : Optional.of("it must hold nothing that the primary lacks, but: " + String.join("; ", differences));
    }

    /** The copy on B goes only while the one on P is whole and serves. */
    private Optional<Finding> primaryObjection(Inquiry primary, Run run) {
        Optional<Database> mgc = Database.of(primary, Database.MGC);
        if (mgc.filter(Database::serving).isEmpty()) {
            return Optional.of(Finding.endangered(
                    "Data is at risk: mgc on " + ground.primary().serverName() + " is "
                            + mgc.map(Database::inWords).orElse("missing")
                            + ", and without it the copy on " + ground.backup().serverName() + " is not overwritten.",
                    "Bring the primary back ONLINE, MULTI_USER and READ_WRITE, then try again; or go back where that is offered.",
                    "DBA",
                    Map.of()));
        }
        return RestoredPrimary.objection(primary, run, ground);
    }

    @Override
    public List<Command> commands(Facts facts) {
        String server = ground.backup().serverName();
        String run = facts.get(Facts.RUN);
        Guard guard = ground.guard(ground.backup(), facts);
        List<JobStep> steps = new ArrayList<>();
        if (!fenced()) {
            steps.add(new JobStep(
                    "Back up the tail of the log",
                    JobStep.Subsystem.TSQL,
                    lateTail(facts, guard),
                    JobStep.Then.NEXT,
                    JobStep.Then.FAIL));
        }
        steps.add(JobStep.only("Restore mgc", restore(facts, guard)));
        return List.of(ground.job(ground.backup(), NAME)
                .start(
                        facts,
                        guard,
                        "Overwrites mgc on " + server
                                + " with the primary's and leaves it RESTORING: it can no longer serve by itself.",
                        "Run " + run + ": makes mgc from the primary's backup set " + facts.get(FactName.PRIMARY_SET)
                                + " for log shipping.",
                        steps));
    }

    /**
     * Where B was not fenced before, its last log goes into a file now, so that nothing is overwritten unseen. An attempt
     * after one that failed later finds it there.
     */
    private String lateTail(Facts facts, Guard guard) {
        String run = facts.get(Facts.RUN);
        String file = new Folder(ground.estate().storage().backupShare())
                .file("mgc_backup_" + run + "_" + facts.get(Facts.ATTEMPT) + "_tail.trn");
        String batch = BackupBatch.around(
                guard.database(Database.MGC, Guard.UNMIRRORED, "ONLINE"),
                Database.MGC,
                file,
                lateTailName(run),
                KillSessions.text(Database.MGC),
                """
                BACKUP LOG [mgc] TO DISK = %s
                WITH NORECOVERY, %s;""".formatted(
                                Tsql.literal(file),
                                BackupBatch.with(lateTailName(run), "The log of mgc before it is overwritten")),
                "this is not " + ground.backup().serverName()
                        + " held by this run, or mgc is not ONLINE without mirroring.");
        return """
                SET QUOTED_IDENTIFIER ON;
                IF EXISTS (SELECT 1 FROM sys.databases WHERE name = N'mgc' AND state_desc = N'RESTORING')
                AND %s
                    PRINT N'The tail of the log was backed up before; nothing was done.';
                ELSE
                BEGIN
                %sEND""".formatted(tailIsThere(lateTailName(run)), batch.indent(4));
    }

    private static String tailIsThere(String name) {
        return "EXISTS (SELECT 1 FROM msdb.dbo.backupset WHERE database_name = N'mgc' AND type = 'L' AND name = "
                + Tsql.literal(name) + ")";
    }

    /** No log of this instance was backed up after it: nobody wrote to mgc since. */
    private static String tailIsLast(String name) {
        return """
                EXISTS (SELECT 1 FROM msdb.dbo.backupset t WHERE t.database_name = N'mgc' AND t.type = 'L' AND t.name = %s
                        AND NOT EXISTS (SELECT 1 FROM msdb.dbo.backupset l WHERE l.database_name = N'mgc' AND l.type = 'L'
                                        AND l.backup_set_id > t.backup_set_id AND l.server_name = t.server_name))""".formatted(Tsql.literal(name));
    }

    private String restore(Facts facts, Guard guard) {
        String tail = fenced() ? MgcBackup.tailName(facts.get(Facts.RUN)) : lateTailName(facts.get(Facts.RUN));
        Guard whole =
                guard.database(Database.MGC, Guard.UNMIRRORED, "RESTORING").and(tailIsLast(tail));
        return """
                SET QUOTED_IDENTIFIER ON;
                IF EXISTS (SELECT 1 FROM msdb.dbo.restorehistory r JOIN msdb.dbo.backupset b ON b.backup_set_id = r.backup_set_id
                           WHERE r.destination_database_name = N'mgc' AND r.recovery = 0 AND b.backup_set_uuid = %1$s)
                    PRINT N'mgc was made from this backup before; nothing was done.';
                ELSE IF %2$s
                BEGIN
                    RESTORE DATABASE [mgc] FROM DISK = %3$s
                    WITH FILE = 1, NORECOVERY, CHECKSUM, STOP_ON_ERROR, STATS = 5,
                        %4$s;
                END
                ELSE
                    %5$s""".formatted(
                        Tsql.literal(facts.get(FactName.PRIMARY_SET)),
                        whole.text(),
                        Tsql.literal(facts.get(FactName.PRIMARY_FILE)),
                        MoveList.checked(facts.get(FactName.MOVE_LIST_ON_BACKUP)),
                        Tsql.raise("mgc was not overwritten: this is not "
                                + ground.backup().serverName()
                                + " held by this run, mgc is mirrored or not RESTORING, or the tail of its log was not backed"
                                + " up by this run."));
    }
}
