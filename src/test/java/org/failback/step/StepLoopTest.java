package org.failback.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.failback.estate.Credential;
import org.failback.estate.SqlInstance;
import org.junit.jupiter.api.Test;

class StepLoopTest {
    private static final String RUN = "PCF-1";
    private static final Finding NEEDED = Finding.needed("still mirrored", Map.of());
    private static final Finding DONE = Finding.done("not mirrored any more", Map.of("mirroring_guid", "NULL"));

    private final TestClock clock = new TestClock();
    private final MemoryJournal journal = new MemoryJournal(clock);
    private final List<String> sent = new ArrayList<>();
    private final Deque<RuntimeException> failures = new ArrayDeque<>();
    private final Deque<Finding> looks = new ArrayDeque<>();
    private boolean longRunning;
    private int looked;
    private int lookThatFails;
    /** How long this node sleeps between its look and its command. */
    private Duration heldUp = Duration.ZERO;

    private Gate gate = Gate.NONE;

    @Test
    void what_is_done_already_is_left_alone() {
        looks.add(DONE);

        assertThat(act().verdict()).isEqualTo(Verdict.DONE);
        assertThat(sent).isEmpty();
    }

    @Test
    void what_is_needed_is_sent_once_and_proved_by_looking_again() {
        looks.add(NEEDED);
        looks.add(DONE);

        assertThat(act().verdict()).isEqualTo(Verdict.DONE);
        assertThat(sent).containsExactly("EXEC remove");
        assertThat(kinds()).containsExactly(Entry.Kind.FOUND, Entry.Kind.INTENT, Entry.Kind.OUTCOME, Entry.Kind.FOUND);
    }

    @Test
    void the_intent_is_written_before_the_command_goes_out() {
        looks.add(NEEDED);
        looks.add(NEEDED);
        failures.add(new IllegalStateException("the process died here"));

        assertThatThrownBy(this::act).hasMessage("the process died here");
        assertThat(Run.read(RUN, journal).intended("remove")).isTrue();
    }

    @Test
    void a_command_without_error_and_without_effect_is_not_believed() {
        looks.add(NEEDED);
        for (int i = 0; i < 20; i++) {
            looks.add(NEEDED);
        }

        assertThatThrownBy(this::act)
                .isInstanceOf(StepFailed.class)
                .hasMessageContaining("was sent without error")
                .hasMessageContaining("looking again does not show its effect");
        assertThat(sent).hasSize(1);
    }

    @Test
    void what_was_accepted_is_not_sent_again_because_looking_failed_or_the_effect_is_late() {
        looks.addAll(List.of(NEEDED, NEEDED, DONE));
        lookThatFails = 2;

        assertThat(act().verdict()).isEqualTo(Verdict.DONE);
        assertThat(sent).hasSize(1);
    }

    @Test
    void an_error_whose_effect_is_there_is_not_believed_either() {
        looks.add(NEEDED);
        looks.add(DONE);
        failures.add(failure(Sort.MAYBE_DONE));

        assertThat(act().verdict()).isEqualTo(Verdict.DONE);
        assertThat(sent).hasSize(1);
    }

    @Test
    void a_passing_failure_is_tried_again_within_the_budget() {
        looks.addAll(List.of(NEEDED, NEEDED, NEEDED, DONE));
        failures.add(failure(Sort.PASSES));

        assertThat(act().verdict()).isEqualTo(Verdict.DONE);
        assertThat(sent).hasSize(2);
    }

    @Test
    void a_refusal_goes_to_a_person_at_once_with_host_and_remedy() {
        looks.addAll(List.of(NEEDED, NEEDED));
        failures.add(failure(Sort.ASKS));

        assertThatThrownBy(this::act).isInstanceOfSatisfying(StepFailed.class, failed -> {
            assertThat(failed.host()).isEqualTo("SQLB01");
            assertThat(failed.remedy()).isEqualTo("Grant the right.");
            assertThat(failed.owner()).isEqualTo("DBA");
        });
        assertThat(sent).hasSize(1);
        assertThat(kinds()).endsWith(Entry.Kind.NOTE);
    }

    @Test
    void data_at_risk_is_a_fact_in_the_journal_whether_a_server_or_a_look_says_so() {
        looks.addAll(List.of(NEEDED, NEEDED));
        failures.add(failure(Sort.ENDANGERS));
        assertThatThrownBy(this::act)
                .isInstanceOfSatisfying(
                        StepFailed.class, failed -> assertThat(failed.sort()).isEqualTo(Sort.ENDANGERS));
        assertThat(sent).as("never tried again by itself").hasSize(1);
        assertThat(Run.read(RUN, journal).dataAtRisk("remove")).isTrue();

        looks.add(Finding.blocked("The share is full.", "Make room.", "DBA", Map.of()));
        assertThatThrownBy(this::act).isInstanceOf(StepFailed.class);
        assertThat(Run.read(RUN, journal).dataAtRisk("remove"))
                .as("what was said last counts")
                .isFalse();

        looks.add(Finding.endangered("It holds newer messages.", "Keep both.", "manager", Map.of()));
        assertThatThrownBy(this::act).isInstanceOf(StepFailed.class);
        assertThat(Run.read(RUN, journal).dataAtRisk("remove")).isTrue();
    }

    @Test
    void a_node_that_was_held_up_past_its_deadline_sends_nothing_on_what_it_saw_before() {
        looks.add(NEEDED);
        heldUp = Duration.ofMinutes(10);

        assertThatThrownBy(this::act)
                .isInstanceOf(StepFailed.class)
                .hasMessageContaining("held up past its deadline after it had looked; nothing was sent");
        assertThat(sent).isEmpty();
        assertThat(Run.read(RUN, journal).intended("remove")).isFalse();
    }

    @Test
    void failing_all_the_time_ends_with_the_budget() {
        for (int i = 0; i < 50; i++) {
            looks.add(NEEDED);
            failures.add(failure(Sort.PASSES));
        }

        assertThatThrownBy(this::act).isInstanceOf(StepFailed.class).hasMessageContaining("no luck");
        assertThat(clock.passed()).isLessThanOrEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void long_work_that_runs_lets_the_process_go_and_wait() {
        longRunning = true;
        looks.addAll(List.of(NEEDED, Finding.running("10 percent", 10, Map.of())));

        assertThat(act().verdict()).isEqualTo(Verdict.RUNNING);
    }

    @Test
    void blocked_sends_nothing() {
        looks.add(Finding.blocked("the live data lies on the mirror", "Fail over first.", "DBA", Map.of()));

        assertThatThrownBy(this::act).isInstanceOf(StepFailed.class).hasMessageContaining("lies on the mirror");
        assertThat(sent).isEmpty();
    }

    @Test
    void nothing_goes_out_without_its_approval() {
        gate = Gate.OUTAGE_AND_PLAN;
        looks.add(NEEDED);

        assertThatThrownBy(this::act).isInstanceOf(StepFailed.class).hasMessageContaining("was not approved");
        assertThat(sent).isEmpty();
        assertThat(Run.read(RUN, journal).intended("remove")).isFalse();
    }

    @Test
    void an_approval_over_other_commands_releases_nothing() {
        gate = Gate.OUTAGE_AND_PLAN;
        looks.add(NEEDED);
        approve(Gate.OUTAGE_AND_PLAN, "0".repeat(64));

        assertThatThrownBy(this::act).hasMessageContaining("is not what was approved");
        assertThat(sent).isEmpty();
    }

    @Test
    void an_approval_over_these_commands_releases_them() {
        gate = Gate.OUTAGE_AND_PLAN;
        looks.addAll(List.of(NEEDED, DONE));
        approve(Gate.OUTAGE_AND_PLAN, Plan.hashOf(step(), Facts.none()));

        assertThat(act().verdict()).isEqualTo(Verdict.DONE);
    }

    @Test
    void a_refusal_after_an_approval_counts() {
        gate = Gate.OUTAGE_AND_PLAN;
        looks.add(NEEDED);
        approve(Gate.OUTAGE_AND_PLAN, Plan.hashOf(step(), Facts.none()));
        journal.append(RUN, Entry.Kind.DECISION, gate.name(), "", "mary", "no", Map.of(Run.CHOICE, Run.REFUSE));

        assertThatThrownBy(this::act).hasMessageContaining("was not approved");
    }

    @Test
    void proving_accepts_only_done() {
        for (int i = 0; i < 20; i++) {
            looks.add(Finding.running("90 percent", 90, Map.of()));
        }

        assertThatThrownBy(this::prove)
                .isInstanceOf(StepFailed.class)
                .hasMessageContaining("is not proved")
                .hasMessageContaining("90 percent");
        assertThat(clock.passed()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(20));
    }

    @Test
    void what_is_under_way_again_when_it_is_to_be_proved_is_waited_for() {
        looks.add(Finding.running("one server behind again", 75, Map.of()));
        looks.add(DONE);

        assertThat(prove().verdict()).isEqualTo(Verdict.DONE);
        assertThat(clock.passed()).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void what_is_not_done_at_all_when_it_is_to_be_proved_is_for_people_at_once() {
        looks.add(NEEDED);
        looks.add(DONE);

        assertThatThrownBy(this::prove).isInstanceOf(StepFailed.class).hasMessageContaining("still mirrored");
        assertThat(clock.passed()).isZero();
    }

    private Finding prove() {
        return loop().prove(step(), RUN, Duration.ofSeconds(20));
    }

    private void approve(Gate approved, String hash) {
        journal.append(
                RUN,
                Entry.Kind.DECISION,
                approved.name(),
                "",
                "mary",
                "fine",
                Map.of(Run.CHOICE, Run.APPROVE, Approvals.HASH_OF + "remove", hash));
    }

    private Finding act() {
        return loop().act(step(), RUN, Duration.ofSeconds(20));
    }

    private List<Entry.Kind> kinds() {
        return journal.entries(RUN).stream().map(Entry::kind).toList();
    }

    private static RemoteFailure failure(Sort sort) {
        return new RemoteFailure(sort, "SQLB01", "no luck", "Grant the right.", "DBA", null);
    }

    private StepLoop loop() {
        Transport transport = new Transport() {
            @Override
            public boolean carries(Command command) {
                return true;
            }

            @Override
            public Answer send(String run, Command command, Deadline deadline) {
                sent.add(command.text());
                if (!failures.isEmpty()) {
                    throw failures.poll();
                }
                return new Answer("");
            }
        };
        return new StepLoop(journal, new Approvals(), List.of(transport), clock, clock::advance);
    }

    private Step step() {
        Credential nobody = new Credential("nobody", "env:NOBODY");
        SqlInstance host = new SqlInstance(
                "sqlb01.example.test", Optional.empty(), 1433, Optional.empty(), Optional.empty(), nobody, nobody);
        return new Step() {
            @Override
            public String name() {
                return "remove";
            }

            @Override
            public String title() {
                return "Remove mirroring";
            }

            @Override
            public Gate gate() {
                return gate;
            }

            @Override
            public boolean longRunning() {
                return longRunning;
            }

            @Override
            public Finding look(Run run) {
                if (++looked == lookThatFails) {
                    throw failure(Sort.PASSES);
                }
                return looks.poll();
            }

            @Override
            public Map<String, String> facts(Run run) {
                clock.advance(heldUp);
                return Map.of();
            }

            @Override
            public List<Command> commands(Facts facts) {
                return List.of(new Command.Tsql(host, "Removes mirroring", "EXEC remove", Optional.empty()));
            }
        };
    }

    /** Time passes only when somebody waits. */
    private static final class TestClock extends Clock {
        private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
        private Instant now = START;

        void advance(Duration duration) {
            now = now.plus(duration);
        }

        Duration passed() {
            return Duration.between(START, now);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
