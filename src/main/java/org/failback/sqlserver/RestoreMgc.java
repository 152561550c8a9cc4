package org.failback.sqlserver;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.failback.estate.ChatServer;
import org.failback.estate.Settings.Fence;
import org.failback.step.Command;
import org.failback.step.Facts;
import org.failback.step.Finding;
import org.failback.step.Gate;
import org.failback.step.Run;
import org.failback.step.Step;

/**
 * Overwrites mgc on P with the run's backup. It is the one step that destroys data, so it is done for good as soon as P's
 * own restore history names the run's backup set, and it never touches a P that holds newer messages than the backup.
 */
final class RestoreMgc implements Step {
    static final String NAME = "restoreMgc";
    /** Evidence: the last backup set that went into mgc. */
    static final String RESTORED_FROM = "restored from backup set";

    private static final String KEEP_BOTH =
            "Do not overwrite it. Find out who wrote them; keep a backup of both databases.";
    private final Ground ground;

    RestoreMgc(Ground ground) {
        this.ground = ground;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "Restore mgc on " + ground.primary().serverName();
    }

    @Override
    public Gate gate() {
        return Gate.RESTORE;
    }

    @Override
    public boolean longRunning() {
        return true;
    }

    private Fence fence() {
        return ground.settings().fence();
    }

    private boolean fences() {
        return fence() == Fence.TAIL_LOG;
    }

    private MgcBackup backup(Run run) {
        return ground.looks().at(ground.backup(), run, inquiry -> MgcBackup.of(inquiry, ground.mark(), run.id()));
    }

    @Override
    public Map<String, String> facts(Run run) {
        MgcBackup backup = backup(run);
        Map<String, String> facts = new LinkedHashMap<>(RestoreFacts.of(backup, fence()));
        Contents.recorded(run, FenceMgc.NAME, BackUpMgc.NAME)
                .ifPresent(contents -> facts.put(FactName.NEWEST_MESSAGE, String.valueOf(contents.newestTicks())));
        if (backup.full().isEmpty()) {
            return facts;
        }
        String file = backup.full().get().file();
        boolean planned = run.fact(FactName.BACKUP_FILE).filter(file::equals).isPresent()
                && run.fact(FactName.MOVE_LIST).isPresent();
        if (!planned) {
            ground.looks().at(ground.primary(), run, inquiry -> {
                List<Row> own = inquiry.ask(Lookup.FILES_OF_DATABASE, Database.MGC);
                List<Row> inBackup = inquiry.ask(Lookup.FILES_IN_BACKUP, file);
                facts.put(FactName.MOVE_LIST, MoveList.plan(inBackup, own).text());
                facts.put(FactName.FILES_IN_BACKUP, RestoreFacts.files(inBackup));
                facts.put(FactName.FREE_ON_PRIMARY, RestoreFacts.freeSpace(inquiry));
                return facts;
            });
        }
        return facts;
    }

    @Override
    public Finding look(Run run) {
        return ground.looks()
                .at(
                        ground.primary(),
                        run,
                        inquiry -> ground.footing(ground.primary())
                                .objection(inquiry, run)
                                .orElseGet(() -> LongWork.decide(
                                        "The restore of mgc",
                                        LongWork.truth(inquiry, ground.job(ground.primary(), NAME), run),
                                        () -> backup(run).last(fence()).flatMap(set -> restored(inquiry, set)),
                                        () -> before(inquiry, backup(run), run))));
    }

    /** Whether P's restore history names the set, and what that means today. */
    private Optional<Finding> restored(Inquiry inquiry, BackupSet last) {
        List<Row> restores = inquiry.ask(Lookup.RESTORES, Database.MGC);
        boolean ever = restores.stream().anyMatch(row -> isOf(row, last));
        if (!ever) {
            return Optional.empty();
        }
        String where = "mgc on " + ground.primary().serverName();
        Optional<Database> mgc = Database.of(inquiry, Database.MGC);
        Map<String, String> evidence =
                new LinkedHashMap<>(mgc.map(Database::evidence).orElse(Map.of()));
        evidence.put(RESTORED_FROM, last.uuid());
        evidence.put("restored at", restores.get(0).text("restore_date"));
        if (!isOf(restores.get(0), last)) {
            return Optional.of(Finding.blocked(
                    where + " was restored from this run's backup, and then from another: \""
                            + restores.get(0).text("name") + "\".",
                    "It is not overwritten a second time. Find out who restored it and why.",
                    "DBA",
                    evidence));
        }
        return Optional.of(
                mgc.filter(Database::serving).isPresent()
                        ? Finding.done(where + " was restored from this run's backup.", evidence)
                        : Finding.blocked(
                                where + " was restored from this run's backup, but it is "
                                        + mgc.map(Database::inWords).orElse("missing") + ".",
                                "Bring it ONLINE, MULTI_USER and READ_WRITE by hand, then try again. It is not restored a"
                                        + " second time.",
                                "DBA",
                                evidence));
    }

    private static boolean isOf(Row restore, BackupSet set) {
        return restore.text("backup_set_uuid").equalsIgnoreCase(set.uuid()) && restore.flag("recovery");
    }

    private Finding before(Inquiry inquiry, MgcBackup backup, Run run) {
        Optional<Finding> gone = GoLive.objection(run, "Restoring mgc over the primary");
        if (gone.isPresent()) {
            return gone.get();
        }
        String where = "mgc on " + ground.primary().serverName();
        if (fences() ? !backup.joined() : !backup.usable()) {
            return Finding.blocked(
                    "There is no whole backup of this run to restore " + where + " from.",
                    "Take the backup, fence mgc and verify both first.",
                    "DBA",
                    backup.evidence());
        }
        Optional<Database> found = Database.of(inquiry, Database.MGC);
        Map<String, String> evidence = new LinkedHashMap<>(backup.evidence());
        found.ifPresent(now -> evidence.putAll(now.evidence()));
        boolean again = found.filter(RestoreMgc::halfway)
                .filter(mgc -> run.intended(NAME)
                        || EarlierAttempt.of(inquiry, mgc)
                                .filter(EarlierAttempt::nothingOfItsOwn)
                                .isPresent())
                .isPresent();
        if (!again && found.filter(now -> now.serving() && !now.mirrored()).isEmpty()) {
            return Finding.blocked(
                    where + " is " + found.map(Database::inWords).orElse("missing")
                            + "; before it is overwritten it must be ONLINE, MULTI_USER and not mirrored.",
                    "Install mgc on the primary with Topology Builder, or bring it into that state, then try again.",
                    "DBA",
                    evidence);
        }
        Optional<Map<String, String>> copy = KeepSafetyCopy.standing(inquiry, ground.mark(), run.id());
        if (copy.isEmpty()) {
            return Finding.blocked(
                    "No safety copy of " + where + " is kept, so it is not overwritten.",
                    "Keep the safety copy first.",
                    "DBA",
                    evidence);
        }
        evidence.putAll(copy.get());
        return again
                ? Finding.needed(
                        where + " is left halfway by an earlier attempt and is restored from the start.", evidence)
                : live(inquiry, run).orElseGet(() -> Finding.needed(where + " is ready to be overwritten.", evidence));
    }

    private static boolean halfway(Database mgc) {
        return !mgc.mirrored() && (mgc.restoring() || mgc.is("OFFLINE"));
    }

    /** A P that is used, or that holds what the backup does not, is not the rebuilt one any more. */
    private Optional<Finding> live(Inquiry inquiry, Run run) {
        String where = "mgc on " + ground.primary().serverName();
        Contents here = Contents.of(inquiry);
        Optional<Contents> recorded = Contents.recorded(run, FenceMgc.NAME, BackUpMgc.NAME);
        if (recorded.isEmpty() || here.newestTicks() > recorded.get().newestTicks()) {
            return Optional.of(
                    recorded.isEmpty()
                            ? Finding.blocked(
                                    "Nobody recorded what the backup holds, so nobody can say what " + where
                                            + " would lose.",
                                    KEEP_BOTH,
                                    "manager",
                                    here.evidence())
                            : Finding.endangered(
                                    "Data is at risk: " + where
                                            + " holds newer messages than the backup, which are nowhere else.",
                                    KEEP_BOTH,
                                    "manager",
                                    here.evidence()));
        }
        List<Session> servers = Session.in(Database.MGC, inquiry).stream()
                .filter(session -> ground.estate().chatServers().stream()
                        .map(ChatServer::fqdn)
                        .anyMatch(session::isFrom))
                .toList();
        return servers.isEmpty()
                ? Optional.empty()
                : Optional.of(Finding.blocked(
                        "Chat servers are connected to " + where + ": " + Session.inWords(servers) + ".",
                        "Find out why they use the primary before the failback; it is not overwritten while they do.",
                        "Lync administrator",
                        Map.of("sessions", Session.inWords(servers))));
    }

    @Override
    public List<Command> commands(Facts facts) {
        String server = ground.primary().serverName();
        Guard guard = ground.guard(ground.primary(), facts);
        return List.of(ground.job(ground.primary(), NAME)
                .start(
                        facts,
                        guard,
                        "Overwrites mgc on " + server + " with the backup and leaves it ready to use.",
                        "Run " + facts.get(Facts.RUN) + ": restores mgc from backup set "
                                + facts.get(FactName.BACKUP_SET) + ".",
                        List.of(
                                new JobStep(
                                        "Restore mgc",
                                        JobStep.Subsystem.TSQL,
                                        restore(facts, guard),
                                        JobStep.Then.SUCCEED,
                                        JobStep.Then.NEXT),
                                new JobStep(
                                        "Bring mgc back ONLINE",
                                        JobStep.Subsystem.TSQL,
                                        bringBack(guard),
                                        JobStep.Then.FAIL,
                                        JobStep.Then.FAIL))));
    }

    private String restore(Facts facts, Guard guard) {
        String lastSet = facts.get(fences() ? FactName.TAIL_SET : FactName.BACKUP_SET);
        Guard whole = guard.database(Database.MGC, Guard.UNMIRRORED, "ONLINE", "OFFLINE", "RESTORING")
                .and("(EXISTS (SELECT 1 FROM msdb.dbo.backupset WHERE database_name = N'mgc' AND name = "
                        + Tsql.literal(KeepSafetyCopy.backupName(facts.get(Facts.RUN))) + ")\nOR "
                        + EarlierAttempt.holdsNothingOfItsOwn() + ")")
                .and("@newer = 0")
                .and(ground.noChatServer());
        return """
                SET QUOTED_IDENTIFIER ON;
                %1$sIF EXISTS (SELECT 1 FROM msdb.dbo.restorehistory r JOIN msdb.dbo.backupset b ON b.backup_set_id = r.backup_set_id
                           WHERE r.destination_database_name = N'mgc' AND r.recovery = 1 AND b.backup_set_uuid = %2$s)
                    PRINT N'mgc was restored from this backup before; nothing was done.';
                ELSE IF %3$s
                BEGIN
                    IF EXISTS (SELECT 1 FROM sys.databases WHERE name = N'mgc' AND state_desc = N'ONLINE')
                        ALTER DATABASE [mgc] SET OFFLINE WITH ROLLBACK IMMEDIATE;
                %4$sEND
                ELSE
                    %5$s""".formatted(
                        newerMessages(facts),
                        Tsql.literal(lastSet),
                        whole.text(),
                        restores(facts).indent(4),
                        Tsql.raise("mgc was not overwritten: this is not "
                                + ground.primary().serverName()
                                + " held by this run, mgc is mirrored or in another state than expected, its safety copy is"
                                + " missing, or it holds newer messages than the backup."));
    }

    /** Sets {@code @newer} to 1 where mgc can be read and holds a newer message than the backup, or cannot be asked. */
    static String newerMessages(Facts facts) {
        return """
                DECLARE @newest bigint, @newer int;
                SELECT @newest = CONVERT(bigint, %s), @newer = 1;
                IF EXISTS (SELECT 1 FROM sys.databases WHERE name = N'mgc' AND state_desc = N'ONLINE')
                    EXEC [mgc].sys.sp_executesql N'IF NOT EXISTS (SELECT 1 FROM dbo.tblChat WHERE chatDate > @newest) SET @newer = 0;',
                        N'@newest bigint, @newer int OUTPUT', @newest = @newest, @newer = @newer OUTPUT;
                ELSE
                    SET @newer = 0;
                """.formatted(Tsql.literal(facts.get(FactName.NEWEST_MESSAGE)));
    }

    private String restores(Facts facts) {
        String with = "CHECKSUM, STOP_ON_ERROR, STATS = 5";
        String full = """
                RESTORE DATABASE [mgc] FROM DISK = %s
                WITH FILE = 1, REPLACE, %s, %s,
                    %s;
                """.formatted(
                        Tsql.literal(facts.get(FactName.BACKUP_FILE)),
                        fences() ? "NORECOVERY" : "RECOVERY",
                        with,
                        MoveList.checked(facts.get(FactName.MOVE_LIST)));
        String tail = """
                IF EXISTS (SELECT 1 FROM sys.databases WHERE name = N'mgc' AND state_desc = N'RESTORING')
                    RESTORE LOG [mgc] FROM DISK = %s
                    WITH FILE = 1, RECOVERY, %s;
                """.formatted(Tsql.literal(facts.get(FactName.TAIL_FILE)), with);
        String multiUser = """
                IF EXISTS (SELECT 1 FROM sys.databases WHERE name = N'mgc' AND state_desc = N'ONLINE' AND user_access_desc <> N'MULTI_USER')
                    ALTER DATABASE [mgc] SET MULTI_USER WITH ROLLBACK IMMEDIATE;""";
        return full + (fences() ? tail : "") + multiUser;
    }

    /** A restore that failed before it wrote anything leaves the old database OFFLINE, which nobody wants to find. */
    private static String bringBack(Guard guard) {
        return guard.and("EXISTS (SELECT 1 FROM sys.databases WHERE name = N'mgc' AND state_desc = N'OFFLINE')")
                .around(
                        "ALTER DATABASE [mgc] SET ONLINE;",
                        "mgc is not OFFLINE: the restore failed after it had begun to write, or before it took mgc offline.");
    }
}
