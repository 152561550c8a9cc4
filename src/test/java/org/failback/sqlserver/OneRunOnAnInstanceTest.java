package org.failback.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.failback.estate.SqlInstance;
import org.failback.step.Command;
import org.failback.step.Deadline;
import org.failback.step.Facts;
import org.failback.step.Finding;
import org.failback.step.RemoteFailure;
import org.failback.step.Run;
import org.failback.step.Verdict;
import org.junit.jupiter.api.Test;

/** Two engines with databases of their own know nothing of each other; the instance knows whose it is. */
class OneRunOnAnInstanceTest {
    private static final List<String> RUNS = List.of("PCF-OURS", "PCF-THEIRS");

    @Test
    void ofTwoRunsAtTheSameTimeExactlyOneMarksTheInstanceAndTheOtherIsToldWhose() throws Exception {
        try (SqlLab lab = new SqlLab()) {
            SqlInstance p = lab.estate.primaryInstance();
            CyclicBarrier together = new CyclicBarrier(2);
            ExecutorService engines = Executors.newFixedThreadPool(2);
            List<Future<Boolean>> answers = new ArrayList<>();
            for (String run : RUNS) {
                Command command = lab.steps
                        .markPrimary()
                        .commands(Facts.of(Map.of(Facts.RUN, run)))
                        .get(0);
                answers.add(engines.submit(() -> {
                    together.await();
                    return taken(lab, run, command);
                }));
            }
            boolean ours = answers.get(0).get();
            engines.shutdownNow();
            assertThat(answers.get(1).get()).as("one of two").isNotEqualTo(ours);

            String holder = RUNS.get(ours ? 0 : 1);
            String other = RUNS.get(ours ? 1 : 0);
            assertThat(lab.ask(p, "SELECT description FROM msdb.dbo.sysjobs WHERE name LIKE N'Failback of %'"))
                    .containsExactly("This instance is held by failback run " + holder + ".");
            assertThat(lab.steps.markPrimary().look(new Run(holder, List.of())).verdict())
                    .isEqualTo(Verdict.DONE);
            Finding blocked = lab.steps.markPrimary().look(new Run(other, List.of()));
            assertThat(blocked.verdict()).isEqualTo(Verdict.BLOCKED);
            assertThat(blocked.summary())
                    .startsWith("Another run holds SQLP01\\LYNC")
                    .contains(holder);
        }
    }

    private static boolean taken(SqlLab lab, String run, Command command) {
        try {
            new SqlServerTransport(lab.servers)
                    .send(run, command, Deadline.in(Duration.ofSeconds(20), Clock.systemUTC()));
            return true;
        } catch (RemoteFailure refused) {
            assertThat(refused)
                    .hasMessageContaining("The instance was not marked")
                    .hasMessageContaining("a run holds it");
            return false;
        }
    }
}
