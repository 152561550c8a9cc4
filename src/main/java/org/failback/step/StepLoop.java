package org.failback.step;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Look, act, prove: the one loop that every step goes through.
 *
 * <p>A command that returned without error proves nothing, and one that raised an error may still have worked; so after
 * every command the estate is looked at again, and only that decides.
 */
public final class StepLoop {
    private static final Logger LOG = LoggerFactory.getLogger(StepLoop.class);
    private static final Duration FIRST_WAIT = Duration.ofMillis(250);

    private final Journal journal;
    private final Approvals approvals;
    private final List<Transport> transports;
    private final Clock clock;
    private final Pause pause;

    /** Waits between two tries; injected so that no test waits. */
    @FunctionalInterface
    public interface Pause {
        void of(Duration duration);
    }

    public StepLoop(Journal journal, Approvals approvals, List<Transport> transports, Clock clock, Pause pause) {
        this.journal = journal;
        this.approvals = approvals;
        this.transports = transports;
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * Brings the step's effect about where it is needed.
     *
     * @return DONE, or RUNNING where the work goes on by itself
     * @throws StepFailed when a person has to decide
     */
    public Finding act(Step step, String run, Duration budget) {
        return noting(run, () -> actUntilDone(step, run, budget));
    }

    private Finding actUntilDone(Step step, String run, Duration budget) {
        Deadline deadline = Deadline.in(budget, clock);
        boolean accepted = false;
        RemoteFailure last = null;
        for (Duration wait = FIRST_WAIT; ; wait = wait.multipliedBy(2)) {
            try {
                Finding finding = look(step, run);
                // What a server accepted without error is not sent again; its effect may come late.
                if (finding.is(Verdict.NEEDED) && !accepted) {
                    List<Answer> answers = new ArrayList<>();
                    Optional<Finding> cutShort = send(step, run, deadline, answers);
                    accepted = true;
                    finding = cutShort.orElseGet(() -> lookAgain(step, run, answers));
                }
                if (finding.is(Verdict.DONE) || finding.is(Verdict.RUNNING) && step.longRunning()) {
                    return finding;
                }
                if (finding.is(Verdict.BLOCKED)) {
                    throw blocked(step, finding);
                }
                last = null;
            } catch (RemoteFailure failure) {
                if (!failure.sort().maySettle()) {
                    throw failed(step, failure);
                }
                last = failure;
            }
            if (deadline.left().compareTo(wait) <= 0) {
                throw last != null ? failed(step, last) : withoutEffect(step, budget);
            }
            pause.of(wait);
        }
    }

    /**
     * Looks once more after long work: only DONE lets the process go on.
     *
     * @throws StepFailed when a person has to decide
     */
    public Finding prove(Step step, String run, Duration budget) {
        return noting(run, () -> proveNow(step, run, budget));
    }

    private Finding proveNow(Step step, String run, Duration budget) {
        Deadline deadline = Deadline.in(budget, clock);
        for (Duration wait = FIRST_WAIT; ; wait = wait.multipliedBy(2)) {
            try {
                Finding finding = look(step, run);
                if (finding.is(Verdict.DONE)) {
                    return finding;
                }
                if (finding.is(Verdict.BLOCKED)) {
                    throw blocked(step, finding);
                }
                // What looked done can be under way again: a store notices a change after its replicas said that they
                // have all.
                if (finding.is(Verdict.NEEDED) || deadline.left().compareTo(wait) <= 0) {
                    throw unproved(step, finding);
                }
            } catch (RemoteFailure failure) {
                if (!failure.sort().maySettle() || deadline.left().compareTo(wait) <= 0) {
                    throw failed(step, failure);
                }
            }
            pause.of(wait);
        }
    }

    private Finding look(Step step, String run) {
        Finding finding = step.look(Run.read(run, journal));
        found(step, run, finding);
        return finding;
    }

    /**
     * Sends what the step says.
     *
     * @param answers takes one for each command that came back well
     * @return empty when all did; else what looking then showed, where that is no longer the state before
     */
    private Optional<Finding> send(Step step, String run, Deadline deadline, List<Answer> answers) {
        Run before = Run.read(run, journal);
        Map<String, String> facts = step.facts(before);
        if (!facts.isEmpty()) {
            journal.append(run, Entry.Kind.FACT, step.name(), "", Entry.SOFTWARE, "Facts for " + step.title(), facts);
        }
        Run now = Run.read(run, journal);
        List<Command> commands = step.commands(now.facts(step.name()));
        approvals.demand(step, now);
        for (Command command : commands) {
            demandTime(step, command, deadline);
            journal.append(
                    run,
                    Entry.Kind.INTENT,
                    step.name(),
                    command.host(),
                    Entry.SOFTWARE,
                    command.text(),
                    Map.of("effect", command.effect()));
            try {
                Answer answer = transportOf(command).send(run, command, deadline);
                answers.add(answer);
                outcome(step, run, command, "returned", answer.text());
            } catch (RemoteFailure failure) {
                outcome(step, run, command, outcomeOf(failure.sort()), failure.getMessage());
                Finding after = look(step, run);
                if (after.is(Verdict.NEEDED)) {
                    throw failure;
                }
                return Optional.of(after);
            }
        }
        return Optional.empty();
    }

    /** A node that was held up sends nothing on what it saw before: another may have taken over meanwhile. */
    private static void demandTime(Step step, Command command, Deadline deadline) {
        if (deadline.passed()) {
            throw new RemoteFailure(
                    Sort.PASSES,
                    command.host(),
                    step.title() + " was held up past its deadline after it had looked; nothing was sent.",
                    "See what held this node up: a pause of its machine, the engine's database, a slow host. Then try again.",
                    "operator",
                    null);
        }
    }

    private Finding lookAgain(Step step, String run, List<Answer> answers) {
        Finding after = step.lookAgain(Run.read(run, journal), answers);
        found(step, run, after);
        return after;
    }

    private Transport transportOf(Command command) {
        return transports.stream()
                .filter(transport -> transport.carries(command))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nothing carries " + command));
    }

    private void found(Step step, String run, Finding finding) {
        Map<String, String> data = new java.util.LinkedHashMap<>(finding.evidence());
        data.put("verdict", finding.verdict().name());
        journal.append(run, Entry.Kind.FOUND, step.name(), "", Entry.SOFTWARE, finding.summary(), data);
    }

    private static String outcomeOf(Sort sort) {
        return switch (sort) {
            case PASSES -> "transient";
            case MAYBE_DONE -> "unknown";
            case ASKS, ENDANGERS -> "refused";
        };
    }

    private void outcome(Step step, String run, Command command, String outcome, String words) {
        journal.append(
                run,
                Entry.Kind.OUTCOME,
                step.name(),
                command.host(),
                Entry.SOFTWARE,
                words,
                Map.of("outcome", outcome));
    }

    private StepFailed failed(Step step, RemoteFailure failure) {
        return new StepFailed(
                failure.sort(), step.name(), failure.host(), failure.getMessage(), failure.remedy(), failure.owner());
    }

    private StepFailed blocked(Step step, Finding finding) {
        return new StepFailed(
                finding.dataAtRisk() ? Sort.ENDANGERS : Sort.ASKS,
                step.name(),
                hostsOf(step),
                finding.summary(),
                finding.remedy(),
                finding.owner());
    }

    private StepFailed unproved(Step step, Finding finding) {
        return new StepFailed(
                step.name(),
                hostsOf(step),
                step.title() + " is not proved: " + finding.summary(),
                "Read the server's own words, then try again.",
                "operator");
    }

    private StepFailed withoutEffect(Step step, Duration budget) {
        return new StepFailed(
                step.name(),
                hostsOf(step),
                step.title() + " was sent without error, but " + budget.toSeconds()
                        + " s later looking again does not show its effect.",
                "Look at the host by hand before trying again.",
                "DBA");
    }

    /** Whatever needs a person is written down first, since the person reads it from the journal. */
    private Finding noting(String run, Supplier<Finding> work) {
        try {
            return work.get();
        } catch (StepFailed failure) {
            log(run, failure);
            journal.append(
                    run,
                    Entry.Kind.NOTE,
                    failure.step(),
                    failure.host(),
                    Entry.SOFTWARE,
                    failure.getMessage(),
                    Map.of(
                            "remedy",
                            failure.remedy(),
                            "owner",
                            failure.owner(),
                            Sort.KEY,
                            failure.sort().name()));
            throw failure;
        }
    }

    private static void log(String run, StepFailed failure) {
        String line = "Run {}, step {}{}: {} What to do: {} ({})";
        Object[] words = {
            run,
            failure.step(),
            failure.host().isEmpty() ? "" : " on " + failure.host(),
            failure.getMessage().replaceAll("\\s+", " "),
            failure.remedy(),
            failure.owner()
        };
        if (failure.sort() == Sort.ENDANGERS) {
            LOG.error(line, words);
        } else {
            LOG.warn(line, words);
        }
    }

    private static String hostsOf(Step step) {
        return String.join(
                ", ",
                step.commands(Facts.none()).stream()
                        .map(Command::host)
                        .distinct()
                        .toList());
    }
}
