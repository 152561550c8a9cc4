package org.failback.lab.server;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.failback.lab.tds.Answer;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.Options;
import org.failback.lab.tsql.Refusal;
import org.failback.lab.tsql.ServerStatement.Restore;
import org.failback.lab.tsql.With;

/** RESTORE DATABASE, with or without a backup set to read. */
final class RestoreOperation {
    static final String VERB = "RESTORE DATABASE";
    private final SqlEstate estate;
    private final ServerSession session;
    private final Instance instance;
    private final Restore statement;
    private final Wire wire;
    private SqlError historyLost;

    RestoreOperation(ServerSession session, Restore statement, Answer answer) {
        this.instance = session.instance();
        this.estate = instance.estate();
        this.session = session;
        this.statement = statement;
        this.wire = new Wire(answer);
    }

    void run() throws SqlError {
        session.request().rename(VERB);
        if (statement.options().has(With.STANDBY) || statement.options().has(With.PARTIAL)) {
            throw Refusal.of("RESTORE WITH STANDBY or PARTIAL");
        }
        Database existing = instance.database(statement.database());
        try {
            RestoreRules.checkCaller(session, statement.database(), existing);
            if (statement.disks().isEmpty()) {
                recoverOnly(existing);
            } else {
                restore(existing);
            }
        } catch (SqlError error) {
            throw Recovery.ended(VERB, error, instance.database(statement.database()));
        }
        if (historyLost != null) {
            throw historyLost;
        }
    }

    private void recoverOnly(Database existing) throws SqlError {
        Database database = instance.require(statement.database());
        RestoreRules.checkNotMirrored(database);
        RestoreRules.checkNotInUse(session, existing);
        if (database.state() != DatabaseState.RESTORING) {
            throw Errors.of(3153);
        }
        if (database.isRestoreInterrupted()) {
            throw Errors.of(4319, database.files().get(0).logical());
        }
        if (!statement.options().has(With.NORECOVERY)) {
            Recovery.recover(database);
        }
        wire.finished(VERB, 0, 0);
        estate.changed().signalAll();
    }

    private void restore(Database existing) throws SqlError {
        Options options = statement.options();
        boolean replace = options.has(With.REPLACE);
        if (existing != null) {
            RestoreRules.checkNotMirrored(existing);
            RestoreRules.checkNotInUse(session, existing);
        }
        MediaReader.Opened opened = new MediaReader(instance).open(statement.disks());
        opened.checkWhole();
        BackupSet set = opened.chosen(options);
        RestoreRules.checkSet(
                set, BackupType.DATABASE, options, statement.disks().get(0), instance);
        if (existing != null && !replace) {
            RestoreRules.checkSameName(set, existing);
            RestoreRules.checkSameDatabase(set, existing);
            RestoreRules.checkTail(existing);
        }
        RestorePlan plan = new RestorePlan(instance, existing, statement.database(), replace);
        List<DatabaseFile> files = plan.files(set, statement.moves());
        try {
            plan.check(files);
        } catch (SqlError unplaceable) {
            throw Errors.then(unplaceable, 3119);
        }
        overwrite(existing, opened, set, files);
    }

    /** From here on what was there is gone, whatever happens. */
    private void overwrite(Database existing, MediaReader.Opened opened, BackupSet set, List<DatabaseFile> files)
            throws SqlError {
        Instant started = estate.instant();
        DiskFiles disk = new DiskFiles(instance);
        Database database = existing;
        if (database == null) {
            database = instance.addDatabase(statement.database(), set.image().familyGuid());
        } else {
            disk.remove(existing.files());
        }
        database.beginRestore(files);
        disk.create(files);
        try {
            int every = statement.options().number(With.STATS).orElse(0);
            new Pace(estate).move(session, set.image().usedMb(), every, wire::percent);
        } catch (Pace.Aborted aborted) {
            throw Errors.of(3204);
        } finally {
            database.setFileOperation(false);
        }
        opened.checkToTheEnd();
        if (opened.media().has(MediaDamage.PAGES)
                && set.checksums()
                && !statement.options().has(With.NO_CHECKSUM)) {
            throw Errors.of(3183, 1, 264, database.name());
        }
        finish(database, opened, set, files, started);
    }

    private void finish(
            Database database, MediaReader.Opened opened, BackupSet set, List<DatabaseFile> files, Instant started)
            throws SqlError {
        Options options = statement.options();
        boolean recovery = !options.has(With.NORECOVERY);
        database.become(set.image(), set.lsn().last(), UUID.randomUUID());
        database.setOwner(session.login().sid());
        database.options().set(DatabaseOptions.TRUSTWORTHY, false);
        database.options().set(DatabaseOptions.BROKER, options.has(With.ENABLE_BROKER));
        database.logChain().fullRestored(set.lsn().last(), set.lsn().checkpoint());
        database.endRestore();
        if (options.has(With.RESTRICTED_USER)) {
            database.setUserAccess(UserAccess.RESTRICTED_USER);
        }
        if (recovery) {
            Recovery.recover(database);
        }
        if (opened.media().has(MediaDamage.PAGES)) {
            database.content().corrupt(Corruption.PAGES);
        }
        historyLost = DatabaseSpace.historyLost(instance);
        if (historyLost == null) {
            note(database, opened, set, recovery);
        }
        for (DatabaseFile file : files) {
            wire.processed(database.name(), file, file.log() ? 0 : set.image().usedMb(), set.position());
        }
        double seconds = Duration.between(started, estate.instant()).toMillis() / 1000.0;
        wire.finished(VERB, set.image().usedMb(), seconds);
        estate.changed().signalAll();
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
                        database.files().stream().map(DatabaseFile::physical).toList());
    }
}
