package org.failback.lync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.failback.lab.lync.CmdletError;
import org.failback.lab.lync.CmdletFaults.When;
import org.failback.lab.lync.Garble;
import org.failback.lab.lync.KnownError;
import org.failback.lab.lync.SteppingClock;
import org.failback.lab.winrm.Action;
import org.failback.step.Approvals;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever happens between the look and the proof, a step ends where looking again says it is: done, refused in the
 * server's words, or failed at its deadline. The cmdlet has its effect once.
 */
class TroubleTest {
    private static final String RUN = "R-1";
    private static final Duration BUDGET = Duration.ofSeconds(20);
    private static final String SET = "Set-CsPersistentChatActiveServer";

    @TempDir
    private static Path folder;

    private static TestWire wire;

    private final AtomicInteger pauses = new AtomicInteger();
    private LyncLab lab;
    private MemoryJournal journal;
    private StepLoop loop;
    private Step clear;

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
        loop = new StepLoop(
                journal, new Approvals(), List.of(lab.shell), Clock.systemUTC(), pause -> pauses.incrementAndGet());
        clear = new ClearActiveServers(lab.estate(), lab.reader(), lab.json);
        Map<String, String> approval = new HashMap<>(Map.of(Run.CHOICE, Run.APPROVE));
        approval.put(Approvals.HASH_OF + clear.name(), Plan.hashOf(clear, Facts.none()));
        journal.append(RUN, Entry.Kind.DECISION, Gate.OUTAGE_AND_PLAN.name(), "", "maria", "Approved", approval);
    }

    @AfterEach
    void ends() throws Exception {
        lab.close();
    }

    /** A loop whose budget a stalled machine does not use up. */
    private StepLoop whereOnlyPausesTakeTime() {
        SteppingClock time = new SteppingClock();
        return new StepLoop(journal, new Approvals(), List.of(lab.shell), time, time::pass);
    }

    /** Trouble that strikes once, when the cmdlet is sent. */
    static Stream<Arguments> whatPasses() {
        return Stream.of(
                on("the shell's request lost", lab -> lab.management.faults().loseRequests(one(Action.CREATE), 1)),
                on("the shell's answer lost", lab -> lab.management.faults().loseAnswers(Action.CREATE, 1)),
                on("the command lost", lab -> lab.management.faults().loseRequests(one(Action.COMMAND), 1)),
                on("the command's answer lost", lab -> lab.management.faults().loseAnswers(Action.COMMAND, 1)),
                on("the command's answer cut", lab -> lab.management.faults().cutAnswers(one(Action.COMMAND), 1)),
                on("the output lost", lab -> lab.management.faults().loseAnswers(Action.RECEIVE, 1)),
                on("the output cut", lab -> lab.management.faults().cutAnswers(one(Action.RECEIVE), 1)),
                on("the output no SOAP", lab -> lab.management.faults().garbleAnswers(one(Action.RECEIVE), 1)),
                on("500 to the shell", lab -> lab.management.faults().answerStatus(one(Action.CREATE), 500, 1)),
                on("503 to the shell", lab -> lab.management.faults().answerStatus(one(Action.CREATE), 503, 1)),
                on("503 to the output", lab -> lab.management.faults().answerStatus(one(Action.RECEIVE), 503, 1)),
                on("401 to the output", lab -> lab.management.faults().answerStatus(one(Action.RECEIVE), 401, 1)),
                on("too many shells", lab -> lab.management.faults().answerFault(one(Action.CREATE), 2150859173L, 1)),
                on(
                        "too many operations",
                        lab -> lab.management.faults().answerFault(one(Action.COMMAND), 2150859174L, 1)),
                on("shell gone", lab -> lab.management.faults().answerFault(one(Action.RECEIVE), 2150858843L, 1)),
                on("quiet", lab -> lab.management.faults().answerFault(one(Action.RECEIVE), 2150858793L, 3)),
                on("cannot connect", lab -> lab.management.faults().answerFault(one(Action.CREATE), 2150858770L, 1)),
                on("network", lab -> lab.management.faults().answerFault(one(Action.CREATE), 2150859046L, 1)),
                on("a time-out before", lab -> lab.pool.faults().failNext(SET, KnownError.TIMEOUT.of(SET))),
                on("a time-out after", lab -> lab.pool.faults().failNextAfterEffect(SET, KnownError.TIMEOUT.of(SET))),
                on("SQL's time-out", lab -> lab.pool.faults().failNext(SET, KnownError.SQL_TIMEOUT.of(SET))),
                on("SQL's network", lab -> lab.pool.faults().failNext("Get-", KnownError.SQL_EXCEPTION.of("Get-CsX"))),
                on(
                        "access denied after its effect",
                        lab -> lab.pool.faults().failNextAfterEffect(SET, KnownError.ACCESS_DENIED.of(SET))),
                on("output in small pieces", lab -> lab.management.faults().shareAtMost(701)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whatPasses")
    void whatPassesEndsDoneAndTheListIsClearedOnce(String what, Consumer<LyncLab> trouble) {
        Finding finding = loop.act(new Meanwhile(clear, () -> once(trouble)), RUN, BUDGET);

        assertThat(finding.is(Verdict.DONE)).as(what).isTrue();
        assertThat(lab.pool.activeServers()).isEmpty();
        assertThat(successes()).as("%s: %s", what, lab.cmdlets).isLessThanOrEqualTo(1);
        assertThat(lab.cmdlets).filteredOn(cmdlet -> cmdlet.contains(SET)).hasSizeLessThanOrEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Garble.class)
    void anAnswerThatCannotBeReadIsSettledByLooking(Garble how) {
        Finding finding = loop.act(new Meanwhile(clear, () -> lab.pool.faults().garble(how, 1)), RUN, BUDGET);

        assertThat(finding.is(Verdict.DONE)).isTrue();
        assertThat(successes()).isEqualTo(1);
        assertThat(pauses).hasValue(0);
        String expected = how == Garble.NOISE ? "returned" : "unknown";
        assertThat(journal.entries(RUN))
                .filteredOn(entry -> entry.kind() == Entry.Kind.OUTCOME)
                .extracting(entry -> entry.data().get("outcome"))
                .containsExactly(expected);
    }

    static Stream<Arguments> whatIsRefused() {
        return Stream.of(
                refused(
                        "401",
                        "refused the account failback",
                        lab -> lab.management.faults().answerStatus(one(Action.CREATE), 401, 1)),
                refused(
                        "fault 5",
                        "refused the account failback",
                        lab -> lab.management.faults().answerFault(one(Action.CREATE), 5, 1)),
                refused(
                        "invalid selectors",
                        "refused to open a shell",
                        lab -> lab.management.faults().answerFault(one(Action.CREATE), 2150858843L, 1)),
                refused(
                        "access denied",
                        "Access is denied",
                        lab -> lab.pool.faults().failNext(SET, KnownError.ACCESS_DENIED.of(SET))),
                refused(
                        "not found",
                        "it does not exist",
                        lab -> lab.pool.faults().failNext(SET, KnownError.NOT_FOUND.of(SET))),
                refused(
                        "a prompt",
                        "NonInteractive",
                        lab -> lab.pool.faults().failNext(SET, KnownError.PROMPT.of(SET))),
                refused(
                        "not recognized",
                        "not recognized",
                        lab -> lab.pool.faults().failNext(SET, KnownError.NOT_RECOGNIZED.of(SET))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whatIsRefused")
    void whatIsRefusedGoesToAPersonAtOnce(String what, String words, Consumer<LyncLab> trouble) {
        Step step = new Meanwhile(clear, () -> once(trouble));

        var failure = catchThrowableOfType(StepFailed.class, () -> loop.act(step, RUN, BUDGET));

        assertThat(failure).as(what).hasMessageContaining(words);
        assertThat(failure.remedy()).isNotBlank();
        assertThat(successes()).isZero();
        assertThat(pauses).hasValue(0);
        assertThat(lab.pool.activeServers()).isEqualTo(LyncLab.BACKUP_SERVERS);
    }

    @Test
    void aCmdletThatOnlyWritesItsErrorIsNotSentAgainAndItsWordsAreSeen() {
        CmdletError error = new CmdletError("Microsoft.Rtc.X", "X,Set", "The <list> could not\r\nbe _x000D_written.");
        Step step = new Meanwhile(clear, () -> lab.pool.faults().fail(SET, error, When.WRITTEN, 1));

        var failure = catchThrowableOfType(
                StepFailed.class, () -> whereOnlyPausesTakeTime().act(step, RUN, BUDGET));

        assertThat(failure).hasMessageContaining("was sent without error");
        assertThat(lab.cmdlets).filteredOn(cmdlet -> cmdlet.contains(SET)).hasSize(1);
        assertThat(journal.entries(RUN))
                .anySatisfy(entry -> assertThat(entry.data().getOrDefault("warnings", ""))
                        .contains("The <list> could not\r\nbe _x000D_written.")
                        .contains("FullyQualifiedErrorId : X,Set")
                        .doesNotContain("Preparing modules"));
    }

    @Test
    void aPoolThatIsNotToldIsNotTakenForNone() {
        CmdletError error = KnownError.ACCESS_DENIED.of("Get-CsService");
        lab.pool.faults().fail("Get-CsService -PersistentChatServer", error, When.WRITTEN, 1);

        var failure = catchThrowableOfType(StepFailed.class, () -> loop.act(clear, RUN, BUDGET));

        assertThat(failure).hasMessageContaining("0 Persistent Chat services have the pool");
        assertThat(successes()).isZero();
    }

    @Test
    void aStateThatWasNeverSetIsNotTakenForNormal() {
        lab.pool.forgetPoolState();

        var failure = catchThrowableOfType(StepFailed.class, () -> loop.act(clear, RUN, BUDGET));

        assertThat(failure).hasMessageContaining("in no single state");
        assertThat(successes()).isZero();
    }

    @Test
    void aPromptThatNobodyAnswersEndsWithTheDeadlineAndLeavesNothingBehind() {
        Step step = new Meanwhile(clear, () -> lab.pool.faults().hang(SET));

        var failure = catchThrowableOfType(StepFailed.class, () -> loop.act(step, RUN, Duration.ofSeconds(3)));

        assertThat(failure).hasMessageContaining("did not answer in time");
        Awaitility.await().until(() -> lab.management.openShells() == 0);
        lab.pool.faults().release();
        assertThat(successes()).as("what hung was told to end").isZero();
        assertThat(lab.pool.activeServers()).isEqualTo(LyncLab.BACKUP_SERVERS);
    }

    @Test
    void aRestartOfWinRmUnderACommandEndsItAndTheStepGoesOn() throws Exception {
        lab.pool.faults().hang(SET);
        Thread restarter = new Thread(() -> {
            Awaitility.await()
                    .until(() -> lab.management.faults().seen(Action.COMMAND) >= 2 && lab.management.openShells() == 1);
            lab.pool.faults().reset();
            lab.management.faults().restartService();
        });
        // Whether the cmdlet got its effect before its shell went is a race, as it is on Windows.
        restarter.start();

        Finding finding = loop.act(clear, RUN, BUDGET);

        restarter.join();
        assertThat(finding.is(Verdict.DONE)).isTrue();
        assertThat(successes()).isEqualTo(1);
    }

    private final AtomicInteger struck = new AtomicInteger();

    private void once(Consumer<LyncLab> trouble) {
        if (struck.getAndIncrement() == 0) {
            trouble.accept(lab);
        }
    }

    /** How often the cmdlet came back without an error. */
    private long successes() {
        return lab.cmdlets.stream()
                .filter(cmdlet -> cmdlet.contains(SET) && cmdlet.endsWith("-> ok"))
                .count();
    }

    private static Optional<Action> one(Action action) {
        return Optional.of(action);
    }

    private static Arguments on(String what, Consumer<LyncLab> trouble) {
        return Arguments.of(what, trouble);
    }

    private static Arguments refused(String what, String words, Consumer<LyncLab> trouble) {
        return Arguments.of(what, words, trouble);
    }
}
