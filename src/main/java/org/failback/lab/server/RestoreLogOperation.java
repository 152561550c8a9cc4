package org.failback.lab.server;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.failback.lab.tds.Answer;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.Options;
import org.failback.lab.tsql.Refusal;
import org.failback.lab.tsql.ServerStatement.Restore;
import org.failback.lab.tsql.With;

/** RESTORE LOG: rolls a database that is RESTORING forward by one log backup of its own history. */
final class RestoreLogOperation {
    private static final String VERB = "RESTORE LOG";
    private static final double BYTES_PER_MB = 1024.0 * 1024;
    private final SqlEstate estate;
    private final ServerSession session;
    private final Instance instance;
    private final Restore statement;
    private final Wire wire;
    private SqlError historyLost;

    RestoreLogOperation(ServerSession session, Restore statement, Answer answer) {
        this.instance = session.instance();
        this.estate = instance.estate();
        this.session = session;
        this.statement = statement;
        this.wire = new Wire(answer);
    }

    void run() throws SqlError {
        session.request().rename(VERB);
        Options options = statement.options();
        if (options.has(With.STANDBY)
                || options.has(With.STOPAT)
                || statement.disks().isEmpty()) {
            throw Refusal.of("RESTORE LOG with STANDBY or STOPAT, or without FROM DISK");
        }
        Database database = instance.database(statement.database());
        try {
            RestoreRules.checkCaller(session, statement.database(), database);
            checkTarget(database);
            apply(database);
        } catch (SqlError error) {
            throw Recovery.ended(VERB, error, database);
        }
        if (historyLost != null) {
            throw historyLost;
        }
    }

    private void checkTarget(Database database) throws SqlError {
        if (database == null) {
            throw Errors.of(3118, statement.database());
        }
        RestoreRules.checkNotMirrored(database);
        RestoreRules.checkNotInUse(session, database);
        if (database.state() != DatabaseState.RESTORING || database.isRestoreInterrupted()) {
            throw Errors.of(3117);
        }
    }

    private void apply(Database database) throws SqlError {
        Options options = statement.options();
        MediaReader.Opened opened = new MediaReader(instance).open(statement.disks());
        opened.checkWhole();
        BackupSet set = opened.chosen(options);
        RestoreRules.checkSet(set, BackupType.LOG, options, statement.disks().get(0), instance);
        RestoreRules.checkSameDatabase(set, database);
        checkChain(database, set);
        if (opened.media().has(MediaDamage.PAGES)) {
            throw Errors.of(3189);
        }
        Instant started = estate.instant();
        double megabytes = set.bytes() / BYTES_PER_MB;
        database.setFileOperation(true);
        try {
            new Pace(estate).move(session, megabytes, options.number(With.STATS).orElse(0), wire::percent);
        } catch (Pace.Aborted aborted) {
            throw Errors.of(3204);
        } finally {
            database.setFileOperation(false);
        }
        opened.checkToTheEnd();
        finish(database, opened, set);
        double seconds = Duration.between(started, estate.instant()).toMillis() / 1000.0;
        wire.finished(VERB, (long) Math.ceil(megabytes), seconds);
        estate.changed().signalAll();
    }

    /** A log that was taken while the restored full backup ran: it fits, and adds too little to recover. */
    private static boolean endsInsideTheFull(Database database, BackupSet set) {
        LogChain chain = database.logChain();
        return database.redoLsn() == chain.endOfFull()
                && set.lsn().last() > chain.lastFullCheckpoint()
                && set.lsn().last() < database.redoLsn();
    }

    private void checkChain(Database database, BackupSet set) throws SqlError {
        long redo = database.redoLsn();
        if (endsInsideTheFull(database, set)) {
            if (!statement.options().has(With.NORECOVERY)) {
                DatabaseFile file = database.files().get(0);
                throw Errors.of(4318, file.logical(), redo, set.lsn().last());
            }
            return;
        }
        if (set.lsn().last() < redo) {
            throw Errors.of(4326, set.lsn().last(), redo);
        }
        if (set.lsn().first() > redo) {
            // The first log of a chain joins no older backup: the recovery model was changed in between.
            throw set.beginsLogChain()
                    ? Errors.of(4312)
                    : Errors.of(4305, set.lsn().first(), redo);
        }
        List<RecoveryFork> ours = database.forks();
        if (!RecoveryFork.at(ours, redo).equals(RecoveryFork.at(set.image().forks(), redo))) {
            throw Errors.of(4330);
        }
    }

    private void finish(Database database, MediaReader.Opened opened, BackupSet set) throws SqlError {
        boolean recovery = !statement.options().has(With.NORECOVERY);
        if (set.lsn().last() >= database.redoLsn()) {
            database.rollForward(set.image(), set.lsn().last());
            database.logChain().restored(set.lsn().last(), set.lsn().checkpoint());
        }
        if (recovery) {
            Recovery.recover(database);
        }
        historyLost = DatabaseSpace.historyLost(instance);
        if (historyLost == null) {
            note(database, opened, set, recovery);
        }
        wire.processed(
                database.name(), logFile(database), (long) Math.ceil(set.bytes() / BYTES_PER_MB), set.position());
    }

    private static DatabaseFile logFile(Database database) {
        return database.files().stream().filter(DatabaseFile::log).findFirst().orElseThrow();
    }

    private void note(Database database, MediaReader.Opened opened, BackupSet set, boolean recovery) {
        BackupHistory.Entry entry =
                instance.history().backup(opened.media(), new WindowsPath(opened.device()).text(), set);
        instance.history()
                .restore(
                        estate.now(),
                        database.name(),
                        session.login().name(),
                        entry,
                        statement.options().has(With.REPLACE),
                        recovery,
                        List.of());
    }
}
