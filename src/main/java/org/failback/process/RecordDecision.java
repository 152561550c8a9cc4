package org.failback.process;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.spin.json.SpinJsonNode;
import org.failback.step.Entry;
import org.failback.step.Gate;
import org.failback.step.Journal;
import org.failback.step.Run;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * When a person completes a task: refuses what cannot be a decision, and journals what is one, in the engine's own
 * transaction as its last act.
 */
final class RecordDecision implements TaskListener {
    private static final Set<String> ANSWERS = Set.of(Run.APPROVE, Run.REFUSE);
    private static final Map<String, String> WHY_BACK = Map.of(
            Model.Gates.CONFIRM_REBUILD, "rebuildNotConfirmed",
            Model.Gates.APPROVE_OUTAGE, "outageRefused",
            Model.Gates.APPROVE_RESTORE, "restoreRefused");

    private final Procedure procedure;
    private final Journal journal;
    private final IdentityService identity;

    RecordDecision(Procedure procedure, Journal journal, IdentityService identity) {
        this.procedure = procedure;
        this.journal = journal;
        this.identity = identity;
    }

    @Override
    public void notify(DelegateTask task) {
        String person = Optional.ofNullable(identity.getCurrentAuthentication())
                .map(Authentication::getUserId)
                .orElseThrow(
                        () -> refused("Nobody is logged in, and a decision needs a person. Log in and decide again."));
        demandShown(task);
        Entry decision = task.getTaskDefinitionKey().startsWith(Model.Gates.DECIDE_PREFIX)
                ? decide(task, person)
                : answer(task, person);
        lastInTransaction(decision);
    }

    private Entry answer(DelegateTask task, String person) {
        String answer = Variable.ANSWER
                .of(task)
                .filter(ANSWERS::contains)
                .orElseThrow(() -> refused("Choose Approve or Refuse."));
        String reason = reason(Variable.ANSWER_REASON.of(task));
        String gate = task.getTaskDefinitionKey();
        Run run = Run.read(task.getExecution().getProcessBusinessKey(), journal);
        Map<String, String> data = new LinkedHashMap<>();
        data.put(Run.CHOICE, answer);
        data.put(Run.GATE, gate);
        data.put("evidence", Variable.SHOWN_HASH.of(task).orElse(""));
        if (answer.equals(Run.APPROVE)) {
            if (gate.equals(Model.Gates.CONFIRM_REBUILD)) {
                data.putAll(confirmations(task));
            } else {
                data.putAll(released(task, gateOf(gate), run));
                data.put("plan", procedure.plan().hash());
            }
        } else {
            Variable.GO_BACK_WHY.set(task.getExecution(), WHY_BACK.get(gate));
        }
        return entry(run.id(), gateOf(gate) == Gate.NONE ? gate : gateOf(gate).name(), person, reason, data);
    }

    private Entry decide(DelegateTask task, String person) {
        String step = Variable.FAILED_STEP.of(task.getExecution()).orElse("");
        String decision = Variable.DECISION
                .of(task)
                .filter(chosen -> Choice.at(task.getTaskDefinitionKey(), step).stream()
                        .anyMatch(choice -> choice.value().equals(chosen)))
                .orElseThrow(() -> refused("Choose one of the ways to go on."));
        String reason = reason(Variable.DECISION_REASON.of(task));
        if (decision.equals(Run.GO_BACK)) {
            Variable.GO_BACK_WHY.set(task.getExecution(), "abandoned");
        }
        Map<String, String> data = new LinkedHashMap<>();
        data.put(Run.CHOICE, decision);
        data.put("evidence", Variable.SHOWN_HASH.of(task).orElse(""));
        return entry(task.getExecution().getProcessBusinessKey(), step, person, reason, data);
    }

    /** The form returns the hash of what it showed; another one means that the person decided on something else. */
    private static void demandShown(DelegateTask task) {
        SpinJsonNode evidence = (SpinJsonNode) Variable.EVIDENCE
                .of(task.getExecution())
                .orElseThrow(() -> refused("This task shows no evidence. Reload it and decide again."));
        String shown = Variable.SHOWN_HASH.of(task).orElse("");
        if (!evidence.prop("hash").stringValue().equals(shown)) {
            throw refused(
                    "What this form showed is not what the task shows now. Reload the task, read it again, and decide then.");
        }
    }

    /** Commands may have changed while the task stood open, as by a restart with another configuration. */
    private Map<String, String> released(DelegateTask task, Gate gate, Run run) {
        Map<String, String> now = Release.at(gate, procedure, run);
        SpinJsonNode evidence =
                (SpinJsonNode) Variable.EVIDENCE.of(task.getExecution()).orElseThrow();
        if (!now.toString().equals(evidence.prop(GateEvidence.RELEASES).stringValue())) {
            throw refused(
                    "What would run is no longer what this form showed: configuration, topology, a file name or the"
                            + " version changed since. Nothing was approved. Refuse, and start anew.");
        }
        return now;
    }

    private static Map<String, String> confirmations(DelegateTask task) {
        Map<String, String> confirmed = new LinkedHashMap<>();
        for (Variable<Boolean> question : Variable.CONFIRMATIONS) {
            if (!question.of(task).orElse(false)) {
                throw refused(
                        "Every statement on this form must hold before the rebuild can be confirmed. Tick each, or refuse.");
            }
            confirmed.put(question.name(), "true");
        }
        return confirmed;
    }

    private static String reason(Optional<String> reason) {
        return reason.map(String::strip)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> refused("Give a reason; it is kept with the decision."));
    }

    private static Gate gateOf(String task) {
        return switch (task) {
            case Model.Gates.APPROVE_OUTAGE -> Gate.OUTAGE_AND_PLAN;
            case Model.Gates.APPROVE_RESTORE -> Gate.RESTORE;
            default -> Gate.NONE;
        };
    }

    private static Entry entry(String run, String step, String person, String reason, Map<String, String> data) {
        return new Entry(0, run, null, Entry.Kind.DECISION, step, "", person, reason, data);
    }

    private void lastInTransaction(Entry decision) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void beforeCommit(boolean readOnly) {
                journal.appendWithCaller(
                        decision.run(),
                        decision.kind(),
                        decision.step(),
                        decision.host(),
                        decision.actor(),
                        decision.text(),
                        decision.data());
            }
        });
    }

    private static DecisionRefused refused(String sentence) {
        return new DecisionRefused(sentence);
    }
}
