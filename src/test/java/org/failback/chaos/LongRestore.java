package org.failback.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A night whose restore takes half an hour: it adds no row to the history while the process waits, and survives three kills.
 *
 * <p>The restore lasts three minutes, and the watcher looks ten times a second instead of once: as many looks as in half an
 * hour, which is what could leave rows behind.
 */
final class LongRestore {
    private static final Map<String, String> TEN_LOOKS_A_SECOND =
            Map.of("failback.settings.watcher.sql-server", "100ms");
    private static final int LOOKS_OF_HALF_AN_HOUR = 1800;
    private static final int KILLS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    /** To count thousands of looks is work. */
    private static final Duration SELDOM = Duration.ofMillis(500);
    /** Megabytes in a second: 16 MB take longer than the looks. */
    private static final String CRAWL = "0.01";

    private static final String RESTORES =
            "SELECT CONVERT(varchar(20), percent_complete) FROM sys.dm_exec_requests WHERE command = N'RESTORE DATABASE'";

    private final String name;
    private final LabProcess lab;
    private final Application application;
    private final Judgement judgement;
    private final List<Case> cases = new ArrayList<>();

    LongRestore(String name, Supplier<Jvm> jvm, LabProcess lab, Path folder, Judgement judgement) {
        this.name = name;
        this.lab = lab;
        this.application = Application.drill(jvm, lab, folder, TEN_LOOKS_A_SECOND);
        this.judgement = judgement;
    }

    NightReport play() {
        Boundary waiting = SentCommands.of(lab.address()).stream()
                .filter(command -> command.step().equals("restoreMgc"))
                .findFirst()
                .map(command -> new Boundary(command, Moment.WAITING))
                .orElseThrow();
        new Stalls(lab).arm(waiting);
        Child child = application.launch(false);
        try {
            new Stalls(lab).await(waiting, child);
            lab.order(lab.primary(), "EXEC lab.dbo.slow N'" + CRAWL + "'");
            lab.order(lab.primary(), "EXEC lab.dbo.release");
            awaitLooks(child, 1);
            Map<String, Long> before = application.engine().history();
            double begun = percent();

            for (int kill = 1; kill <= KILLS; kill++) {
                awaitLooks(child, LOOKS_OF_HALF_AN_HOUR / (KILLS + 1));
                child.kill();
                EngineCopy engine = application.engine();
                Instant start = Instant.now();
                String where = "restoreMgc at " + Math.round(percent()) + " %";
                child = application.launch(true);
                awaitLooks(child, 1);
                long millis = lab.askedByProduct().stream()
                        .filter(at -> at.isAfter(start))
                        .findFirst()
                        .map(at -> Duration.between(start, at).toMillis())
                        .orElse(-1L);
                cases.add(
                        new Case(name, where, "kill", engine.last().toString(), engine.contradiction(waiting), millis));
            }
            awaitLooks(child, LOOKS_OF_HALF_AN_HOUR / (KILLS + 1));

            List<String> wrong = new ArrayList<>();
            if (percent() <= begun) {
                wrong.add("the restore stood still at " + begun + " %");
            }
            Map<String, Long> after = application.engine().history();
            if (!after.equals(before)) {
                wrong.add("history grew from " + before + " to " + after);
            }
            lab.order(lab.primary(), "EXEC lab.dbo.slow N'0'");
            child.awaitEnd(PATIENCE);
            wrong.addAll(judgement.of(child, application.engine()));
            return new NightReport(name, List.copyOf(cases), wrong);
        } finally {
            child.close();
        }
    }

    private void awaitLooks(Child child, int looks) {
        int before = lab.jobLooks(lab.primary());
        Waiting.until(
                () -> !child.isAlive() || lab.jobLooks(lab.primary()) >= before + looks,
                SELDOM,
                PATIENCE,
                () -> looks + " looks; it last said: " + child.last());
        if (!child.isAlive()) {
            throw new AssertionError("It ended before " + looks + " looks; it last said: " + child.last());
        }
    }

    private double percent() {
        return Double.parseDouble(lab.ask(lab.primary(), RESTORES).get(0).get(0));
    }
}
