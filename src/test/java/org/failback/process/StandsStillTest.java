package org.failback.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.camunda.bpm.engine.runtime.Job;
import org.failback.step.Entry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What waits for somebody is said to whose it is, once. */
class StandsStillTest {
    private ProcessFixture failback;

    @BeforeEach
    void start() {
        failback = new ProcessFixture();
        failback.start();
    }

    @AfterEach
    void stop() {
        failback.close();
    }

    private void lookIn(Duration later) {
        new StandsStill(
                        failback.engine.getRuntimeService(),
                        failback.engine.getTaskService(),
                        failback.journal,
                        Clock.offset(Clock.systemUTC(), later))
                .look();
    }

    private List<Entry> notes() {
        return failback.run().of(Entry.Kind.NOTE).toList();
    }

    @Test
    void aGateThatNobodyDecidedInTimeIsSaidToItsOwnerOnce() {
        failback.runOn();
        lookIn(Duration.ofMinutes(59));
        assertThat(notes()).isEmpty();

        lookIn(Duration.ofMinutes(61));
        lookIn(Duration.ofMinutes(62));

        assertThat(notes()).singleElement().satisfies(note -> {
            assertThat(note.step()).isEqualTo(Model.Gates.CONFIRM_REBUILD);
            assertThat(note.text()).contains("was due at").contains("still waits");
            assertThat(note.data()).containsEntry("owner", "operators");
            assertThat(note.data().get("remedy")).contains("Tasklist");
        });
    }

    @Test
    void aJobThatTheEngineGaveUpIsSaidToOps() {
        Job job = failback.engine.getManagementService().createJobQuery().list().get(0);
        failback.engine.getManagementService().setJobRetries(job.getId(), 0);

        lookIn(Duration.ZERO);
        lookIn(Duration.ZERO);

        assertThat(notes()).singleElement().satisfies(note -> {
            assertThat(note.text()).startsWith("The engine cannot go on at ");
            assertThat(note.data()).containsEntry("owner", "ops");
            assertThat(note.data().get("remedy")).contains("Cockpit");
        });
    }
}
