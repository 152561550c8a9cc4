package org.failback.lync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.failback.lab.lync.ChatDatabase.Side;
import org.failback.lab.lync.CmdletError;
import org.failback.lab.lync.PoolState;
import org.failback.lab.winrm.Action;
import org.failback.step.Approvals;
import org.failback.step.Command;
import org.failback.step.Entry;
import org.failback.step.Facts;
import org.failback.step.Finding;
import org.failback.step.Gate;
import org.failback.step.MemoryJournal;
import org.failback.step.Plan;
import org.failback.step.Run;
import org.failback.step.Step;
import org.failback.step.StepFailed;
import org.failback.step.StepLoop;
import org.failback.step.Verdict;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looking, acting and proving on the pool, over the wire, through the one loop. */
class PoolStepsTest {
    private static final String RUN = "run-1";
    private static final Duration BUDGET = Duration.ofSeconds(20);

    @TempDir
    private static Path folder;

    private LyncLab lab;
    private MemoryJournal journal;
    private StepLoop loop;
    private Step clear;
    private Step await;
    private Step stop;
    private Step start;
    private Step reset;

    private static TestWire wire;

    @BeforeAll
    static void aWire() throws Exception {
        wire = new TestWire(folder);
    }

    @AfterAll
    static void cut() {
        wire.close();
    }

    @BeforeEach
    void anApprovedPlan() throws Exception {
        lab = new LyncLab(wire);
        journal = new MemoryJournal(lab.clock);
        loop = new StepLoop(journal, new Approvals(), List.of(lab.shell), Clock.systemUTC(), pause -> {
            throw new AssertionError("the loop would wait " + pause);
        });
        ChatPoolReader reader = lab.reader();
        clear = new ClearActiveServers(lab.estate(), reader, lab.json);
        await = AwaitReplication.ofClearing(lab.estate(), reader, Duration.ofMinutes(15));
        stop = new StopChatServices(lab.estate(), reader);
        start = new StartChatServices(lab.estate(), reader);
        reset = new ResetActiveServers(lab.estate(), reader, lab.json);
        Map<String, String> approval = new HashMap<>(Map.of(Run.CHOICE, Run.APPROVE));
        List.of(clear, stop, start, reset)
                .forEach(step -> approval.put(Approvals.HASH_OF + step.name(), Plan.hashOf(step, Facts.none())));
        journal.append(RUN, Entry.Kind.DECISION, Gate.OUTAGE_AND_PLAN.name(), "", "maria", "Approved", approval);
    }

    @AfterEach
    void ends() throws Exception {
        lab.close();
    }

    @Test
    void clearsTheListInOneScriptBesidesTheLookBefore() {
        Finding finding = loop.act(clear, RUN, BUDGET);

        assertThat(finding.verdict()).isEqualTo(Verdict.DONE);
        assertThat(finding.evidence()).containsEntry("active servers", "").containsKey("changed at");
        assertThat(lab.pool.activeServers()).isEmpty();
        assertThat(lab.management.faults().seen(Action.COMMAND)).isEqualTo(2);
    }

    @Test
    void whatThePlanShowsIsWhatTheServerRuns() {
        String planned = text(clear.commands(Facts.none()));
        loop.act(clear, RUN, BUDGET);
        String sent = text(clear.commands(run().facts(clear.name())));

        assertThat(planned)
                .isEqualTo(
                        "Set-CsPersistentChatActiveServer -Identity \"{pool-service}\" -ActiveServers $null -Confirm:$false");
        assertThat(sent).isEqualTo(planned.replace("{pool-service}", "PersistentChatServer:chatpool.lab.example"));
        assertThat(changes()).containsExactly(sent);
    }

    @Test
    void aListThatSomebodyClearedByHandIsDone() {
        lab.pool.setActiveServers(List.of());

        assertThat(loop.act(clear, RUN, BUDGET).is(Verdict.DONE)).isTrue();
        assertThat(changes()).isEmpty();
    }

    @Test
    void nothingIsClearedInAPoolThatServesOnThePrimaryAlready() {
        lab.pool.setPoolState(PoolState.NORMAL);

        var blocked = catchThrowableOfType(StepFailed.class, () -> loop.act(clear, RUN, BUDGET));

        assertThat(blocked).hasMessageContaining("is Normal, not FailedOver");
        assertThat(changes()).isEmpty();
    }

    @Test
    void anErrorAfterTheEffectIsStillDone() {
        lab.pool
                .faults()
                .failNextAfterEffect(
                        "Set-CsPersistentChatActiveServer",
                        new CmdletError("System.TimeoutException", "TimeoutException", "The operation has timed out."));

        assertThat(loop.act(clear, RUN, BUDGET).is(Verdict.DONE)).isTrue();
        assertThat(changes()).hasSize(1);
    }

    @Test
    void aLostAnswerIsSettledByLookingAgain() {
        loop.act(Meanwhile.losesItsAnswer(clear, lab), RUN, BUDGET);

        assertThat(changes()).hasSize(1);
        assertThat(journal.entries(RUN))
                .anyMatch(entry -> "unknown".equals(entry.data().get("outcome")));
    }

    @Test
    void aListThatSomebodySetMeanwhileIsNotClearedAsIfItWereOurs() {
        loop.act(clear, RUN, BUDGET);
        lab.pool.setActiveServers(List.of("chat1.dc1.lab.example"));

        var blocked = catchThrowableOfType(StepFailed.class, () -> loop.act(clear, RUN, BUDGET));

        assertThat(blocked).hasMessageContaining("neither empty nor the one that this run recorded");
        assertThat(lab.pool.activeServers()).containsExactly("chat1.dc1.lab.example");
    }

    @Test
    void waitsUntilEveryServerHoldsTheClearedListNotOnlyUntilItSeemsSo() {
        lab.pool.behaviour().replicationTakes(Duration.ofMinutes(2));
        lab.pass(Duration.ofMinutes(1));
        loop.act(clear, RUN, BUDGET);

        Finding atOnce = loop.act(await, RUN, BUDGET);
        lab.pass(Duration.ofMinutes(1));
        lab.pool.behaviour().stale("chat2.dc1.lab.example", true);
        lab.pass(Duration.ofMinutes(1));
        Finding nearly = await.look(run());
        lab.pool.behaviour().stale("chat2.dc1.lab.example", false);
        lab.pass(Duration.ofSeconds(1));

        assertThat(atOnce.verdict()).isEqualTo(Verdict.RUNNING);
        assertThat(nearly.summary()).isEqualTo("The change has not reached chat2.dc1.lab.example yet.");
        assertThat(nearly.percent()).isEqualTo(75);
        assertThat(loop.prove(await, RUN, BUDGET).is(Verdict.DONE)).isTrue();
    }

    @Test
    void asksPeopleWhenAReplicaStaysBehind() {
        lab.pool.behaviour().stale("chat4.dc2.lab.example", true);
        loop.act(clear, RUN, BUDGET);
        lab.pass(Duration.ofSeconds(1));
        lab.pass(Duration.ofSeconds(1));
        loop.act(await, RUN, BUDGET);
        lab.pass(Duration.ofMinutes(16));

        Finding finding = await.look(run());

        assertThat(finding.verdict()).isEqualTo(Verdict.BLOCKED);
        assertThat(finding.summary()).contains("chat4.dc2.lab.example");
        assertThat(finding.remedy()).contains("Invoke-CsManagementStoreReplication -ReplicaFqdn");
    }

    @Test
    void connectionsOutliveTheClearingAndEndWithTheService() {
        lab.pool.behaviour().connectionsLingerForEver();
        lab.pool.behaviour().peopleTalk(true);
        loop.act(clear, RUN, BUDGET);
        lab.pass(Duration.ofMinutes(30));
        int said = lab.database.chatRows();
        lab.pass(Duration.ofMinutes(1));
        assertThat(lab.database.on(Side.BACKUP)).containsExactlyElementsOf(LyncLab.BACKUP_SERVERS);
        assertThat(lab.database.chatRows()).isGreaterThan(said);

        Finding stopped = loop.act(stop, RUN, BUDGET);

        assertThat(stopped.is(Verdict.DONE)).isTrue();
        assertThat(lab.database.on(Side.BACKUP)).isEmpty();
        assertThat(stopped.evidence())
                .containsEntry(
                        "chat3.dc2.lab.example",
                        "chat service (RTCCHAT) Stopped; compliance service (RTCPCHATCOMPLIANCE) Running");
    }

    @Test
    void goingBackStartsWhatWasStoppedAndSetsTheListThatWasRecorded() {
        loop.act(clear, RUN, BUDGET);
        lab.pass(Duration.ofMinutes(1));
        loop.act(stop, RUN, BUDGET);

        loop.act(start, RUN, BUDGET);
        Finding finding = loop.act(reset, RUN, BUDGET);
        lab.pass(Duration.ofMinutes(1));
        lab.pass(Duration.ofMinutes(1));

        assertThat(finding.summary()).isEqualTo("The recorded servers are active.");
        assertThat(lab.pool.activeServers()).isEqualTo(LyncLab.BACKUP_SERVERS);
        assertThat(lab.database.on(Side.BACKUP)).containsExactlyElementsOf(LyncLab.BACKUP_SERVERS);
        assertThat(changes())
                .contains(
                        "Start-CsWindowsService -Name RTCCHAT -Confirm:$false",
                        "Set-CsPersistentChatActiveServer -Identity \"PersistentChatServer:chatpool.lab.example\""
                                + " -ActiveServers @{Replace=\"chat3.dc2.lab.example\",\"chat4.dc2.lab.example\"}"
                                + " -Confirm:$false");
    }

    @Test
    void goingBackBeforeAnythingWasClearedHasNothingToDo() {
        assertThat(loop.act(start, RUN, BUDGET).summary()).isEqualTo("This run never stopped a chat service.");
        assertThat(loop.act(reset, RUN, BUDGET).summary())
                .isEqualTo("This run never cleared the list of active servers.");
        assertThat(changes()).isEmpty();
    }

    @Test
    void afterGoingBackNothingIsClearedAgain() {
        loop.act(clear, RUN, BUDGET);
        loop.act(reset, RUN, BUDGET);

        var blocked = catchThrowableOfType(StepFailed.class, () -> loop.act(clear, RUN, BUDGET));

        assertThat(blocked).hasMessageContaining("has given the active servers back");
        assertThat(lab.pool.activeServers()).isEqualTo(LyncLab.BACKUP_SERVERS);
    }

    private Run run() {
        return Run.read(RUN, journal);
    }

    private static String text(List<Command> commands) {
        assertThat(commands).hasSize(1);
        return commands.get(0).text();
    }

    /** Cmdlets that changed something, as the servers logged them. */
    private List<String> changes() {
        return lab.cmdlets.stream()
                .map(line -> line.substring(line.indexOf(": ") + 2, line.indexOf(" -> ")))
                .filter(cmdlet -> !cmdlet.startsWith("Get-"))
                .toList();
    }
}
