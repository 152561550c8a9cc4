package org.failback.estate;

import java.time.Duration;

/** Reads {@link Settings}, and holds the rules between them. */
final class SettingsReader {
    private static final Duration MILLISECOND = Duration.ofMillis(1);

    Settings read(Section at) {
        Settings settings = new Settings(
                deadlines(at.group("deadlines")),
                length(at, "job-lock", Duration.ofSeconds(200), Duration.ofSeconds(10), Duration.ofHours(1)),
                watcher(at.group("watcher")),
                length(at, "quiescence-interval", Duration.ofSeconds(60), Duration.ofSeconds(1), Duration.ofHours(1)),
                length(at, "compliance-wait", Duration.ofMinutes(30), Duration.ofSeconds(1), Duration.ofDays(1)),
                length(at, "replication-wait", Duration.ofMinutes(15), Duration.ofSeconds(1), Duration.ofHours(4)),
                length(at, "report-slow-after", Duration.ofHours(1), Duration.ofSeconds(1), Duration.ofDays(7)),
                at.choice("fence", Settings.Fence.class, Settings.Fence.TAIL_LOG),
                at.choice("go-live-order", Settings.GoLiveOrder.class, Settings.GoLiveOrder.AS_DOCUMENTED),
                at.choice("agent-probe", Settings.AgentProbe.class, Settings.AgentProbe.JOB),
                at.optionalText("owner", Form.LOGIN),
                gates(at.group("gates")),
                at.optionalSize("share-free-space", new Size(1L << 20), new Size(999_999L << 40)));
        lockOutlivesDeadlines(settings, at);
        return settings;
    }

    private static Settings.Deadlines deadlines(Section at) {
        Duration least = Duration.ofSeconds(1);
        Duration most = Duration.ofMinutes(10);
        return new Settings.Deadlines(
                length(at, "sql-server", Duration.ofSeconds(20), least, most),
                length(at, "cmdlet", Duration.ofSeconds(90), least, most),
                length(at, "readiness", Duration.ofSeconds(90), least, most));
    }

    private static Settings.Watcher watcher(Section at) {
        return new Settings.Watcher(
                length(at, "sql-server", Duration.ofSeconds(1), Duration.ofMillis(100), Duration.ofMinutes(1)),
                length(at, "winrm", Duration.ofSeconds(8), Duration.ofMillis(100), Duration.ofMinutes(10)));
    }

    private static Settings.Gates gates(Section at) {
        Duration least = Duration.ofMinutes(1);
        Duration most = Duration.ofDays(30);
        return new Settings.Gates(
                length(at, "confirm-rebuild", Duration.ofHours(4), least, most),
                length(at, "approve-outage", Duration.ofHours(4), least, most),
                length(at, "approve-restore", Duration.ofHours(1), least, most),
                length(at, "approve-overwrite", Duration.ofHours(1), least, most),
                length(at, "confirm-active-servers", Duration.ofHours(1), least, most),
                length(at, "approve-go-live", Duration.ofHours(1), least, most),
                length(at, "approve-restore-copy", Duration.ofHours(1), least, most),
                length(at, "confirm-chat-works", Duration.ofHours(1), least, most),
                length(at, "decide-how-to-go-on", Duration.ofMinutes(30), least, most));
    }

    private static void lockOutlivesDeadlines(Settings settings, Section at) {
        Duration least = settings.deadlines().longest().multipliedBy(2);
        if (at.reading().sound(at.path("job-lock"))
                && at.reading().sound(at.path("deadlines"))
                && settings.jobLock().compareTo(least) < 0) {
            at.reading()
                    .problem(
                            at.path("job-lock"),
                            "is \"" + Length.text(settings.jobLock()) + "\", but must be at least "
                                    + Length.text(least) + ", twice the longest of " + at.path("deadlines")
                                    + ", or the engine would begin a job a second time while it still runs.");
        }
    }

    private static Duration length(Section at, String property, Duration otherwise, Duration least, Duration most) {
        return at.length(property, otherwise, least, most, MILLISECOND);
    }
}
