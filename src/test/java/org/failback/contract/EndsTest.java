package org.failback.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A promise leaves nothing behind, not even where taking away fails in the middle. */
class EndsTest {
    @Test
    void whatCannotBeTakenAwayStopsNothingElse() {
        List<String> gone = new ArrayList<>();
        Ends ends = new Ends();
        ends.add(() -> gone.add("first made"));
        ends.add(() -> {
            throw new IllegalStateException("the login stays");
        });
        ends.add(() -> gone.add("made between"));
        ends.add(() -> {
            throw new AssertionError("the job stays");
        });
        ends.add(() -> gone.add("last made"));

        assertThatThrownBy(ends::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the job stays")
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .singleElement()
                        .satisfies(second -> assertThat(second).hasMessage("the login stays")));

        assertThat(gone).containsExactly("last made", "made between", "first made");
    }

    @Test
    void aConnectionThatTheServerEndedIsOpenedAnew() throws Exception {
        try (LabRange range = new LabRange(text -> {})) {
            Server server = range.first();
            server.main().ask("KILL " + server.unrecorded().id());

            assertThat(server.unrecorded().ask("SELECT 1").number()).isEqualTo(1);
        }
    }

    @Test
    void whatAPromiseMadeIsTakenAwayAlthoughItsConnectionWasEnded() throws Exception {
        try (LabRange range = new LabRange(text -> {})) {
            Server server = range.first();
            String database;
            String job;
            try (Scene scene = new Scene(
                    range,
                    new Evidence(),
                    "ends_" + UUID.randomUUID().toString().substring(0, 8))) {
                database = scene.database(server);
                job = scene.makeJob(server, "SELECT 1");
                server.main().ask("KILL " + server.unrecorded().id());
            }

            assertThat(server.main()
                            .ask("SELECT name FROM sys.databases WHERE name = N'" + database
                                    + "' UNION ALL SELECT name FROM msdb.dbo.sysjobs WHERE name = N'" + job + "'")
                            .rows())
                    .isEmpty();
        }
    }
}
