package org.failback.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import org.failback.estate.Settings;
import org.failback.process.Procedure;
import org.failback.process.Rooms;
import org.failback.step.Gate;
import org.failback.step.Step;
import org.junit.jupiter.api.Test;

/** Rooms that do not know each other agree on names, or the strongest guard would open without a word. */
class NamesAcrossRoomsTest {
    @Test
    void whatGoesLiveIsNamedAsTheGuardOfTheLiveCopyKnowsIt() {
        try (Rooms rooms =
                Rooms.open(TestEstate.estate(), Settings.defaults(), Clock.systemUTC(), new ObjectMapper())) {
            Procedure procedure = rooms.procedure();
            assertThat(procedure.steps().stream()
                            .filter(step -> step.gate() == Gate.GO_LIVE)
                            .map(Step::name))
                    .containsExactlyInAnyOrderElementsOf(GoLive.STEPS);
            assertThat(procedure.step("initializeSecondary"))
                    .as("from this step on nothing leads back")
                    .isPresent();
        }
    }
}
