package org.failback.lab.server;

import java.time.Clock;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.failback.lab.tds.SqlError;

/**
 * The estate while the pool is failed over and the primary data center has just been rebuilt: B serves mgc and mgccomp
 * and mirrors them to BM, P has empty databases of another family.
 */
final class FailedOver {
    static final String DOMAIN = "LAB";
    static final String CHAT_SERVICES = DOMAIN + "\\RTCComponentUniversalServices";
    /** Whom the listeners let in with NTLM. */
    private static final String OPERATOR = DOMAIN + "\\failback";

    private static final String SERVER_ADMINS = DOMAIN + "\\RTCUniversalServerAdmins";
    private static final String SHARE = "\\\\files01.dc1.lab.example\\chatbackup";
    private static final String PASSWORD = "Practice-range-1";
    private static final UUID ACTING_SID = UUID.fromString("6d1c7a42-5f0e-4a7e-9b53-2f5c50a4e701");
    private static final UUID READER_SID = UUID.fromString("c0f6b1de-2f1b-4f0e-8d57-0d7a6a5f2c02");
    private static final long GB = 1024L * 1024 * 1024;
    private static final int REBUILT_MB = 8;
    private static final int COMPLIANCE_MB = 16;
    private static final List<String> HOSTS = List.of("SQLP01", "SQLP02", "SQLB01", "SQLB02");
    private final int sizeMb;
    private final boolean primaryMirrored;

    FailedOver(int sizeMb, boolean primaryMirrored) {
        this.sizeMb = sizeMb;
        this.primaryMirrored = primaryMirrored;
    }

    SqlEstate build(Clock clock, double mbPerSecond) {
        SqlEstate estate = new SqlEstate(clock, mbPerSecond, this);
        estate.begin(Optional.empty());
        return estate;
    }

    /** Puts disks and instances into an empty estate, whose lock is held. */
    void furnish(SqlEstate estate) {
        try {
            share(estate);
            Instance primary = instance(estate, new Host("SQLP01", "sqlp01.dc1.lab.example", "LYNC", 21433));
            Instance primaryMirror = instance(estate, new Host("SQLP02", "sqlp02.dc1.lab.example", "LYNC", 21434));
            Instance backup = instance(estate, new Host("SQLB01", "sqlb01.dc2.lab.example", "LYNC", 22433));
            Instance backupMirror = instance(estate, new Host("SQLB02", "sqlb02.dc2.lab.example", "LYNC", 22434));
            rebuilt(primary, primaryMirror);
            serving(backup, backupMirror);
        } catch (SqlError impossible) {
            throw new IllegalStateException("The start state breaks a rule of its own.", impossible);
        }
    }

    private void share(SqlEstate estate) {
        Volume share = estate.storage().addShare(SHARE, Math.max(200 * GB, sizeMb * GB / 100));
        share.addFolder(new WindowsPath(SHARE + "\\logshipping"));
        Access access = estate.storage().access();
        for (String host : HOSTS) {
            access.grant(engine(host), SHARE, Access.Right.READ, Access.Right.WRITE);
        }
        // What sqllogship needs: the primaries' Agents rename and delete there, the secondary's only reads.
        access.grant(agent("SQLP01"), SHARE, Access.Right.READ, Access.Right.WRITE);
        access.grant(agent("SQLP02"), SHARE, Access.Right.READ, Access.Right.WRITE);
        access.grant(agent("SQLB01"), SHARE, Access.Right.READ);
    }

    private static String engine(String host) {
        return DOMAIN + "\\svc-sql-" + host.toLowerCase(java.util.Locale.ROOT);
    }

    private static String agent(String host) {
        return DOMAIN + "\\svc-agent-" + host.toLowerCase(java.util.Locale.ROOT);
    }

    private Instance instance(SqlEstate estate, Host host) {
        Accounts accounts = new Accounts(engine(host.name()), agent(host.name()));
        Instance made = new Instance(estate, host, Edition.STANDARD_2008_R2_SP3, accounts);
        estate.add(made);
        drives(made);
        logins(made);
        systemDatabases(made);
        return made;
    }

    private void drives(Instance instance) {
        Storage storage = instance.storage();
        String host = instance.host().name();
        long room = Math.max(200 * GB, sizeMb * GB / 100);
        Volume system = storage.addDrive(host, "C", 80 * GB);
        system.addFolder(new WindowsPath(DefaultFolders.backup(instance)));
        Volume data = storage.addDrive(host, "D", room);
        data.addFolder(new WindowsPath(DefaultFolders.data(instance)));
        data.addFolder(new WindowsPath(DefaultFolders.log(instance)));
        data.addFolder(new WindowsPath("D:\\Backup"));
        if (isBackupSite(instance)) {
            Volume chat = storage.addDrive(host, "E", room);
            chat.addFolder(new WindowsPath(chatFolder(instance, "DbPath")));
            chat.addFolder(new WindowsPath(chatFolder(instance, "LogPath")));
            data.addFolder(new WindowsPath("D:\\LogShipping\\mgc"));
        }
    }

    private static boolean isBackupSite(Instance instance) {
        return instance.host().name().startsWith("SQLB");
    }

    /** The backup site keeps its databases on another drive, so that a restore has to move files. */
    private static String chatFolder(Instance instance, String folder) {
        String drive = isBackupSite(instance) ? "E" : "D";
        return drive + ":\\CsData\\BackendStore\\" + instance.host().instance() + "\\" + folder;
    }

    private static void logins(Instance instance) {
        List<ServerLogin> logins = instance.logins();
        logins.add(new ServerLogin(1, "sa", "S", Sid.SA, null).join("sysadmin").disable());
        int id = 256;
        logins.add(new ServerLogin(++id, "failback", "S", Sid.ofSqlLogin(ACTING_SID), PASSWORD).join("sysadmin"));
        logins.add(new ServerLogin(++id, "failback_reader", "S", Sid.ofSqlLogin(READER_SID), PASSWORD)
                .grant(ServerLogin.Permission.VIEW_SERVER_STATE)
                .grant(ServerLogin.Permission.VIEW_ANY_DEFINITION)
                .grant(ServerLogin.Permission.CREATE_ANY_DATABASE));
        String agent = instance.accounts().agent();
        logins.add(new ServerLogin(++id, agent, "U", Sid.ofDomain(agent), null).join("sysadmin"));
        for (String host : HOSTS) {
            String engine = engine(host);
            ServerLogin login = new ServerLogin(++id, engine, "U", Sid.ofDomain(engine), null);
            logins.add(host.equals(instance.host().name()) ? login.join("sysadmin") : login);
        }
        logins.add(new ServerLogin(++id, SERVER_ADMINS, "G", Sid.ofDomain(SERVER_ADMINS), null));
        logins.add(new ServerLogin(++id, CHAT_SERVICES, "G", Sid.ofDomain(CHAT_SERVICES), null));
        logins.add(new ServerLogin(++id, OPERATOR, "U", Sid.ofDomain(OPERATOR), null).join("sysadmin"));
    }

    private static void systemDatabases(Instance instance) {
        for (String name : List.of("master", "tempdb", "model", "msdb", "lab")) {
            Database made = instance.addDatabase(name, UUID.randomUUID());
            made.setRecoveryModel(name.equals("model") ? RecoveryModel.FULL : RecoveryModel.SIMPLE);
            made.setUsedMb(3);
            String folder = DefaultFolders.data(instance);
            made.setFiles(List.of(
                    new DatabaseFile(1, name + "dev", folder + "\\" + name + ".mdf", false, 4),
                    new DatabaseFile(2, name + "log", folder + "\\" + name + ".ldf", true, 2)));
            new DiskFiles(instance).create(made.files());
        }
        instance.database("msdb").content().users().add(reader(5));
        instance.database("lab")
                .content()
                .add(
                        "dbo",
                        "statement_log",
                        instance.estate().now(),
                        instance.statementLog().table());
    }

    private static DatabaseUser reader(int id) {
        return new DatabaseUser(id, "failback_reader", "S", Sid.ofSqlLogin(READER_SID), true, false);
    }

    private static Database chatDatabase(Instance instance, String name, int usedMb, LocalDateTime created) {
        Database made = instance.addDatabase(name, UUID.randomUUID());
        made.setUsedMb(usedMb);
        made.setLogUsedMb(Math.max(1, usedMb / 20.0));
        made.setFiles(List.of(
                new DatabaseFile(
                        1,
                        name + "_data",
                        chatFolder(instance, "DbPath") + "\\" + name + ".mdf",
                        false,
                        Math.max(16, usedMb * 5L / 4)),
                new DatabaseFile(
                        2,
                        name + "_log",
                        chatFolder(instance, "LogPath") + "\\" + name + ".ldf",
                        true,
                        Math.max(16, usedMb / 8))));
        new DiskFiles(instance).create(made.files());
        made.options().set(DatabaseOptions.BROKER, true);
        List<DatabaseUser> users = made.content().users();
        users.add(new DatabaseUser(5, SERVER_ADMINS, "G", Sid.ofDomain(SERVER_ADMINS), true, true));
        users.add(new DatabaseUser(6, CHAT_SERVICES, "G", Sid.ofDomain(CHAT_SERVICES), true, true));
        users.add(reader(7));
        if (name.equals("mgc")) {
            ChatSchema.createChat(made.content(), created);
        } else {
            ChatSchema.createCompliance(made.content(), created);
        }
        return made;
    }

    private void rebuilt(Instance primary, Instance mirror) {
        LocalDateTime now = primary.estate().now();
        for (String name : List.of("mgc", "mgccomp")) {
            Database made = chatDatabase(primary, name, REBUILT_MB, now);
            if (primaryMirrored) {
                made.logChain().fullBackup(made.lsn(), false);
                mirrored(made, mirror);
            }
        }
    }

    private void serving(Instance backup, Instance mirror) throws SqlError {
        LocalDateTime now = backup.estate().now();
        Database chat = chatDatabase(backup, "mgc", sizeMb, now.minusYears(2));
        ChatSchema.fillChat(chat.content(), backup.estate().instant());
        Database compliance = chatDatabase(backup, "mgccomp", COMPLIANCE_MB, now.minusYears(2));
        for (Database database : List.of(chat, compliance)) {
            PastBackup.take(database, SHARE, now.minusDays(3));
            database.recover(UUID.randomUUID());
            database.log(500);
            database.setLastGoodCheck(now.minusDays(6));
            mirrored(database, mirror);
        }
    }

    private static void mirrored(Database principal, Instance partner) {
        Database mirror = partner.addDatabase(principal.name(), principal.familyGuid());
        mirror.setFiles(principal.files());
        new DiskFiles(partner).create(mirror.files());
        mirror.setState(DatabaseState.RESTORING);
        mirror.mirror(principal);
        Mirroring session = new Mirroring(UUID.randomUUID(), principal, mirror);
        principal.setMirroring(session);
        mirror.setMirroring(session);
    }
}
