package org.failback.sqlserver;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.failback.estate.Estate;
import org.failback.estate.Settings;
import org.failback.estate.SqlInstance;
import org.failback.step.RemoteFailure;
import org.failback.step.Run;

/** How long the long steps may take, from what the servers' own backups took; nothing is guessed where there were none. */
public final class ExpectedDurations {
    private final Estate estate;
    private final Looks looks;

    public ExpectedDurations(Estate estate, Settings settings, SqlServers servers, Clock clock) {
        this.estate = estate;
        this.looks = new Looks(servers, settings.deadlines().sqlServer().dividedBy(2), clock);
    }

    /** By step name; a step is absent where it is unknown, as it is for every step while an instance is not reached. */
    public Map<String, Duration> byStep() {
        Map<String, Duration> durations = new LinkedHashMap<>();
        of(estate.backupInstance()).ifPresent(backup -> {
            put(durations, BackUpMgc.NAME, backup.used(), backup.speed());
            put(durations, FenceMgc.NAME, backup.log(), backup.speed());
            // Verifying and restoring read the same file from the same share; nothing tells how much faster that is.
            put(durations, VerifyBackup.NAME, backup.used() + backup.log(), backup.speed());
            put(durations, RestoreMgc.NAME, backup.used() + backup.log(), backup.speed());
            // The primary then holds as much, and everything goes the same way back.
            put(durations, BackUpPrimary.NAME, backup.used(), backup.speed());
            put(durations, VerifyBackup.OF_PRIMARY, backup.used(), backup.speed());
            put(durations, InitializeSecondary.NAME, backup.used(), backup.speed());
            put(durations, RestoreBackupCopy.NAME, backup.used() + backup.log(), backup.speed());
        });
        of(estate.primaryInstance())
                .ifPresent(primary -> put(durations, KeepSafetyCopy.NAME, primary.used(), primary.speed()));
        return durations;
    }

    /** @param speed bytes a second */
    private record Measured(long used, long log, OptionalDouble speed) {}

    private Optional<Measured> of(SqlInstance instance) {
        try {
            return looks.at(instance, new Run("plan", List.of()), inquiry -> {
                if (Database.of(inquiry, Database.MGC).filter(Database::online).isEmpty()) {
                    return Optional.empty();
                }
                List<Row> backups = inquiry.ask(Lookup.BACKUP_SPEED, Database.MGC);
                long last = backups.stream()
                        .findFirst()
                        .map(row -> row.number("backup_size"))
                        .orElse(0L);
                return Optional.of(new Measured(
                        Math.max(last, inquiry.ask(Lookup.USED_SPACE).get(0).number("bytes")),
                        LogSpace.of(inquiry),
                        speed(backups)));
            });
        } catch (RemoteFailure unreachable) {
            return Optional.empty();
        }
    }

    private static OptionalDouble speed(List<Row> backups) {
        double bytes =
                backups.stream().mapToLong(row -> row.number("backup_size")).sum();
        long seconds = backups.stream().mapToLong(row -> row.number("seconds")).sum();
        return seconds > 0 && bytes > 0 ? OptionalDouble.of(bytes / seconds) : OptionalDouble.empty();
    }

    private static void put(Map<String, Duration> durations, String step, long bytes, OptionalDouble speed) {
        speed.ifPresent(perSecond -> durations.put(step, Duration.ofSeconds((long) Math.ceil(bytes / perSecond))));
    }
}
