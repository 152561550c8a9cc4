package org.failback.lab.server;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.failback.lab.tds.Message;

/**
 * sqllogship -Restore: applies what was copied, oldest first, and passes over what does not fit. A run that finds
 * nothing newer than what the database has succeeds, however far the secondary lags behind (MSSQLSERVER_14421); one that
 * only met files of a broken chain or another history does not.
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
        Applied applied = apply(database, files);
        int restored = applied.restored();
        int deleted = tools.deleteOlderThan(
                settings.retention(),
                files.stream()
                        .filter(file -> !file.isNewerThan(database.restore().file()))
                        .toList());
        log.say("Number of old log backup files deleted: " + deleted);
        String nothing = "Could not find a log backup file that could be applied to secondary database '"
                + database.name() + "'.";
        if (restored == 0 && applied.refused()) {
            throw new StageFailed(nothing);
        }
        log.say(
                restored == 0
                        ? nothing
                        : "The restore operation was successful. Secondary Database: '" + database.name()
                                + "', Number of log backup files restored: " + restored);
    }

    private record Applied(int restored, boolean refused) {}

    private enum Fit {
        RESTORED,
        TOO_EARLY,
        REFUSED
    }

    private Applied apply(SecondaryDatabase database, List<ShippedFile> files) throws StageFailed {
        int restored = 0;
        boolean refused = false;
        for (ShippedFile file : files) {
            boolean enough = restored > 0 && !database.settings().all();
            if (!enough && file.isNewerThan(database.restore().file()) && isDue(database, file)) {
                Fit fit = fit(database, file);
                restored += fit == Fit.RESTORED ? 1 : 0;
                refused |= fit == Fit.REFUSED;
            }
        }
        return new Applied(restored, refused);
    }

    private boolean isDue(SecondaryDatabase database, ShippedFile file) {
        Instant begun = file.begun();
        Duration delay = Duration.ofMinutes(database.settings().delay());
        return begun != null && !begun.plus(delay).isAfter(tools.now()) || delay.isZero();
    }

    private Fit fit(SecondaryDatabase database, ShippedFile file) throws StageFailed {
        List<Message> errors = tools.run("RESTORE LOG " + ShippingTools.quoted(database.name()) + " FROM DISK = "
                + ShippingTools.literal(file.path()) + " WITH FILE = 1, NORECOVERY");
        if (errors.isEmpty()) {
            Instant now = tools.now();
            database.restore().carried(file, now);
            Instant begun = file.begun();
            database.setLatency(begun == null ? null : Math.max(0, ShippingMonitorProcedures.minutes(begun, now)));
            log.say("Restored log backup file. Secondary Database: '" + database.name() + "', File: '"
                    + file.path().text() + "'");
            return Fit.RESTORED;
        }
        int number = errors.get(0).number();
        if (number == TOO_EARLY) {
            log.say("Skipped log backup file. Secondary Database: '" + database.name() + "', File: '"
                    + file.path().text() + "'");
            return Fit.TOO_EARLY;
        }
        errors.forEach(error -> log.error(error.text()));
        if (!DOES_NOT_FIT.contains(number)) {
            throw new StageFailed("Could not apply log backup file '"
                    + file.path().text() + "' to secondary database '" + database.name() + "'.");
        }
        return Fit.REFUSED;
    }
}
