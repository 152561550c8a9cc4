package org.failback.process;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.failback.step.Entry;
import org.failback.step.Journal;

/** Gives a new run its id, takes the pool for it and opens its journal. */
final class OpenRun implements ExecutionListener {
    private static final DateTimeFormatter ID =
            DateTimeFormatter.ofPattern("'PCF-'yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final String pool;
    private final ActiveRuns activeRuns;
    private final Journal journal;
    private final IdentityService identity;
    private final Clock clock;

    OpenRun(String pool, ActiveRuns activeRuns, Journal journal, IdentityService identity, Clock clock) {
        this.pool = pool;
        this.activeRuns = activeRuns;
        this.journal = journal;
        this.identity = identity;
        this.clock = clock;
    }

    @Override
    public void notify(DelegateExecution execution) {
        String run = Variable.RUN_ID
                .of(execution)
                .filter(id -> !id.isBlank())
                .map(OpenRun::checked)
                .orElseGet(() -> ID.format(clock.instant()));
        activeRuns.begin(pool, run);
        execution.setProcessBusinessKey(run);
        Variable.POOL.set(execution, pool);
        Variable.DECISION.set(execution, "");
        String person = Optional.ofNullable(identity.getCurrentAuthentication())
                .map(Authentication::getUserId)
                .orElse(Entry.SOFTWARE);
        journal.appendWithCaller(
                run,
                Entry.Kind.RUN_STARTED,
                "",
                "",
                person,
                "Failback of " + pool + " started.",
                Map.of(
                        "pool", pool,
                        "ticket", Variable.TICKET.of(execution).orElse(""),
                        "reason", Variable.REASON.of(execution).orElse("")));
    }

    /** The id becomes part of file names and job names. */
    private static String checked(String id) {
        if (!id.matches("[A-Za-z0-9-]{1,40}")) {
            throw new DecisionRefused(
                    "The run id may have letters, digits and hyphens only, at most 40. Choose another, or leave it empty.");
        }
        return id;
    }
}
