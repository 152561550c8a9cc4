package org.failback.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A restore of half an hour, which adds no row to the history while the process waits, and survives three kills.
 *
 * <p>The restore lasts three minutes, and the watcher looks ten times a second instead of once: as many looks as in half an
 * hour, which is what could leave rows behind.
 */
@Tag("chaos")
class LongRestoreTest {
    private static final Map<String, String> TEN_LOOKS_A_SECOND =
            Map.of("failback.settings.watcher.sql-server", "100ms");
    private static final int LOOKS_OF_HALF_AN_HOUR = 1800;
    private static final int KILLS = 3;
    /** 16 MB at this many megabytes in a second: longer than the looks take. */
    private static final String CRAWL = "0.01";

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    @Test
    void aRestoreOfHalfAnHourAddsNoHistoryAndSurvivesThreeKills() {
        try (LabProcess lab = LabProcess.start(folder)) {
            Application application = Application.drill(lab, folder, TEN_LOOKS_A_SECOND);
            lab.order(lab.primary(), "EXEC lab.dbo.stall_next N'RESTORE DATABASE%', @at_percent = 1");
            Child child = application.launch(false);
            try {
                String restores = "SELECT 1 FROM sys.dm_exec_requests WHERE command = N'RESTORE DATABASE'";
                child.await(() -> !lab.ask(lab.primary(), restores).isEmpty(), PATIENCE, "the restore");
                lab.order(lab.primary(), "EXEC lab.dbo.slow N'" + CRAWL + "'");
                lab.order(lab.primary(), "EXEC lab.dbo.release");
                awaitLooks(lab, child, 10);
                Map<String, Long> before = application.engine().history();
                double begun = percent(lab);

                for (int kill = 1; kill <= KILLS; kill++) {
                    awaitLooks(lab, child, LOOKS_OF_HALF_AN_HOUR / (KILLS + 1));
                    child.kill();
                    child = application.launch(true);
                }
                awaitLooks(lab, child, LOOKS_OF_HALF_AN_HOUR / (KILLS + 1));

                assertThat(percent(lab)).as("the restore went on meanwhile").isGreaterThan(begun);
                assertThat(application.engine().history()).isEqualTo(before);

                lab.order(lab.primary(), "EXEC lab.dbo.slow N'0'");
                child.awaitEnd(PATIENCE);
                assertThat(child.last()).contains("Outcome: proved (End_FailedBack)");
                assertThat(lab.ask(
                                lab.primary(),
                                "SELECT outcome FROM lab.dbo.statement_log WHERE statement LIKE N'RESTORE DATABASE%'"))
                        .singleElement()
                        .satisfies(row -> assertThat(row).containsExactly("ok"));
            } finally {
                child.close();
            }
        }
    }

    private static void awaitLooks(LabProcess lab, Child child, int looks) {
        int before = lab.jobLooks(lab.primary());
        child.await(() -> lab.jobLooks(lab.primary()) >= before + looks, PATIENCE, looks + " looks");
    }

    private static double percent(LabProcess lab) {
        return Double.parseDouble(lab.ask(
                        lab.primary(),
                        "SELECT CONVERT(varchar(20), percent_complete) FROM sys.dm_exec_requests WHERE command = N'RESTORE DATABASE'")
                .get(0)
                .get(0));
    }
}
