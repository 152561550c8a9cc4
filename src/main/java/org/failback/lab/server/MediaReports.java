package org.failback.lab.server;

import java.util.HexFormat;
import java.util.List;
import org.failback.lab.tds.Answer;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.Options;
import org.failback.lab.tsql.ServerStatement.Restore;
import org.failback.lab.tsql.With;

/** The kinds of RESTORE that only look: HEADERONLY, FILELISTONLY, LABELONLY, VERIFYONLY. */
final class MediaReports {
    private static final long MB = 1024L * 1024;
    private final ServerSession session;
    private final Instance instance;
    private final Restore statement;
    private final Answer answer;

    MediaReports(ServerSession session, Restore statement, Answer answer) {
        this.session = session;
        this.instance = session.instance();
        this.statement = statement;
        this.answer = answer;
    }

    void run() throws SqlError {
        String verb = "RESTORE " + statement.kind();
        session.request().rename(verb);
        try {
            if (!session.login().may(ServerLogin.Permission.CREATE_ANY_DATABASE)) {
                throw Errors.permission("CREATE DATABASE", "master");
            }
            MediaReader.Opened opened = new MediaReader(instance).open(statement.disks());
            switch (statement.kind()) {
                case HEADERONLY -> headers(opened);
                case FILELISTONLY -> files(opened);
                case LABELONLY -> label(opened);
                case VERIFYONLY -> verify(opened);
                default -> throw new IllegalStateException("not a report: " + statement.kind());
            }
        } catch (SqlError error) {
            throw Errors.terminating(verb, error);
        }
    }

    private <T> void send(View<T> view, List<T> sources) {
        answer.columns(view.columns());
        sources.forEach(source -> answer.row(view.row(source)));
        answer.endOfRows(sources.size());
    }

    private void headers(MediaReader.Opened opened) throws SqlError {
        List<BackupSet> sets = statement.options().has(With.FILE)
                ? List.of(opened.chosen(statement.options()))
                : opened.media().sets();
        if (sets.isEmpty() || opened.media().has(MediaDamage.CUT_SHORT)) {
            opened.chosen(statement.options());
        }
        send(headerView(opened.media()), sets);
    }

    private static View<BackupSet> headerView(BackupMedia media) {
        return new View<BackupSet>()
                .text("BackupName", BackupSet::name)
                .longText("BackupDescription", BackupSet::description)
                .small("BackupType", set -> set.type().header())
                .time("ExpirationDate", set -> null)
                .tiny("Compressed", set -> set.compressed() ? 1 : 0)
                .small("Position", BackupSet::position)
                .tiny("DeviceType", set -> 2)
                .text("UserName", BackupSet::user)
                .text("ServerName", BackupSet::server)
                .text("DatabaseName", set -> set.image().name())
                .integer("DatabaseVersion", set -> set.version().databaseVersion())
                .time("DatabaseCreationDate", set -> set.image().created())
                .lsn("BackupSize", BackupSet::bytes)
                .lsn("FirstLSN", set -> set.lsn().first())
                .lsn("LastLSN", set -> set.lsn().last())
                .lsn("CheckpointLSN", set -> set.lsn().checkpoint())
                .lsn("DatabaseBackupLSN", set -> set.lsn().databaseBackup())
                .time("BackupStartDate", BackupSet::started)
                .time("BackupFinishDate", BackupSet::finished)
                .small("SortOrder", set -> 0)
                .small("CodePage", set -> 0)
                .integer("UnicodeLocaleId", set -> 1033)
                .integer("UnicodeComparisonStyle", set -> 196608)
                .tiny(
                        "CompatibilityLevel",
                        set -> Integer.valueOf(set.image().options().get(DatabaseOptions.COMPATIBILITY)))
                .integer("SoftwareVendorId", set -> 4608)
                .integer("SoftwareVersionMajor", set -> set.version().major())
                .integer("SoftwareVersionMinor", set -> set.version().minor())
                .integer("SoftwareVersionBuild", set -> set.version().build())
                .text(
                        "MachineName",
                        set -> set.server().substring(0, set.server().indexOf('\\')))
                .integer("Flags", set -> set.checksums() ? 528 : 512)
                .guid("BindingID", set -> set.image().bindingId())
                .guid("RecoveryForkID", set -> lastFork(set).guid())
                .text("Collation", set -> set.image().collation())
                .guid("FamilyGUID", set -> set.image().familyGuid())
                .bit("HasBulkLoggedData", set -> false)
                .bit("IsSnapshot", set -> false)
                .bit("IsReadOnly", set -> set.image().options().isOn(DatabaseOptions.READ_ONLY))
                .bit("IsSingleUser", set -> set.image().userAccess() == UserAccess.SINGLE_USER)
                .bit("HasBackupChecksums", BackupSet::checksums)
                .bit("IsDamaged", BackupSet::damaged)
                .bit("BeginsLogChain", BackupSet::beginsLogChain)
                .bit("HasIncompleteMetaData", set -> false)
                .bit("IsForceOffline", BackupSet::tailLog)
                .bit("IsCopyOnly", BackupSet::copyOnly)
                .guid(
                        "FirstRecoveryForkID",
                        set -> RecoveryFork.at(set.image().forks(), set.lsn().first())
                                .guid())
                .lsn("ForkPointLSN", set -> null)
                .text("RecoveryModel", set -> set.image().recoveryModel().name().replace('_', '-'))
                .lsn("DifferentialBaseLSN", set -> null)
                .guid("DifferentialBaseGUID", set -> null)
                .text("BackupTypeDescription", set -> set.type() == BackupType.LOG ? "Transaction Log" : "Database")
                .guid("BackupSetGUID", BackupSet::uuid)
                .big("CompressedBackupSize", BackupSet::compressedBytes);
    }

    private static RecoveryFork lastFork(BackupSet set) {
        return set.image().forks().get(set.image().forks().size() - 1);
    }

    private void files(MediaReader.Opened opened) throws SqlError {
        BackupSet set = opened.chosen(statement.options());
        RestoreRules.checkCertificate(set, instance);
        View<DatabaseFile> view = new View<DatabaseFile>()
                .text("LogicalName", DatabaseFile::logical)
                .longText("PhysicalName", DatabaseFile::physical)
                .text("Type", file -> file.log() ? "L" : "D")
                .text("FileGroupName", file -> file.log() ? null : "PRIMARY")
                .lsn("Size", file -> file.sizeMb() * MB)
                .lsn("MaxSize", file -> 35184372080640L)
                .big("FileId", file -> (long) file.id())
                .lsn("CreateLSN", file -> 0L)
                .lsn("DropLSN", file -> 0L)
                .guid(
                        "UniqueId",
                        file -> java.util.UUID.nameUUIDFromBytes((set.image().bindingId() + "/" + file.id())
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .lsn("ReadOnlyLSN", file -> 0L)
                .lsn("ReadWriteLSN", file -> 0L)
                .big("BackupSizeInBytes", file -> file.log() ? 0L : set.image().usedMb() * MB)
                .integer("SourceBlockSize", file -> 512)
                .integer("FileGroupId", file -> file.log() ? 0 : 1)
                .guid("LogGroupGUID", file -> null)
                .lsn("DifferentialBaseLSN", file -> 0L)
                .guid("DifferentialBaseGUID", file -> null)
                .bit("IsReadOnly", file -> false)
                .bit("IsPresent", file -> true)
                .binary("TDEThumbprint", 32, file -> thumbprint(set));
        send(view, set.image().files());
    }

    private static byte[] thumbprint(BackupSet set) {
        String encryptor = set.image().content().encryptor();
        return encryptor.isEmpty() ? null : HexFormat.of().parseHex(encryptor);
    }

    private void label(MediaReader.Opened opened) {
        View<BackupMedia> view = new View<BackupMedia>()
                .text("MediaName", BackupMedia::name)
                .guid("MediaSetId", BackupMedia::mediaSet)
                .integer("FamilyCount", BackupMedia::families)
                .integer("FamilySequenceNumber", media -> 1)
                .guid("MediaFamilyId", BackupMedia::family)
                .integer("MediaSequenceNumber", media -> 1)
                .tiny("MediaLabelPresent", media -> 0)
                .longText("MediaDescription", media -> null)
                .text("SoftwareName", media -> "Microsoft SQL Server")
                .integer("SoftwareVendorId", media -> 4608)
                .time(
                        "MediaDate",
                        media -> media.sets().isEmpty()
                                ? null
                                : media.sets().get(0).started())
                .integer("MirrorCount", media -> 1)
                .bit("IsCompressed", media -> media.sets().stream().anyMatch(BackupSet::compressed));
        send(view, List.of(opened.media()));
    }

    private void verify(MediaReader.Opened opened) throws SqlError {
        Options options = statement.options();
        Wire wire = new Wire(answer);
        opened.checkWhole();
        BackupSet set = opened.chosen(options);
        RestoreRules.checkSet(set, set.type(), options, opened.device(), instance);
        if (!statement.moves().isEmpty()) {
            Database existing = instance.database(set.image().name());
            RestorePlan plan = new RestorePlan(instance, existing, set.image().name(), true);
            try {
                plan.check(plan.files(set, statement.moves()));
            } catch (SqlError unplaceable) {
                throw Errors.then(unplaceable, 3119);
            }
        }
        try {
            double megabytes = (double) set.compressedBytes() / MB;
            new Pace(instance.estate())
                    .move(session, megabytes, options.number(With.STATS).orElse(0), wire::percent);
        } catch (Pace.Aborted aborted) {
            throw Errors.of(3204);
        }
        opened.checkToTheEnd();
        if (opened.media().has(MediaDamage.PAGES) && set.checksums()) {
            throw Errors.of(3189);
        }
        wire.info(3262, set.position());
    }
}
