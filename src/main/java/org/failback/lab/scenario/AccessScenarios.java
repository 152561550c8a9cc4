package org.failback.lab.scenario;

import java.util.List;

/** Who may not go where, and where there is no room. */
final class AccessScenarios {
    private static final String SHARE = "N'\\\\files01.dc1.lab.example\\chatbackup'";

    private AccessScenarios() {}

    static List<Scenario> all() {
        return List.of(
                agentCannotReadShare(),
                engineCannotWriteShare(),
                engineCannotReadShare(),
                shareNearlyFull(),
                primaryDiskFull());
    }

    private static Scenario agentCannotReadShare() {
        return Mishap.of("agent-cannot-read-share", "The Agent of the backup may not read the share")
                .story("""
                        Log shipping copies files with the account of the secondary's SQL Server Agent. The share was set
                        up again after the disaster, and that account was left out: everything looks healthy on the
                        primary, and no log ever arrives.""")
                .cause(Place.B, "EXEC lab.dbo.deny_access N'LAB\\svc-agent-sqlb01',\n    " + SHARE + ", N'read'")
                .cure(Place.B, "EXEC lab.dbo.allow_access N'LAB\\svc-agent-sqlb01',\n    " + SHARE + ", N'read'")
                .knownFrom(
                        "Failing back Persistent Chat Server (Lync Server 2013), first note; sqllogship Application");
    }

    private static Scenario engineCannotWriteShare() {
        return Mishap.of("engine-cannot-write-share", "The engine of the backup may not write to the share")
                .story("""
                        BACKUP opens its file with the account of the Database Engine, not with that of whoever runs it.
                        The account of the backup instance has lost its right to write to the share.""")
                .cause(Place.B, "EXEC lab.dbo.deny_access N'LAB\\svc-sql-sqlb01',\n    " + SHARE + ", N'write'")
                .cure(Place.B, "EXEC lab.dbo.allow_access N'LAB\\svc-sql-sqlb01',\n    " + SHARE + ", N'write'")
                .knownFrom("BACKUP (Transact-SQL), permissions on backup devices; error 3201");
    }

    private static Scenario engineCannotReadShare() {
        return Mishap.of("engine-cannot-read-share", "The engine of the primary may not read the share")
                .story("""
                        The rebuilt primary runs under an account that nobody let into the share. The backup succeeds in
                        the other data center, and the primary cannot open the file.""")
                .cause(Place.P, "EXEC lab.dbo.deny_access N'LAB\\svc-sql-sqlp01',\n    " + SHARE + ", N'read'")
                .cure(Place.P, "EXEC lab.dbo.allow_access N'LAB\\svc-sql-sqlp01',\n    " + SHARE + ", N'read'")
                .knownFrom("RESTORE HEADERONLY (Transact-SQL); error 3201");
    }

    private static Scenario shareNearlyFull() {
        return Mishap.of("share-nearly-full", "The share has no room for the backup")
                .story("""
                        Somebody else's files have filled the share that all backups go to. Its free space is not visible
                        to T-SQL, so that the backup itself is the first to notice.""")
                .cause(Place.B, "EXEC lab.dbo.fill_disk " + SHARE + ", @mb_left = 2")
                .cure(Place.B, "EXEC lab.dbo.free_disk " + SHARE)
                .knownFrom("Database Engine events and errors, 3202 with operating system error 112");
    }

    private static Scenario primaryDiskFull() {
        return Mishap.of("primary-disk-full", "The data drive of the primary is too small for mgc")
                .story("""
                        The primary was rebuilt with smaller disks, or something else lies there by now. The files of mgc
                        as the backup describes them do not fit.""")
                .cause(Place.P, "EXEC lab.dbo.fill_disk N'D:\\', @mb_left = 0")
                .cure(Place.P, "EXEC lab.dbo.free_disk N'D:\\'")
                .knownFrom("Database Engine events and errors, 3257");
    }
}
