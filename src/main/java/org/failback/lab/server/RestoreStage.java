package org.failback.lab.server;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.failback.lab.tds.Message;

/**
 * sqllogship -Restore: applies what was copied, oldest first. A file that does not fit is passed over, and a run that
 * finds none that fits has succeeded, however far the secondary lags behind.
 */
final class RestoreStage {
    private static final int TOO_EARLY = 4326;
    private static final Set<Integer> DOES_NOT_FIT = Set.of(3154, 4305, 4330, TOO_EARLY);
    private final ShippingTools tools;
    private final StageLog log;

    RestoreStage(ShippingTools tools, StageLog log) {
        this.tools = tools;
        this.log = log;
    }

    void run(UUID id) throws StageFailed {
        ShippingSecondary secondary = tools.shipping().secondary(id);
        if (secondary == null) {
            throw new StageFailed("Could not retrieve restore settings for secondary ID '" + id + "'.");
        }
        for (SecondaryDatabase database : List.copyOf(secondary.databases())) {
            restore(secondary, database);
        }
    }

    private void restore(ShippingSecondary secondary, SecondaryDatabase database) throws StageFailed {
        log.begin(
                secondary.id(),
                ShippingHistory.AgentType.RESTORE,
                database.name(),
                database.monitor().historyRetention(),
                "Starting transaction log restore. Secondary ID: '" + secondary.id() + "'");
        ShippingSecondary.Settings settings = secondary.settings();
        List<ShippedFile> files = tools.files(settings.destination(), settings.primaryDatabase());
        if (tools.instance()
                .faults()
                .strike(Faults.Kind.SKIP_RESTORE, Faults.When.BEFORE, database.name())
                .isPresent()) {
            files = List.of();
        }
        int restored = apply(database, files);
        int deleted = tools.deleteOlderThan(
                settings.retention(),
                files.stream()
                        .filter(file -> !file.isNewerThan(database.restore().file()))
                        .toList());
        log.say("Number of old log backup files deleted: " + deleted);
        log.say(
                restored == 0
                        ? "Could not find a log backup file that could be applied to secondary database '"
                                + database.name() + "'."
                        : "The restore operation was successful. Secondary Database: '" + database.name()
                                + "', Number of log backup files restored: " + restored);
    }

    private int apply(SecondaryDatabase database, List<ShippedFile> files) throws StageFailed {
        int restored = 0;
        for (ShippedFile file : files) {
            boolean enough = restored > 0 && !database.settings().all();
            if (!enough && file.isNewerThan(database.restore().file()) && isDue(database, file)) {
                restored += fits(database, file) ? 1 : 0;
            }
        }
        return restored;
    }

    private boolean isDue(SecondaryDatabase database, ShippedFile file) {
        Instant begun = file.begun();
        Duration delay = Duration.ofMinutes(database.settings().delay());
        return begun != null && !begun.plus(delay).isAfter(tools.now()) || delay.isZero();
    }

    private boolean fits(SecondaryDatabase database, ShippedFile file) throws StageFailed {
        List<Message> errors = tools.run("RESTORE LOG " + ShippingTools.quoted(database.name()) + " FROM DISK = "
                + ShippingTools.literal(file.path()) + " WITH FILE = 1, NORECOVERY");
        if (errors.isEmpty()) {
            Instant now = tools.now();
            database.restore().carried(file, now);
            Instant begun = file.begun();
            database.setLatency(begun == null ? null : Math.max(0, ShippingMonitorProcedures.minutes(begun, now)));
            log.say("Restored log backup file. Secondary Database: '" + database.name() + "', File: '"
                    + file.path().text() + "'");
            return true;
        }
        int number = errors.get(0).number();
        if (number == TOO_EARLY) {
            log.say("Skipped log backup file. Secondary Database: '" + database.name() + "', File: '"
                    + file.path().text() + "'");
            return false;
        }
        errors.forEach(error -> log.error(error.text()));
        if (!DOES_NOT_FIT.contains(number)) {
            throw new StageFailed("Could not apply log backup file '"
                    + file.path().text() + "' to secondary database '" + database.name() + "'.");
        }
        return false;
    }
}
