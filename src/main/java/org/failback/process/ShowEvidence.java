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
    private final List<String> proposedServers;
    private final Procedure procedure;
    private final Journal journal;
    private final ObjectMapper json;

    /** @param proposedServers the servers that configuration means to be active */
    ShowEvidence(
            GateEvidence evidence,
            List<String> proposedServers,
            Procedure procedure,
            Journal journal,
            ObjectMapper json) {
        this.evidence = evidence;
        this.proposedServers = List.copyOf(proposedServers);
        this.procedure = procedure;
        this.journal = journal;
        this.json = json;
    }

    @Override
    public void notify(DelegateTask task) {
        String run = task.getExecution().getProcessBusinessKey();
        Variable.DECISION.set(task.getExecution(), "");
        ANSWERS.forEach(answer -> task.getExecution().removeVariable(answer.name()));
        Variable.CHAT_WORKS.forEach(answer -> task.getExecution().removeVariable(answer.name()));
        Gate gate = RecordDecision.gateOf(task.getTaskDefinitionKey());
        if (gate != Gate.NONE && gate != Gate.OUTAGE_AND_PLAN) {
            resolveFacts(run, gate);
        }
        if (task.getTaskDefinitionKey().equals(Model.Gates.CONFIRM_ACTIVE_SERVERS)) {
            Variable.ACTIVE_SERVERS.set(
                    task.getExecution(),
                    String.join(", ", Run.read(run, journal).confirmedServers().orElse(proposedServers)));
        }
        Evidence shown = evidence.of(
                task.getTaskDefinitionKey(), Run.read(run, journal), Variable.FAILED_STEP.of(task.getExecution()));
        task.getExecution()
                .setVariable(
                        Variable.EVIDENCE.name(),
                        SpinValues.jsonValue(shown.json(json)).create());
    }

    /** The gate shows the commands with every value that can be known; the facts of the steps it releases are read now. */
    private void resolveFacts(String run, Gate gate) {
        for (Step step : procedure.steps()) {
            if (step.gate() == gate) {
                Map<String, String> facts = step.facts(Run.read(run, journal));
                if (!facts.isEmpty()) {
                    journal.append(
                            run, Entry.Kind.FACT, step.name(), "", Entry.SOFTWARE, "Facts for " + step.title(), facts);
                }
            }
        }
    }
}
