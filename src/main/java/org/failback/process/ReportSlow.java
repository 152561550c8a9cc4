package org.failback.process;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.failback.step.Entry;
import org.failback.step.Journal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells people that a server's work takes longer than expected; the work itself is left alone. */
final class ReportSlow implements JavaDelegate {
    private static final Logger LOG = LoggerFactory.getLogger(ReportSlow.class);
    private final Journal journal;

    ReportSlow(Journal journal) {
        this.journal = journal;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String run = execution.getProcessBusinessKey();
        String text = "\"" + execution.getCurrentActivityName() + "\": the step at "
                + execution.getCurrentActivityId()
                + " takes longer than expected. Its work on the server goes on; look at the"
                + " instance's activity monitor.";
        LOG.warn("Run {}: {}", run, text);
        journal.append(
                run,
                Entry.Kind.NOTE,
                "",
                "",
                Entry.SOFTWARE,
                text,
                Map.of("remedy", "Look at the instance's activity monitor.", "owner", "operator"));
    }
}
