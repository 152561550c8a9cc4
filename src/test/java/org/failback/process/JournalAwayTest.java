package org.failback.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.failback.step.Answer;
import org.failback.step.Approvals;
import org.failback.step.Command;
import org.failback.step.Deadline;
import org.failback.step.Entry;
import org.failback.step.Finding;
import org.failback.step.Gate;
import org.failback.step.Journal;
import org.failback.step.MemoryJournal;
import org.failback.step.Run;
import org.failback.step.StepFailed;
import org.failback.step.StepLoop;
import org.failback.step.Transport;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

/** The engine's database goes away while a step writes: nothing is sent unwritten, nothing is sent twice, nobody is asked. */
class JournalAwayTest {
    private static final Duration BUDGET = Duration.ofSeconds(20);

    private final List<String> sent = new ArrayList<>();
    private final ScriptedStep step = new ScriptedStep("fenceMgc", Gate.NONE, false, true);
    private final FailingOnce journal = new FailingOnce(new MemoryJournal(Clock.systemUTC()));
    private final StepLoop loop =
            new StepLoop(journal, new Approvals(), List.of(transport()), Clock.systemUTC(), wait -> {});

    @Test
    void what_cannot_be_written_beforehand_is_not_sent() {
        journal.failAt = Optional.of(Entry.Kind.INTENT);
        assertThatThrownBy(() -> loop.act(step, "PCF-1", BUDGET))
                .isInstanceOf(DataAccessResourceFailureException.class)
                .isNotInstanceOf(StepFailed.class);
        assertThat(sent).isEmpty();

        assertThat(loop.act(step, "PCF-1", BUDGET)).extracting(Finding::summary).isEqualTo("fenceMgc is done");
        assertThat(sent).hasSize(1);
    }

    @Test
    void what_was_sent_and_could_not_be_written_afterwards_is_looked_at_and_not_sent_again() {
        journal.failAt = Optional.of(Entry.Kind.OUTCOME);
        assertThatThrownBy(() -> loop.act(step, "PCF-1", BUDGET))
                .isInstanceOf(DataAccessResourceFailureException.class);
        assertThat(sent).hasSize(1);

        assertThat(loop.act(step, "PCF-1", BUDGET)).extracting(Finding::summary).isEqualTo("fenceMgc is done");
        assertThat(sent).hasSize(1);
        assertThat(Run.read("PCF-1", journal).of(Entry.Kind.NOTE)).isEmpty();
    }

    private Transport transport() {
        return new Transport() {
            @Override
            public boolean carries(Command command) {
                return true;
            }

            @Override
            public Answer send(String run, Command command, Deadline deadline) {
                sent.add(command.text());
                step.takeEffect();
                return new Answer("");
            }
        };
    }

    /** A journal whose database is away at one entry. */
    private static final class FailingOnce implements Journal {
        private final Journal journal;
        private Optional<Entry.Kind> failAt = Optional.empty();

        FailingOnce(Journal journal) {
            this.journal = journal;
        }

        @Override
        public void append(
                String run,
                Entry.Kind kind,
                String step,
                String host,
                String actor,
                String text,
                Map<String, String> data) {
            if (failAt.filter(kind::equals).isPresent()) {
                failAt = Optional.empty();
                throw new DataAccessResourceFailureException("the engine's database is away");
            }
            journal.append(run, kind, step, host, actor, text, data);
        }

        @Override
        public void appendWithCaller(
                String run,
                Entry.Kind kind,
                String step,
                String host,
                String actor,
                String text,
                Map<String, String> data) {
            append(run, kind, step, host, actor, text, data);
        }

        @Override
        public List<Entry> entries(String run) {
            return journal.entries(run);
        }
    }
}
