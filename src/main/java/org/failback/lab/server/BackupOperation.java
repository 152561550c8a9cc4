package org.failback.lab.server;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.failback.lab.tds.Answer;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.Options;
import org.failback.lab.tsql.Refusal;
import org.failback.lab.tsql.ServerStatement.Backup;
import org.failback.lab.tsql.ServerStatement.BackupKind;
import org.failback.lab.tsql.With;

/** BACKUP DATABASE and BACKUP LOG. */
final class BackupOperation {
    private static final double COMPRESSED_TO = 0.4;
    private static final int SQL_SERVER_2016 = 13;
    private static final long MB = 1024L * 1024;
    private final SqlEstate estate;
    private final ServerSession session;
    private final Backup statement;
    private final Wire wire;
    private final String verb;
    private SqlError historyLost;

    BackupOperation(ServerSession session, Backup statement, Answer answer) {
        this.estate = session.instance().estate();
        this.session = session;
        this.statement = statement;
        this.wire = new Wire(answer);
        this.verb = isLog(statement) ? "BACKUP LOG" : "BACKUP DATABASE";
    }

    void run() throws SqlError {
        session.request().rename(verb);
        if (statement.options().has(With.DIFFERENTIAL)) {
            throw Refusal.of("differential backups");
        }
        if (statement.disks().size() != 1) {
            throw Refusal.of("a backup to other than exactly one file");
        }
        try {
            Database database = check();
            Target target = open();
            if (tailOnly()) {
                takeOutOfUse(database);
            }
            write(database, target);
        } catch (SqlError error) {
            throw Errors.terminating(verb, error);
        }
        if (historyLost != null) {
            throw historyLost;
        }
    }

    private Database check() throws SqlError {
        Database database = session.instance().require(statement.database());
        if (!DatabaseAccess.isOwner(database, session.login())) {
            throw Errors.permission(verb, database.name());
        }
        if (session.scope().inTransaction()) {
            throw Errors.of(3021);
        }
        checkNotMirror(database);
        DatabaseAccess.checkState(database);
        if (isLog(statement)) {
            checkLog(database);
        } else if (database.hasFileOperation()) {
            throw Errors.of(3023);
        }
        return database;
    }

    /** Up to 2014 a mirror cannot be opened (954); from 2016 on the command itself is not for a mirror. */
    private void checkNotMirror(Database database) throws SqlError {
        if (database.isMirror() && session.instance().edition().major() >= SQL_SERVER_2016) {
            throw Errors.of(3059);
        }
    }

    private void checkLog(Database database) throws SqlError {
        if (database.recoveryModel() == RecoveryModel.SIMPLE) {
            throw Errors.of(4208, "BACKUP LOG");
        }
        if (tailOnly() && database.mirroring() != null) {
            throw Errors.mirrored(database.name());
        }
        if (!database.logChain().hasBegun()) {
            throw Errors.of(4214);
        }
        if (tailOnly() && (!session.instance().sessionsIn(database).isEmpty() || database.hasFileOperation())) {
            throw Errors.inUse();
        }
    }

    private Target open() throws SqlError {
        Options options = statement.options();
        String text = statement.disks().get(0);
        WindowsPath path = new WindowsPath(text);
        Host host = session.instance().host();
        String engine = session.instance().accounts().engine();
        if (!path.isAbsolute()) {
            path = new WindowsPath(DefaultFolders.backup(session.instance()) + "\\" + path.text());
        }
        try {
            Volume volume = session.instance().storage().checkWritable(engine, host.name(), path);
            StoredFile old = volume.file(path);
            if (old == null || options.has(With.FORMAT)) {
                return new Target(path, volume, newMedia());
            }
            MediaReader.checkHead(text, old);
            BackupMedia media = old.media().copy();
            if (options.has(With.INIT)) {
                media.sets().clear();
            }
            return new Target(path, volume, media);
        } catch (OsError cause) {
            throw Errors.device(text, cause);
        }
    }

    private BackupMedia newMedia() {
        String name = statement.options().text(With.MEDIANAME).orElse(null);
        return new BackupMedia(UUID.randomUUID(), UUID.randomUUID(), name);
    }

    private void takeOutOfUse(Database database) {
        database.setState(DatabaseState.RESTORING);
    }

    private void write(Database database, Target target) throws SqlError {
        boolean log = isLog(statement);
        Instant started = estate.instant();
        long checkpoint = database.lsn();
        double megabytes = log ? database.logUsedMb() : database.usedMb();
        long bytes = Math.max((long) (megabytes * MB), 64 * 1024);
        long written = compressed() ? (long) (bytes * COMPRESSED_TO) : bytes;
        // The tail needs the database for itself; another log backup may run beside a full one.
        boolean owner = !log || tailOnly();
        database.setFileOperation(owner || database.hasFileOperation());
        try {
            put(target, target.media().bytes());
            if (written > target.volume().free()) {
                throw diskFull(target);
            }
            int every = statement.options().number(With.STATS).orElse(0);
            new Pace(estate).move(session, megabytes, every, wire::percent);
            if (target.volume().isUnplugged()) {
                throw Errors.of(3202, target.path().text(), new OsError(64).getMessage());
            }
            new DamageReport(database).checkBackup(statement.options().has(With.CHECKSUM));
            complete(database, target, new Moment(started, checkpoint, bytes, written));
            wire.processed(database.name(), dataOrLog(database), (long) Math.ceil(megabytes), target.last());
            double seconds = Duration.between(started, estate.instant()).toMillis() / 1000.0;
            wire.finished(verb, (long) Math.ceil(megabytes), seconds);
        } catch (Pace.Aborted aborted) {
            undoTail(database);
            throw Errors.of(3204);
        } catch (SqlError refused) {
            undoTail(database);
            throw refused;
        } finally {
            database.setFileOperation(!owner && database.hasFileOperation());
        }
    }

    private void undoTail(Database database) {
        if (tailOnly()) {
            database.setState(DatabaseState.ONLINE);
        }
    }

    private void complete(Database database, Target target, Moment moment) throws SqlError {
        boolean log = isLog(statement);
        LogChain chain = database.logChain();
        long first = log ? chain.backedUpTo() : moment.checkpoint();
        boolean beginsChain = log && chain.isFirst();
        long basis = chain.lastFullCheckpoint();
        if (!log) {
            database.log(2);
        }
        long last = database.lsn();
        LsnRange range = new LsnRange(first, last, log ? basis : moment.checkpoint(), basis);
        BackupSet set = describe(database, target, moment, range, beginsChain);
        target.media().sets().add(set);
        put(target, target.media().bytes());
        session.instance()
                .faults()
                .strike(
                        Faults.Kind.DAMAGE_BACKUP,
                        Faults.When.AFTER,
                        target.path().text())
                .ifPresent(ordered -> target.media().damage(MediaDamage.PAGES));
        note(database, set);
        historyLost = DatabaseSpace.historyLost(session.instance());
        if (historyLost == null) {
            session.instance().history().backup(target.media(), target.path().text(), set);
        }
        if (tailOnly()) {
            database.setRedoLsn(last);
        }
        estate.changed().signalAll();
    }

    private void note(Database database, BackupSet set) {
        boolean copyOnly = statement.options().has(With.COPY_ONLY);
        if (!isLog(statement)) {
            database.logChain().fullBackup(set.lsn().checkpoint(), copyOnly);
        } else if (!copyOnly) {
            database.logChain().logBackup(set.lsn().last());
            database.setLogUsedMb(1);
        }
    }

    private BackupSet describe(Database database, Target target, Moment moment, LsnRange range, boolean beginsChain) {
        Options options = statement.options();
        return new BackupSet(
                UUID.randomUUID(),
                isLog(statement) ? BackupType.LOG : BackupType.DATABASE,
                target.media().sets().size() + 1,
                options.text(With.NAME).orElse(null),
                options.text(With.DESCRIPTION).orElse(null),
                session.instance().name(),
                session.login().name(),
                session.instance().edition(),
                estate.local(moment.started()).truncatedTo(ChronoUnit.SECONDS),
                estate.now().truncatedTo(ChronoUnit.SECONDS),
                range,
                options.has(With.COPY_ONLY),
                options.has(With.CHECKSUM),
                compressed(),
                false,
                beginsChain,
                tailOnly(),
                moment.bytes(),
                moment.written(),
                database.image());
    }

    private void put(Target target, long bytes) throws SqlError {
        Instance instance = session.instance();
        try {
            instance.storage()
                    .write(instance.accounts().engine(), instance.host().name(), target.path(), target.media(), bytes);
        } catch (OsError cause) {
            throw cause.code() == 112
                    ? diskFull(target)
                    : Errors.device(target.path().text(), cause);
        }
    }

    private static SqlError diskFull(Target target) {
        return Errors.of(3202, target.path().text(), new OsError(112).getMessage());
    }

    private DatabaseFile dataOrLog(Database database) {
        return database.files().stream()
                .filter(file -> file.log() == isLog(statement))
                .findFirst()
                .orElseThrow();
    }

    private boolean compressed() {
        Options options = statement.options();
        boolean byDefault = session.instance().configuration().isOn("backup compression default");
        return options.has(With.COMPRESSION) || byDefault && !options.has(With.NO_COMPRESSION);
    }

    private boolean tailOnly() {
        return isLog(statement) && statement.options().has(With.NORECOVERY);
    }

    private static boolean isLog(Backup statement) {
        return statement.kind() == BackupKind.LOG;
    }

    private record Target(WindowsPath path, Volume volume, BackupMedia media) {
        int last() {
            return media.sets().size();
        }
    }

    private record Moment(Instant started, long checkpoint, long bytes, long written) {}
}
