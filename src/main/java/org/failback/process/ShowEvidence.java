package org.failback.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.spin.plugin.variable.SpinValues;
import org.failback.step.Entry;
import org.failback.step.Gate;
import org.failback.step.Journal;
import org.failback.step.Run;
import org.failback.step.Step;

/** When a person's task begins: what it shows, and nothing left over from the task before. */
final class ShowEvidence implements TaskListener {
    private static final List<Variable<String>> ANSWERS =
            List.of(Variable.ANSWER, Variable.ANSWER_REASON, Variable.SHOWN_HASH, Variable.DECISION_REASON);

    private final GateEvidence evidence;
    private final Procedure procedure;
    private final Journal journal;
    private final ObjectMapper json;

    ShowEvidence(GateEvidence evidence, Procedure procedure, Journal journal, ObjectMapper json) {
        this.evidence = evidence;
        this.procedure = procedure;
        this.journal = journal;
        this.json = json;
    }

    @Override
    public void notify(DelegateTask task) {
        String run = task.getExecution().getProcessBusinessKey();
        Variable.DECISION.set(task.getExecution(), "");
        ANSWERS.forEach(answer -> task.getExecution().removeVariable(answer.name()));
        if (Model.Gates.APPROVE_RESTORE.equals(task.getTaskDefinitionKey())) {
            resolveFacts(run);
        }
        Evidence shown = evidence.of(
                task.getTaskDefinitionKey(), Run.read(run, journal), Variable.FAILED_STEP.of(task.getExecution()));
        task.getExecution()
                .setVariable(
                        Variable.EVIDENCE.name(),
                        SpinValues.jsonValue(shown.json(json)).create());
    }

    /** The gate shows the commands with every value that can be known; the facts of the steps it releases are read now. */
    private void resolveFacts(String run) {
        for (Step step : procedure.steps()) {
            if (step.gate() == Gate.RESTORE) {
                Map<String, String> facts = step.facts(Run.read(run, journal));
                if (!facts.isEmpty()) {
                    journal.append(
                            run, Entry.Kind.FACT, step.name(), "", Entry.SOFTWARE, "Facts for " + step.title(), facts);
                }
            }
        }
    }
}
