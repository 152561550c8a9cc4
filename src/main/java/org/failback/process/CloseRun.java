package org.failback.process;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.failback.step.Entry;
import org.failback.step.Journal;

/** Closes a run's journal and lets the pool go. */
final class CloseRun implements ExecutionListener {
    private final ActiveRuns activeRuns;
    private final Journal journal;

    CloseRun(ActiveRuns activeRuns, Journal journal) {
        this.activeRuns = activeRuns;
        this.journal = journal;
    }

    @Override
    public void notify(DelegateExecution execution) {
        String run = execution.getProcessBusinessKey();
        activeRuns.end(run);
        String where = execution.getCurrentActivityId();
        journal.appendWithCaller(
                run,
                Entry.Kind.RUN_ENDED,
                "",
                "",
                Entry.SOFTWARE,
                "The run ended at " + where + ".",
                Map.of("end", String.valueOf(where)));
    }
}
