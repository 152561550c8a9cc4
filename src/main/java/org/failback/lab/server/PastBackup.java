package org.failback.lab.server;

import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** A full backup of earlier days: the file is gone, msdb remembers how long it took. */
final class PastBackup {
    private static final long MB = 1024L * 1024;
    private static final int MB_PER_SECOND = 80;

    private PastBackup() {}

    static void take(Database database, String folder, LocalDateTime at) {
        Instance instance = database.instance();
        BackupMedia media = new BackupMedia(UUID.randomUUID(), UUID.randomUUID(), null);
        long bytes = database.usedMb() * MB;
        long checkpoint = database.lsn();
        database.logChain().fullBackup(checkpoint, false);
        database.log(2);
        BackupSet set = new BackupSet(
                UUID.randomUUID(),
                BackupType.DATABASE,
                1,
                database.name() + " for mirroring",
                null,
                instance.name(),
                FailedOver.DOMAIN + "\\dba",
                instance.edition(),
                at.truncatedTo(ChronoUnit.SECONDS),
                at.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1 + database.usedMb() / MB_PER_SECOND),
                new LsnRange(checkpoint, database.lsn(), checkpoint, 0),
                false,
                false,
                false,
                false,
                false,
                false,
                bytes,
                bytes,
                database.image());
        media.sets().add(set);
        String device = folder + "\\mirror\\" + database.name() + ".bak";
        instance.history().backup(media, new WindowsPath(device).text(), set);
    }
}
