package org.failback.lab.server;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.failback.lab.tds.Message;

/** sqllogship -Backup: backs the log up under a work name and renames it once it is whole. */
final class BackupStage {
    private final ShippingTools tools;
    private final StageLog log;

    BackupStage(ShippingTools tools, StageLog log) {
        this.tools = tools;
        this.log = log;
    }

    void run(UUID id) throws StageFailed {
        ShippingPrimary primary = tools.shipping().primary(id);
        if (primary == null) {
            throw new StageFailed("Could not retrieve backup settings for primary ID '" + id + "'.");
        }
        log.begin(
                id,
                ShippingHistory.AgentType.BACKUP,
                primary.database(),
                primary.monitor().historyRetention(),
                "Starting transaction log backup. Primary ID: '" + id + "'");
        if (isInService(primary.database())) {
            backUp(primary);
            deleteOld(primary);
        }
    }

    /** A mirror or a database in the middle of a restore is no error: the job waits for its turn. */
    private boolean isInService(String name) throws StageFailed {
        Database database = tools.instance().database(name);
        if (database == null) {
            throw new StageFailed("Database '" + name + "' does not exist.");
        }
        boolean online = database.isOnline() && !database.isMirror();
        if (!online) {
            log.say("Database " + name
                    + " is not ONLINE. The backup job will not be performed until this database is brought online.");
        }
        return online;
    }

    private void backUp(ShippingPrimary primary) throws StageFailed {
        String folder = primary.settings().directory();
        tools.checkWritable(folder);
        ShippedFile file = free(folder, primary.database());
        log.say("Backing up transaction log. Primary Database: '" + primary.database() + "', Log Backup File: '"
                + file.path().text() + "'");
        List<Message> errors = tools.run("BACKUP LOG " + ShippingTools.quoted(primary.database()) + " TO DISK = "
                + ShippingTools.literal(file.work()) + compression(primary));
        if (!errors.isEmpty()) {
            errors.forEach(error -> log.error(error.text()));
            throw new StageFailed("Could not back up the log of database '" + primary.database() + "' to '"
                    + file.path().text() + "'.");
        }
        tools.rename(file.work(), file.path());
        tools.instance().history().renamed(file.work().text(), file.path().text());
        primary.backup().carried(file, tools.now());
        log.say("First attempt to backup database '" + primary.database() + "' to file '"
                + file.path().text() + "' succeeded.");
    }

    /** The lab may be quicker than a name, which counts seconds; the program itself takes longer than one. */
    private ShippedFile free(String folder, String database) throws StageFailed {
        Instant at = tools.now();
        ShippedFile file = ShippedFile.named(new WindowsPath(folder), database, at);
        while (tools.exists(file.path())) {
            at = at.plusSeconds(1);
            file = ShippedFile.named(new WindowsPath(folder), database, at);
        }
        return file;
    }

    private static String compression(ShippingPrimary primary) {
        return switch (primary.settings().compression()) {
            case 0 -> " WITH NO_COMPRESSION";
            case 1 -> " WITH COMPRESSION";
            default -> "";
        };
    }

    private void deleteOld(ShippingPrimary primary) throws StageFailed {
        int deleted = tools.deleteOlderThan(
                primary.settings().retention(), tools.files(primary.settings().directory(), primary.database()));
        log.say("The backup operation was successful. Primary Database: '" + primary.database()
                + "', Number of old log backup files deleted: " + deleted);
    }
}
