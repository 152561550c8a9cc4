package org.failback.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.failback.access.LabPeople;
import org.failback.lab.Lab;
import org.failback.lab.LabPorts;
import org.failback.lab.LabShape;
import org.failback.process.Model;
import org.failback.process.Procedure;
import org.failback.step.Finding;
import org.failback.step.Run;
import org.failback.step.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/** One night on one estate: every gate is refused once, chat serves again each time, and then the failback succeeds. */
@Tag("nights")
@EnabledIfSystemProperty(named = Night.EVERY, matches = "true")
class RefusalsTest {
    @TempDir
    Path folder;

    private Lab lab;
    private ConfigurableApplicationContext context;

    @BeforeEach
    void open() {
        lab = Lab.start(new LabShape(50, 0), LabPorts.free(), folder.resolve("ca.pem"));
        context = Application.start(WebApplicationType.NONE, lab.address().estate());
        context.getBean(LabPeople.class).introduce();
    }

    @AfterEach
    void close() {
        context.close();
        lab.close();
    }

    @Test
    void each_refusal_leads_back_and_the_next_attempt_works() {
        Run unconfirmed = runRefusing(Model.Gates.CONFIRM_REBUILD);
        assertThat(Drill.endOf(unconfirmed)).isEqualTo("End_RebuildNotConfirmed");
        chatServesFromBackup(unconfirmed);

        Run noOutage = runRefusing(Model.Gates.APPROVE_OUTAGE);
        assertThat(Drill.endOf(noOutage)).isEqualTo("End_OutageRefused");
        assertThat(noOutage.intended("clearActiveServers")).isFalse();
        chatServesFromBackup(noOutage);

        Run noRestore = runRefusing(Model.Gates.APPROVE_RESTORE);
        assertThat(Drill.endOf(noRestore)).isEqualTo("End_RestoreRefused");
        assertThat(noRestore.intended("restoreMgc")).isFalse();
        assertThat(noRestore.intended("liftFence")).isTrue();
        chatServesFromBackup(noRestore);

        Run noOverwrite = runRefusing(Model.Gates.APPROVE_OVERWRITE);
        assertThat(Drill.endOf(noOverwrite)).isEqualTo("End_OverwriteRefused");
        assertThat(noOverwrite.intended("restoreMgc")).isTrue();
        assertThat(noOverwrite.intended("initializeSecondary")).isFalse();
        chatServesFromBackup(noOverwrite);

        DrillReport succeeded = context.getBean(RehearsalRun.class).drill(new PrintWriter(new StringWriter()), false);
        assertThat(succeeded.proofs()).filteredOn(proof -> !proof.holds()).isEmpty();
        assertThat(succeeded.outcome()).isEqualTo("proved");
    }

    @Test
    void connections_that_stay_are_ended_by_stopping_the_services_which_start_again_on_the_way_back() {
        lab.chat().behaviour().connectionsLingerForEver();
        List<String> decided = new ArrayList<>();

        Run run = new Night(context).run("PCF-unquiet", task -> switch (task) {
            case "Decide_TakeChatOut" -> {
                decided.add(task);
                yield "stopChatServices";
            }
            case Model.Gates.APPROVE_RESTORE -> Run.REFUSE;
            default -> {
                assertThat(task).startsWith("Gate_");
                yield Run.APPROVE;
            }
        });

        lab.chat().behaviour().connectionsLinger(Duration.ofMillis(100));
        assertThat(decided).hasSize(1);
        assertThat(run.intended("stopChatServices")).isTrue();
        assertThat(run.intended("startChatServices")).isTrue();
        assertThat(Drill.endOf(run)).isEqualTo("End_RestoreRefused");
        chatServesFromBackup(run);
    }

    /** The active list is as it was, B.mgc can be used, and nothing of the run is left on the servers. */
    private void chatServesFromBackup(Run run) {
        assertThat(lab.chat().activeServers()).containsExactly("chat3.dc2.lab.example", "chat4.dc2.lab.example");
        Procedure procedure = context.getBean(Procedure.class);
        for (String step : List.of("proveWayBack", "removeJobsFromPrimary", "removeJobsFromBackup")) {
            Finding finding = procedure.step(step).orElseThrow().look(run);
            assertThat(finding.verdict()).as(step + ": " + finding.summary()).isEqualTo(Verdict.DONE);
        }
    }

    private Run runRefusing(String refused) {
        return new Night(context).run("PCF-" + refused.replace('_', '-'), task -> {
            assertThat(task).as("nothing fails on this way").startsWith("Gate_");
            return task.equals(refused) ? Run.REFUSE : Run.APPROVE;
        });
    }
}
