package org.failback.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The beginning of a night with a handful of crashes; {@code -Pchaos} has them all, to the end. */
class FewCrashesTest {
    @TempDir
    Path folder;

    private LabProcess lab;
    private Application application;
    private Stalls stalls;
    private List<SentCommand> commands;

    @Test
    void aDrillGoesOnWhereverItWasCutOffAndDoesNothingTwice() {
        try (LabProcess started = LabProcess.inThisProcess(folder)) {
            lab = started;
            application = Application.drill(Jvm::ofThisBuild, lab, folder);
            stalls = new Stalls(lab);
            commands = SentCommands.of(lab.address());

            stalls.armLoss(new Boundary(command("probeAgentAccount"), Moment.ARRIVED));
            stalls.armLoss(new Boundary(command("probePrimaryAgentAccount"), Moment.EFFECTIVE));
            killed(new Boundary(command("markPrimary"), Moment.EFFECTIVE), false);
            killed(new Boundary(command("clearActiveServers"), Moment.EFFECTIVE), true);

            EngineCopy engine = application.engine();
            assertThat(engine.contradictionOfLoss(new Boundary(command("probeAgentAccount"), Moment.ARRIVED)))
                    .isEmpty();
            assertThat(engine.contradictionOfLoss(new Boundary(command("probePrimaryAgentAccount"), Moment.EFFECTIVE)))
                    .isEmpty();
            assertThat(engine.journal()).noneMatch(line -> line.kind().equals("NOTE"));
            assertThat(engine.journal())
                    .extracting(EngineCopy.Line::run)
                    .containsOnly(engine.last().run());
            Effects effects = Effects.of(lab, engine.last().run());
            assertThat(effects.times(lab.backup(), "BACKUP DATABASE [model]")).isEqualTo(1);
            assertThat(effects.times(lab.primary(), "BACKUP DATABASE [model]")).isEqualTo(1);
            for (String server : List.of(lab.primary(), lab.backup())) {
                assertThat(effects.times(server, "sp_start_job")).isEqualTo(1);
                assertThat(effects.times(server, "This instance is held by")).isEqualTo(1);
            }
            assertThat(effects.times(lab.primary(), "Set-CsPersistentChatActiveServer"))
                    .isEqualTo(1);
        }
    }

    private SentCommand command(String step) {
        return commands.stream()
                .filter(command -> command.step().equals(step))
                .findFirst()
                .orElseThrow();
    }

    private void killed(Boundary boundary, boolean resume) {
        stalls.arm(boundary);
        try (Child drill = application.launch(resume)) {
            stalls.await(boundary, drill);
            stalls.kill(drill);
        }
        assertThat(application.engine().contradiction(boundary))
                .as("the kill fell at " + boundary)
                .isEmpty();
        stalls.letGo(boundary);
    }
}
