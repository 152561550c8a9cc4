package org.failback.lync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.failback.estate.Settings;
import org.failback.estate.Settings.GoLiveOrder;
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
import org.failback.step.RemoteFailure;
import org.failback.step.Run;
import org.failback.step.Sort;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The pool goes live on the primary: two cmdlets in either order, over the wire, with all that can come between. */
class GoLiveTest {
    private static final String RUN = "run-1";
    private static final Duration BUDGET = Duration.ofSeconds(20);
    private static final String CHAT1 = "chat1.dc1.lab.example";
    private static final String CHAT2 = "chat2.dc1.lab.example";
    private static final List<String> CONFIRMED = List.of(CHAT1, CHAT2);
    private static final String SET_LIST = "Set-CsPersistentChatActiveServer -Identity"
            + " \"PersistentChatServer:chatpool.lab.example\" -ActiveServers"
            + " @{Replace=\"chat1.dc1.lab.example\",\"chat2.dc1.lab.example\"} -Confirm:$false";
    private static final String SET_STATE = "Get-CsPersistentChatState | Where-Object {[string]$_.Identity -like"
            + " \"*chatpool.lab.example\"} | Set-CsPersistentChatState -PoolState Normal -Confirm:$false";

    @TempDir
    private static Path folder;

    private static TestWire wire;

    private LyncLab lab;
    private MemoryJournal journal;
    private StepLoop loop;
    private LyncSteps steps;
    private Supplier<Optional<Finding>> whoServes = Optional::empty;

    @BeforeAll
    static void aWire() throws Exception {
        wire = new TestWire(folder);
    }

    @AfterAll
    static void cut() {
        wire.close();
    }

    @BeforeEach
    void aPoolWhoseListIsClearedAndWhoseDataIsOnThePrimary() throws Exception {
        lab = new LyncLab(wire);
        journal = new MemoryJournal(lab.clock);
        loop = new StepLoop(journal, new Approvals(), List.of(lab.shell), Clock.systemUTC(), pause -> {
            throw new AssertionError("the loop would wait " + pause);
        });
        lab.pool.setActiveServers(List.of());
        lab.pass(Duration.ofMinutes(1));
        lab.pass(Duration.ofMinutes(1));
        order(GoLiveOrder.AS_DOCUMENTED);
    }

    @AfterEach
    void ends() throws Exception {
        lab.close();
    }

    @Test
    void asDocumentedTheListComesFirstAndThenTheState() {
        released();

        Finding list = act(steps.setActiveServers());
        Finding state = act(steps.setPoolState());
        lab.pass(Duration.ofMinutes(1));
        lab.pass(Duration.ofMinutes(1));

        assertThat(list.summary()).isEqualTo("The confirmed servers are active.");
        assertThat(list.evidence())
                .containsEntry("pool state", "FailedOver")
                .containsEntry("active servers", CHAT1 + ", " + CHAT2)
                .containsEntry("confirmed servers", CHAT1 + ", " + CHAT2)
                .containsKeys("changed at", "seen at");
        assertThat(state.evidence()).containsEntry("pool state", "Normal").containsKey("changed at");
        assertThat(changes()).containsExactly(SET_LIST, SET_STATE);
        assertThat(act(steps.awaitGoLive()).summary())
                .isEqualTo("Every confirmed server holds the list of active servers and the pool's state.");
        assertThat(act(steps.awaitLocalStores()).verdict()).isEqualTo(Verdict.DONE);
        assertThat(lab.database.on(Side.PRIMARY)).containsExactlyElementsOf(CONFIRMED);
        assertThat(lab.database.on(Side.BACKUP)).isEmpty();
    }

    @Test
    void stateFirstTheListComesSecondAndTheStateIsProvedOnceMore() {
        order(GoLiveOrder.STATE_FIRST);
        released();

        Finding state = act(steps.setPoolState());
        act(steps.setActiveServers());
        Finding proved = act(steps.setPoolState());
        lab.pass(Duration.ofMinutes(1));
        lab.pass(Duration.ofMinutes(1));

        assertThat(state.evidence()).containsEntry("active servers", "").containsKey("changed at");
        assertThat(proved.evidence()).containsEntry("active servers", CHAT1 + ", " + CHAT2);
        assertThat(changes()).containsExactly(SET_STATE, SET_LIST);
        assertThat(act(steps.awaitGoLive()).verdict()).isEqualTo(Verdict.DONE);
        assertThat(act(steps.awaitLocalStores()).verdict()).isEqualTo(Verdict.DONE);
        assertThat(lab.database.on(Side.PRIMARY)).containsExactlyElementsOf(CONFIRMED);
    }

    @ParameterizedTest
    @EnumSource(GoLiveOrder.class)
    void whatManagersReadIsWhatTheServerRuns(GoLiveOrder order) {
        order(order);
        assertThat(text(steps.setActiveServers().commands(Facts.none())))
                .isEqualTo("Set-CsPersistentChatActiveServer -Identity \"{pool-service}\" -ActiveServers"
                        + " @{Replace={active-servers}} -Confirm:$false");

        released();

        assertThat(text(steps.setActiveServers().commands(run().factsAtGate()))).isEqualTo(SET_LIST);
        assertThat(text(steps.setPoolState().commands(run().factsAtGate()))).isEqualTo(SET_STATE);
    }

    @Test
    void theLastOfTheTwoCommandsSaysThatThereIsNoWayBack() {
        assertThat(effect(steps.setActiveServers())).startsWith("From here on chat is on its way to the primary");
        assertThat(effect(steps.setPoolState())).endsWith("from the first message there is no way back.");
        order(GoLiveOrder.STATE_FIRST);
        assertThat(effect(steps.setPoolState())).startsWith("From here on chat is on its way to the primary");
        assertThat(effect(steps.setActiveServers())).endsWith("from the first message there is no way back.");
    }

    @ParameterizedTest
    @EnumSource(GoLiveOrder.class)
    void lostAnswersAreSettledByLookingAndTheAwaitingIsNotFooled(GoLiveOrder order) {
        order(order);
        released();
        lab.pool.behaviour().replicationTakes(Duration.ofMinutes(2));

        for (Step step : inOrder(order)) {
            assertThat(act(Meanwhile.losesItsAnswer(step, lab)).verdict()).isEqualTo(Verdict.DONE);
        }

        assertThat(changes()).hasSize(2);
        assertThat(journal.entries(RUN))
                .filteredOn(e -> "unknown".equals(e.data().get("outcome")))
                .hasSize(2);
        assertThat(act(steps.awaitGoLive()).verdict())
                .as("before the master noticed")
                .isEqualTo(Verdict.RUNNING);
        lab.pass(Duration.ofMinutes(2));
        lab.pass(Duration.ofMinutes(2));
        assertThat(act(steps.awaitGoLive()).verdict()).isEqualTo(Verdict.DONE);
    }

    @ParameterizedTest
    @EnumSource(GoLiveOrder.class)
    void anErrorAfterTheEffectIsStillDone(GoLiveOrder order) {
        order(order);
        released();
        CmdletError late =
                new CmdletError("System.TimeoutException", "TimeoutException", "The operation has timed out.");
        lab.pool.faults().failNextAfterEffect("Set-CsPersistentChatActiveServer", late);
        lab.pool.faults().failNextAfterEffect("Get-CsPersistentChatState | ", late);

        inOrder(order).forEach(this::act);

        assertThat(changes()).hasSize(2);
        assertThat(lab.pool.poolState()).isEqualTo(PoolState.NORMAL);
        assertThat(lab.pool.activeServers()).isEqualTo(CONFIRMED);
    }

    @Test
    void aListThatSomebodySetBetweenTheTwoIsNotGivenTheState() {
        released();
        act(steps.setActiveServers());
        lab.pool.setActiveServers(List.of("chat3.dc2.lab.example"));

        StepFailed blocked = refused(steps.setPoolState());

        assertThat(blocked)
                .hasMessage("Active are chat3.dc2.lab.example, and the pool is FailedOver; operators confirmed " + CHAT1
                        + ", " + CHAT2 + ".");
        assertThat(blocked.owner()).isEqualTo("Lync administrator");
        assertThat(lab.pool.poolState()).isEqualTo(PoolState.FAILED_OVER);
    }

    @Test
    void aStateThatSomebodySetBackBetweenTheTwoIsNotGivenTheList() {
        order(GoLiveOrder.STATE_FIRST);
        released();
        act(steps.setPoolState());
        lab.pool.setPoolState(PoolState.FAILED_OVER);

        assertThat(refused(steps.setActiveServers()))
                .hasMessage("No server is active, but the pool chatpool.lab.example is FailedOver, not Normal.");
        assertThat(lab.pool.activeServers()).isEmpty();
    }

    @Test
    void aListThatSomebodyEmptiedBehindTheStateIsNoticedWhereTheStateIsProvedOnceMore() {
        order(GoLiveOrder.STATE_FIRST);
        released();
        act(steps.setPoolState());
        act(steps.setActiveServers());
        lab.pool.setActiveServers(List.of());

        assertThat(refused(steps.setPoolState()))
                .hasMessageStartingWith("No server is active, and the pool is Normal; operators confirmed");
    }

    @Test
    void aStateThatSomebodySetTooEarlyIsNotGivenTheList() {
        released();
        lab.pool.setPoolState(PoolState.NORMAL);

        assertThat(refused(steps.setActiveServers()))
                .hasMessage("No server is active, but the pool chatpool.lab.example is Normal, not FailedOver.");
        assertThat(changes()).isEmpty();
    }

    @Test
    void whatChangesBetweenLookingAndSendingIsRefusedByTheServerItself() {
        released();
        Step list = new Meanwhile(
                steps.setActiveServers(), () -> lab.pool.setActiveServers(List.of("chat4.dc2.lab.example")));

        StepFailed blocked = refused(list);

        assertThat(changes()).isEmpty();
        assertThat(lab.pool.activeServers()).containsExactly("chat4.dc2.lab.example");
        assertThat(blocked).hasMessageStartingWith("Active are chat4.dc2.lab.example; operators confirmed");
        assertThat(journal.entries(RUN))
                .anyMatch(e -> e.text().contains("was not run: Active are 'chat4.dc2.lab.example', not ''"));
    }

    @Test
    void whatSomebodySetByHandAsConfirmedIsDone() {
        released();
        lab.pool.setActiveServers(List.of(CHAT2, CHAT1));
        lab.pool.setPoolState(PoolState.NORMAL);

        assertThat(act(steps.setActiveServers()).verdict()).isEqualTo(Verdict.DONE);
        assertThat(act(steps.setPoolState()).verdict()).isEqualTo(Verdict.DONE);
        assertThat(changes()).isEmpty();
    }

    @Test
    void nothingIsSetThatNobodyConfirmed() {
        StepFailed list = refused(steps.setActiveServers());

        assertThat(list).hasMessage("Nobody has confirmed which servers are to be active.");
        assertThat(list.owner()).isEqualTo("operator");
        assertThat(refused(steps.setPoolState())).hasMessage(list.getMessage());
        assertThat(refused(steps.awaitLocalStores())).hasMessage(list.getMessage());
    }

    @Test
    void aListConfirmedAnewAfterTheApprovalIsNotWhatManagersApproved() {
        released();
        confirm(CHAT1);

        assertThat(refused(steps.setActiveServers()))
                .hasMessageContaining("is not what was approved at \"Approve going live\"");
        assertThat(changes()).isEmpty();
    }

    @Test
    void aRefusalConfirmsNoServers() {
        confirm(CHAT1);
        journal.append(
                RUN,
                Entry.Kind.DECISION,
                "Gate_ConfirmActiveServers",
                "",
                "olga",
                "Not these",
                Map.of(Run.CHOICE, Run.REFUSE, Run.ACTIVE_SERVERS, CHAT2));

        assertThat(run().confirmedServers()).contains(List.of(CHAT1));
    }

    @Test
    void anotherDatabaseOnlineBeforehandStopsTheFirstCmdlet() {
        released();
        whoServes = () -> backupIsOnline();

        StepFailed blocked = refused(steps.setActiveServers());

        assertThat(blocked).hasMessage("mgc on SQLB01 is ONLINE.");
        assertThat(blocked.remedy()).isEqualTo("Take it out of service.");
        assertThat(blocked.owner()).isEqualTo("DBA");
        assertThat(changes()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(GoLiveOrder.class)
    void anotherDatabaseOnlineBetweenTheTwoStopsTheSecondCmdlet(GoLiveOrder order) {
        order(order);
        released();
        act(inOrder(order).get(0));
        whoServes = () -> backupIsOnline();

        StepFailed blocked = refused(inOrder(order).get(1));

        assertThat(blocked)
                .hasMessageStartingWith("The pool may be live: ")
                .hasMessageEndingWith("Yet not only the primary serves: mgc on SQLB01 is ONLINE.");
        assertThat(changes()).hasSize(1);
    }

    @Test
    void anotherDatabaseOnlineAfterwardsIsSaidPlainly() {
        released();
        act(steps.setActiveServers());
        whoServes = () -> lab.pool.poolState() == PoolState.NORMAL ? backupIsOnline() : Optional.empty();

        StepFailed blocked = refused(steps.setPoolState());

        assertThat(changes()).containsExactly(SET_LIST, SET_STATE);
        assertThat(blocked)
                .hasMessage("The pool may be live: its state is Normal, active servers: " + CHAT1 + ", " + CHAT2
                        + ". Yet not only the primary serves: mgc on SQLB01 is ONLINE.");
        assertThat(blocked.remedy())
                .startsWith("Take it out of service. What people write meanwhile may be lost")
                .contains("-ActiveServers $null");
        assertThat(run().lastFound("setPoolState"))
                .hasValueSatisfying(found ->
                        assertThat(found.data()).containsKey("changed at").containsEntry("mgc on SQLB01", "ONLINE"));
        whoServes = Optional::empty;
        assertThat(act(steps.setPoolState()).verdict()).isEqualTo(Verdict.DONE);
        assertThat(changes()).hasSize(2);
    }

    @Test
    void whereNobodyCanTellAfterwardsTheWordsSaySo() {
        released();
        act(steps.setActiveServers());
        whoServes = () -> {
            if (lab.pool.poolState() == PoolState.NORMAL) {
                throw new RemoteFailure(Sort.ASKS, "SQLB01", "SQLB01 refused the login.", "Ask.", "DBA", null);
            }
            return Optional.empty();
        };

        assertThat(refused(steps.setPoolState()))
                .hasMessage("The pool may be live, and nobody knows whether only the primary serves. SQLB01 refused the"
                        + " login.");
    }

    @Test
    void anInterruptedGoingLiveIsRepeatedAndSendsOnlyWhatIsMissing() {
        released();
        act(steps.setActiveServers());

        act(steps.setActiveServers());
        act(steps.setPoolState());
        act(steps.setActiveServers());
        act(steps.setPoolState());

        assertThat(changes()).containsExactly(SET_LIST, SET_STATE);
    }

    @Test
    void anInterruptedGoingLiveWithTheStateFirstIsRepeatedToo() {
        order(GoLiveOrder.STATE_FIRST);
        released();
        act(steps.setPoolState());

        for (int pass = 0; pass < 2; pass++) {
            act(steps.setPoolState());
            act(steps.setActiveServers());
            act(steps.setPoolState());
        }

        assertThat(changes()).containsExactly(SET_STATE, SET_LIST);
    }

    @Test
    void onceGoingLiveHasBegunNothingLeadsBack() {
        journal.append(
                RUN,
                Entry.Kind.FACT,
                "clearActiveServers",
                "",
                Entry.SOFTWARE,
                "",
                Map.of(RecordedServers.FACT, RecordedServers.written(CONFIRMED)));
        released();
        act(steps.setActiveServers());

        for (Step step : List.of(steps.clearActiveServers(), steps.resetActiveServers(), steps.stopChatServices())) {
            assertThat(refused(step)).hasMessageStartingWith("This run has begun to go live");
        }
        assertThat(lab.pool.activeServers()).isEqualTo(CONFIRMED);
    }

    @Test
    void waitsForTheLaterOfTheTwoChangesAndNotForAStandbyServer() {
        released();
        act(steps.setActiveServers());
        lab.pass(Duration.ofMinutes(1));
        lab.pass(Duration.ofMinutes(1));
        lab.pool.behaviour().replicationTakes(Duration.ofMinutes(2));
        act(steps.setPoolState());

        Finding atOnce = act(steps.awaitGoLive());
        lab.pass(Duration.ofMinutes(2));
        lab.pool.behaviour().stale("chat3.dc2.lab.example", true);
        lab.pool.behaviour().stale(CHAT2, true);
        lab.pass(Duration.ofMinutes(2));
        Finding later = act(steps.awaitGoLive());

        assertThat(atOnce.verdict()).isEqualTo(Verdict.RUNNING);
        assertThat(atOnce.percent()).isZero();
        assertThat(later.summary()).isEqualTo("The change has not reached " + CHAT2 + " yet.");
        assertThat(later.percent()).isEqualTo(50);
    }

    @Test
    void aServerWhoseLocalStoreLagsIsWaitedForUntilItCatchesUp() {
        released();
        lab.pool.behaviour().localStoreLags(CHAT2, true);
        goLive();
        assertThat(act(steps.awaitGoLive()).verdict()).isEqualTo(Verdict.DONE);

        Finding lagging = act(steps.awaitLocalStores());
        lab.pool.behaviour().localStoreLags(CHAT2, false);
        lab.pass(Duration.ofSeconds(1));

        assertThat(lagging.verdict()).isEqualTo(Verdict.RUNNING);
        assertThat(lagging.summary()).isEqualTo("Not yet: the local store of " + CHAT2 + " does not say Normal.");
        assertThat(lagging.percent()).isEqualTo(50);
        assertThat(lagging.evidence())
                .containsEntry(
                        CHAT1,
                        "state Normal; chat service (RTCCHAT) Running; compliance service (RTCPCHATCOMPLIANCE) Running");
        assertThat(lagging.evidence().get(CHAT2)).startsWith("state FailedOver; ");
        assertThat(loop.prove(steps.awaitLocalStores(), RUN, BUDGET).verdict()).isEqualTo(Verdict.DONE);
    }

    @Test
    void whenAServerStaysBehindPeopleAreAskedAndTryingAgainGivesItTimeAgain() {
        released();
        lab.pool.behaviour().localStoreLags(CHAT2, true);
        goLive();
        act(steps.awaitLocalStores());
        lab.pass(Duration.ofMinutes(16));

        StepFailed blocked = refused(steps.awaitLocalStores());
        decide("awaitLocalStores", "tryAgain");
        Finding again = act(steps.awaitLocalStores());
        lab.pass(Duration.ofMinutes(16));

        assertThat(blocked).hasMessage("After 15 min the local store of " + CHAT2 + " does not say Normal.");
        assertThat(blocked.remedy())
                .contains("Invoke-CsManagementStoreReplication -ReplicaFqdn " + CHAT2)
                .contains("53530")
                .doesNotContain(CHAT1);
        assertThat(blocked.owner()).isEqualTo("Lync administrator");
        assertThat(again.verdict()).isEqualTo(Verdict.RUNNING);
        assertThat(refused(steps.awaitLocalStores())).hasMessageStartingWith("After 15 min");
    }

    @Test
    void peopleMayGoOnWithoutAServerThatLagsButNotWithoutAny() {
        released();
        lab.pool.behaviour().localStoreLags(CHAT2, true);
        goLive();
        act(steps.awaitLocalStores());
        lab.pass(Duration.ofMinutes(16));
        refused(steps.awaitLocalStores());

        decide("awaitLocalStores", Run.WAIVE);

        assertThat(act(steps.awaitLocalStores()).summary())
                .isEqualTo("The pool goes on without " + CHAT2 + ", waived by name.");
        lab.pool.behaviour().localStoreLags(CHAT1, true);
        stopService(CHAT1);
        assertThat(refused(steps.awaitLocalStores())).hasMessage("None of the active servers serves.");
    }

    @Test
    void aServerThatKnowsButDoesNotRunIsWaitedForToo() {
        released();
        stopService(CHAT1);
        goLive();

        Finding finding = act(steps.awaitLocalStores());

        assertThat(finding.summary()).isEqualTo("Not yet: the chat service does not run on " + CHAT1 + ".");
    }

    @Test
    void aServerThatDoesNotAnswerIsAFailureThatNamesIt() {
        released();
        goLive();
        lab.endpointOf(CHAT2).close();

        var failure = catchThrowableOfType(
                RemoteFailure.class, () -> steps.awaitLocalStores().look(run()));

        assertThat(failure.host()).isEqualTo(CHAT2);
    }

    @Test
    void operatorsSeeEveryMemberAndTheProposal() throws Exception {
        Finding finding = act(steps.checkActiveServers());

        assertThat(finding.summary())
                .isEqualTo("Every server that is to be active answers, and its chat service runs.");
        assertThat(finding.evidence().keySet())
                .containsExactly(CHAT1, CHAT2, "chat3.dc2.lab.example", "chat4.dc2.lab.example", "proposed", "service");
        assertThat(finding.evidence()).containsEntry("proposed", CHAT1 + ", " + CHAT2);
        assertThat(row(finding, CHAT1)).isEqualTo(lab.json.readTree("""
                        {"dataCenter":"dc1","link":"same data center","version":"7.0","replica":"up to date",
                         "reachable":"yes","services":"chat service (RTCCHAT) Running; \
                        compliance service (RTCPCHATCOMPLIANCE) Running",
                         "state":"FailedOver"}"""));
        assertThat(row(finding, "chat3.dc2.lab.example").path("link").asText()).isEqualTo("too far");
    }

    @Test
    void aServerThatDoesNotAnswerIsAFactForOperatorsAndNoFailure() throws Exception {
        lab.endpointOf(CHAT2).close();

        Finding finding = act(steps.checkActiveServers());

        assertThat(finding.verdict()).isEqualTo(Verdict.DONE);
        assertThat(finding.summary()).contains(CHAT2 + " cannot serve now");
        assertThat(row(finding, CHAT2).path("reachable").asText())
                .startsWith("no: On " + CHAT2 + ", server/read: ")
                .contains("cannot be reached");
        assertThat(row(finding, CHAT2).path("version").asText()).isEqualTo("7.0");
        assertThat(row(finding, CHAT1).path("reachable").asText()).isEqualTo("yes");
    }

    @Test
    void choosingServersMakesNoSenseInAPoolThatSomebodyChanged() {
        lab.pool.setPoolState(PoolState.NORMAL);

        assertThat(refused(steps.checkActiveServers()))
                .hasMessage("The pool chatpool.lab.example is Normal, and no server is active; before going live it is"
                        + " FailedOver, and no server is active.");
    }

    @Test
    void afterAnInterruptedGoingLiveTheServersAreStillChecked() {
        released();
        goLive();
        stopService(CHAT2);

        assertThat(act(steps.checkActiveServers()).summary())
                .startsWith("Of the servers that are to be active, " + CHAT2 + " cannot serve now");
        lab.pool.setActiveServers(List.of("chat4.dc2.lab.example"));
        assertThat(refused(steps.checkActiveServers())).hasMessageContaining("active are chat4.dc2.lab.example");
    }

    @Test
    void whenTheCentralStoreDoesNotAnswerNoServersAreShown() {
        lab.pool.faults().denyHop(true);

        assertThat(refused(steps.checkActiveServers())).hasMessageContaining("ANONYMOUS LOGON");
    }

    @Test
    void servicesThatThisRunStoppedStartBeforeGoingLiveAndConnectToNothingYet() {
        approve(Gate.OUTAGE_AND_PLAN, Facts.none(), steps.stopChatServices(), steps.startChatServices());
        act(steps.stopChatServices());

        Finding started = act(steps.startChatServices());
        lab.pass(Duration.ofSeconds(5));

        assertThat(started.summary()).startsWith("The chat service runs on " + CHAT1 + ", " + CHAT2);
        assertThat(changes())
                .filteredOn("Start-CsWindowsService -Name RTCCHAT -Confirm:$false"::equals)
                .hasSize(4);
        assertThat(lab.database.on(Side.PRIMARY)).isEmpty();
        assertThat(lab.database.on(Side.BACKUP)).isEmpty();
        assertThat(lab.pool.activeServers()).isEmpty();
    }

    @Test
    void goingLiveImportsTheModuleNoMoreThanTwiceForEachCmdlet() {
        released();
        int before = lab.management.faults().seen(Action.COMMAND);

        act(steps.setActiveServers());
        act(steps.setPoolState());

        assertThat(lab.management.faults().seen(Action.COMMAND) - before).isEqualTo(4);
    }

    private void order(GoLiveOrder order) {
        Settings s = Settings.defaults();
        Settings settings = new Settings(
                s.deadlines(),
                s.jobLock(),
                s.watcher(),
                s.quiescenceInterval(),
                s.complianceWait(),
                s.replicationWait(),
                s.reportSlowAfter(),
                s.fence(),
                order,
                s.agentProbe(),
                s.owner(),
                s.gates(),
                s.shareFreeSpace());
        steps = lab.steps(settings, run -> whoServes.get());
    }

    private List<Step> inOrder(GoLiveOrder order) {
        return order == GoLiveOrder.STATE_FIRST
                ? List.of(steps.setPoolState(), steps.setActiveServers())
                : List.of(steps.setActiveServers(), steps.setPoolState());
    }

    /** Operators confirm both servers, and managers approve what that makes of the commands. */
    private void released() {
        approve(Gate.OUTAGE_AND_PLAN, Facts.none(), steps.setActiveServers(), steps.setPoolState());
        confirm(CHAT1 + ", " + CHAT2);
        for (Step step : List.of(steps.setActiveServers(), steps.setPoolState())) {
            journal.append(RUN, Entry.Kind.FACT, step.name(), "", Entry.SOFTWARE, "", step.facts(run()));
        }
        approve(Gate.GO_LIVE, run().factsAtGate(), steps.setActiveServers(), steps.setPoolState());
    }

    private void confirm(String servers) {
        journal.append(
                RUN,
                Entry.Kind.DECISION,
                "Gate_ConfirmActiveServers",
                "",
                "olga",
                "Confirmed",
                Map.of(Run.CHOICE, Run.APPROVE, Run.ACTIVE_SERVERS, servers));
    }

    private void approve(Gate gate, Facts facts, Step... released) {
        Map<String, String> approval = new HashMap<>(Map.of(Run.CHOICE, Run.APPROVE));
        for (Step step : released) {
            approval.put(Approvals.HASH_OF + step.name(), Plan.hashOf(step, facts));
        }
        journal.append(RUN, Entry.Kind.DECISION, gate.name(), "", "maria", "Approved", approval);
    }

    private void decide(String step, String choice) {
        journal.append(RUN, Entry.Kind.DECISION, step, "", "olga", "Looked after it", Map.of(Run.CHOICE, choice));
    }

    private void goLive() {
        act(steps.setActiveServers());
        act(steps.setPoolState());
        lab.pass(Duration.ofMinutes(1));
        lab.pass(Duration.ofMinutes(1));
    }

    private void stopService(String server) {
        Map<String, Object> input = new Inputs(lab.estate()).ofServer(server);
        input.put("state", lab.pool.poolState().toString());
        input.put("service", "RTCCHAT");
        lab.shell.ask(
                lab.estate().chatServers().stream()
                        .filter(s -> s.fqdn().equals(server))
                        .findFirst()
                        .orElseThrow()
                        .endpoint(),
                server,
                Operation.STOP_SERVICE,
                input,
                LyncLab.within(BUDGET));
    }

    private static Optional<Finding> backupIsOnline() {
        return Optional.of(Finding.blocked(
                "mgc on SQLB01 is ONLINE.", "Take it out of service.", "DBA", Map.of("mgc on SQLB01", "ONLINE")));
    }

    private Finding act(Step step) {
        return loop.act(step, RUN, BUDGET);
    }

    private StepFailed refused(Step step) {
        return catchThrowableOfType(StepFailed.class, () -> act(step));
    }

    private Run run() {
        return Run.read(RUN, journal);
    }

    private JsonNode row(Finding finding, String server) throws Exception {
        return lab.json.readTree(finding.evidence().get(server));
    }

    private static String text(List<Command> commands) {
        assertThat(commands).hasSize(1);
        return commands.get(0).text();
    }

    private static String effect(Step step) {
        return step.commands(Facts.none()).get(0).effect();
    }

    /** Cmdlets that changed something, as the servers logged them. */
    private List<String> changes() {
        return lab.cmdlets.stream()
                .map(line -> line.substring(line.indexOf(": ") + 2, line.indexOf(" -> ")))
                .filter(cmdlet -> !cmdlet.startsWith("Get-") || cmdlet.contains("| Set-"))
                .toList();
    }
}
