package org.failback.lync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.failback.estate.Settings;
import org.failback.step.Approvals;
import org.failback.step.Command;
import org.failback.step.Entry;
import org.failback.step.Facts;
import org.failback.step.Gate;
import org.failback.step.MemoryJournal;
import org.failback.step.Plan;
import org.failback.step.RemoteFailure;
import org.failback.step.Run;
import org.failback.step.Sort;
import org.failback.step.Step;
import org.failback.step.StepLoop;
import org.failback.step.Verdict;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every cmdlet of the plan from a node that slept: right after its step, and while the pool is live. The script refuses it
 * or finds it done, and pool and servers are as before. The same for another pool, other lists, another server.
 */
class LateCmdletsTest {
    private static final String RUN = "run-1";
    private static final Duration BUDGET = Duration.ofSeconds(20);
    private static final List<String> CONFIRMED = List.of("chat1.dc1.lab.example", "chat2.dc1.lab.example");

    @TempDir
    private static Path folder;

    private static TestWire wire;

    private LyncLab lab;
    private MemoryJournal journal;
    private LyncSteps steps;
    private StepLoop loop;
    private final Map<Command.Cmdlet, Step> sent = new LinkedHashMap<>();

    @BeforeAll
    static void aWire() throws Exception {
        wire = new TestWire(folder);
    }

    @AfterAll
    static void cut() {
        wire.close();
    }

    @Test
    void whatComesLateOrToAnotherPlaceChangesNothing() throws Exception {
        try (LyncLab opened = new LyncLab(wire)) {
            lab = opened;
            begin();
            take(steps.clearActiveServers());
            take(steps.stopChatServices());
            take(steps.startChatServices());

            confirm();
            take(steps.setActiveServers());
            take(steps.setPoolState());
            remember(steps.resetActiveServers());
            assertThat(sent.values().stream().map(Step::name))
                    .as("every step of the room that sends anything")
                    .containsAll(steps.all().stream()
                            .filter(step -> !step.commands(Facts.none()).isEmpty())
                            .map(Step::name)
                            .toList());
            again("while the pool is live", List.copyOf(sent.keySet()));

            elsewhere();
        }
    }

    private void begin() {
        journal = new MemoryJournal(lab.clock);
        steps = lab.steps(Settings.defaults(), run -> Optional.empty());
        loop = new StepLoop(journal, new Approvals(), List.of(lab.shell), Clock.systemUTC(), pause -> {
            throw new AssertionError("the loop would wait " + pause);
        });
        approve(Gate.OUTAGE_AND_PLAN, Facts.none());
    }

    private void take(Step step) {
        assertThat(loop.act(step, RUN, BUDGET).verdict()).as(step.name()).isEqualTo(Verdict.DONE);
        replicated();
        again("right after " + step.name(), remember(step));
    }

    private void replicated() {
        lab.pass(Duration.ofMinutes(1));
        lab.pass(Duration.ofMinutes(1));
    }

    private List<Command.Cmdlet> remember(Step step) {
        List<Command.Cmdlet> commands = step.commands(Run.read(RUN, journal).facts(step.name())).stream()
                .map(Command.Cmdlet.class::cast)
                .toList();
        commands.forEach(command -> sent.put(command, step));
        return commands;
    }

    private void again(String when, List<Command.Cmdlet> commands) {
        String before = whole();
        for (Command.Cmdlet command : commands) {
            String what = sent.get(command).name() + " on " + command.host() + " " + when;
            try {
                lab.shell.send(RUN, command, LyncLab.within(BUDGET));
            } catch (RemoteFailure refusal) {
                assertThat(refusal.sort()).as(what).isEqualTo(Sort.ASKS);
                assertThat(refusal).as(what).hasMessageContaining("was not run: ");
            }
            assertThat(whole()).as(what).isEqualTo(before);
        }
    }

    /** What is expected of the pool does not hold, or the address leads to another server. */
    private void elsewhere() {
        String before = whole();
        for (Command.Cmdlet command : oneOfEachStep()) {
            Stream.concat(
                            Stream.of(
                                    with(command, "pool", "other.lab.example"),
                                    with(command, "state", "Transitioning"),
                                    with(command, "active", List.of("chat9.dc9.lab.example"))),
                            elsewhere(command))
                    .filter(wrong -> !wrong.input().equals(command.input()) || wrong.endpoint() != command.endpoint())
                    .forEach(wrong -> {
                        String what = sent.get(command).name() + " with " + wrong.input() + " at " + wrong.endpoint();
                        RemoteFailure refusal = catchThrowableOfType(
                                RemoteFailure.class, () -> lab.shell.send(RUN, wrong, LyncLab.within(BUDGET)));
                        assertThat(refusal).as(what).hasMessageContaining("was not run: ");
                        assertThat(refusal.sort()).as(what).isEqualTo(Sort.ASKS);
                    });
        }
        assertThat(whole()).isEqualTo(before);
    }

    /** On a chat server the same script runs whichever it is. */
    private Collection<Command.Cmdlet> oneOfEachStep() {
        Map<Step, Command.Cmdlet> one = new LinkedHashMap<>();
        sent.forEach((command, step) -> one.putIfAbsent(step, command));
        return one.values();
    }

    private Stream<Command.Cmdlet> elsewhere(Command.Cmdlet command) {
        return lab.estate().chatServers().stream()
                .filter(server ->
                        command.input().containsKey("server") && !server.fqdn().equals(command.host()))
                .map(server -> new Command.Cmdlet(
                        server.endpoint(),
                        command.host(),
                        command.effect(),
                        command.operation(),
                        command.input(),
                        command.text()));
    }

    /** Only what the operation knows is changed. */
    private static Command.Cmdlet with(Command.Cmdlet command, String key, Object value) {
        Map<String, Object> input = new HashMap<>(command.input());
        input.replace(key, value);
        return new Command.Cmdlet(
                command.endpoint(), command.host(), command.effect(), command.operation(), input, command.text());
    }

    private String whole() {
        return lab.pool.poolState() + " " + lab.pool.activeServers() + " " + lab.pool.servers();
    }

    private void confirm() {
        journal.append(
                RUN,
                Entry.Kind.DECISION,
                "Gate_ConfirmActiveServers",
                "",
                "olga",
                "Confirmed",
                Map.of(Run.CHOICE, Run.APPROVE, Run.ACTIVE_SERVERS, String.join(", ", CONFIRMED)));
        for (Step step : List.of(steps.setActiveServers(), steps.setPoolState())) {
            journal.append(
                    RUN, Entry.Kind.FACT, step.name(), "", Entry.SOFTWARE, "", step.facts(Run.read(RUN, journal)));
        }
        approve(Gate.GO_LIVE, Run.read(RUN, journal).factsAtGate());
    }

    private void approve(Gate gate, Facts facts) {
        Map<String, String> approval = new HashMap<>(Map.of(Run.CHOICE, Run.APPROVE));
        steps.all().forEach(step -> approval.put(Approvals.HASH_OF + step.name(), Plan.hashOf(step, facts)));
        journal.append(RUN, Entry.Kind.DECISION, gate.name(), "", "maria", "Approved", approval);
    }
}
