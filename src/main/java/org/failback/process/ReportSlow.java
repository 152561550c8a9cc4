package org.failback.process;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.failback.step.Entry;
import org.failback.step.Journal;
import org.failback.step.Step;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells people that a server's work takes longer than expected; the work itself is left alone. */
final class ReportSlow implements JavaDelegate {
    private static final Logger LOG = LoggerFactory.getLogger(ReportSlow.class);
    /** Ids of its service tasks: the step's name between these, as {@code Report_BackUpMgcSlow}. */
    private static final Pattern TASK = Pattern.compile("Report_(.)(.*)Slow");

    private final Procedure procedure;
    private final Journal journal;

    ReportSlow(Procedure procedure, Journal journal) {
        this.procedure = procedure;
        this.journal = journal;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String run = execution.getProcessBusinessKey();
        Optional<Step> step = step(execution.getCurrentActivityId());
        String text = "\"" + step.map(Step::title).orElse(execution.getCurrentActivityId())
                + "\" takes longer than expected. Its work on the server goes on; look at the instance's activity"
                + " monitor.";
        LOG.warn("Run {}: {}", run, text);
        journal.append(
                run,
                Entry.Kind.NOTE,
                step.map(Step::name).orElse(""),
                "",
                Entry.SOFTWARE,
                text,
                Map.of("remedy", "Look at the instance's activity monitor.", "owner", "operator"));
    }

    private Optional<Step> step(String task) {
        Matcher name = TASK.matcher(task);
        return name.matches()
                ? procedure.step(name.group(1).toLowerCase(Locale.ROOT) + name.group(2))
                : Optional.empty();
    }
}
