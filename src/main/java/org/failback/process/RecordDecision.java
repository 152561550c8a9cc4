package org.failback.process;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.spin.json.SpinJsonNode;
import org.failback.lync.ActiveServers;
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
    /** Gates at which people choose between going on, looking again, and going back. */
    private static final Set<String> THREE_WAYS =
            Set.of(Model.Gates.CONFIRM_ACTIVE_SERVERS, Model.Gates.APPROVE_GO_LIVE);

    private static final Map<String, String> WHY_BACK = Map.of(
            Model.Gates.CONFIRM_REBUILD, "rebuildNotConfirmed",
            Model.Gates.APPROVE_OUTAGE, "outageRefused",
            Model.Gates.APPROVE_RESTORE, "restoreRefused",
            Model.Gates.APPROVE_OVERWRITE, "overwriteRefused");
    /** What the decision after a "no" at "Confirm chat works" is about; no step failed. */
    static final String CHAT_WORKS = "confirmChatWorks";

    private static final String ABANDONED = "abandoned";

    private final ActiveServers activeServers;
    private final Procedure procedure;
    private final Journal journal;
    private final IdentityService identity;

    RecordDecision(ActiveServers activeServers, Procedure procedure, Journal journal, IdentityService identity) {
        this.activeServers = activeServers;
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
        String gate = task.getTaskDefinitionKey();
        Run run = Run.read(task.getExecution().getProcessBusinessKey(), journal);
        String answer = Variable.ANSWER
                .of(task)
                .filter(given -> ANSWERS.contains(given) || given.equals(Run.GO_BACK) && THREE_WAYS.contains(gate))
                .orElseThrow(() -> refused("Choose one of the answers."));
        if (answer.equals(Run.GO_BACK) && Choice.mayBeLive(run)) {
            throw refused("The pool may be live on the primary: nothing leads back from here. Go forward.");
        }
        String reason = reason(Variable.ANSWER_REASON.of(task));
        Map<String, String> data = new LinkedHashMap<>();
        data.put(Run.CHOICE, answer);
        data.put(Run.GATE, gate);
        data.put("evidence", Variable.SHOWN_HASH.of(task).orElse(""));
        if (answer.equals(Run.APPROVE)) {
            data.putAll(approved(task, gate, run));
        } else if (answer.equals(Run.GO_BACK)) {
            Variable.GO_BACK_WHY.set(task.getExecution(), ABANDONED);
        } else {
            refusing(task, gate);
        }
        return entry(run.id(), gateOf(gate) == Gate.NONE ? gate : gateOf(gate).name(), person, reason, data);
    }

    private Map<String, String> approved(DelegateTask task, String gate, Run run) {
        return switch (gate) {
            case Model.Gates.CONFIRM_REBUILD -> ticked(task, Variable.CONFIRMATIONS, "the rebuild");
            case Model.Gates.CONFIRM_CHAT_WORKS -> ticked(task, Variable.CHAT_WORKS, "that chat works");
            case Model.Gates.CONFIRM_ACTIVE_SERVERS -> chosenServers(task);
            default -> {
                Map<String, String> released = new LinkedHashMap<>(released(task, gateOf(gate), run));
                released.put("plan", procedure.plan().hash());
                yield released;
            }
        };
    }

    /** Refusing goes back where there is a way, and else to whoever can put it right. */
    private static void refusing(DelegateTask task, String gate) {
        if (WHY_BACK.containsKey(gate)) {
            Variable.GO_BACK_WHY.set(task.getExecution(), WHY_BACK.get(gate));
        }
        if (gate.equals(Model.Gates.CONFIRM_CHAT_WORKS)) {
            Variable.FAILED_STEP.set(task.getExecution(), CHAT_WORKS);
        }
    }

    private Map<String, String> chosenServers(DelegateTask task) {
        String typed = Variable.ACTIVE_SERVERS.of(task).orElse("");
        activeServers.objection(typed).ifPresent(sentence -> {
            throw refused(sentence);
        });
        String servers = String.join(", ", activeServers.read(typed));
        Variable.ACTIVE_SERVERS.set(task.getExecution(), servers);
        return Map.of(Run.ACTIVE_SERVERS, servers);
    }

    private Entry decide(DelegateTask task, String person) {
        String step = Variable.FAILED_STEP.of(task.getExecution()).orElse("");
        Run run = Run.read(task.getExecution().getProcessBusinessKey(), journal);
        String decision = Variable.DECISION
                .of(task)
                .filter(chosen -> Choice.at(task.getTaskDefinitionKey(), step, run).stream()
                        .anyMatch(choice -> choice.value().equals(chosen)))
                .orElseThrow(() -> refused("Choose one of the ways to go on."));
        String reason = reason(Variable.DECISION_REASON.of(task));
        if (decision.equals(Run.GO_BACK)) {
            Variable.GO_BACK_WHY.set(task.getExecution(), ABANDONED);
        }
        Map<String, String> data = new LinkedHashMap<>();
        data.put(Run.CHOICE, decision);
        data.put("evidence", Variable.SHOWN_HASH.of(task).orElse(""));
        return entry(run.id(), step, person, reason, data);
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
                            + " version changed since. Nothing was approved. Refuse: then the run goes back, or shows it anew.");
        }
        return now;
    }

    private static Map<String, String> ticked(DelegateTask task, List<Variable<Boolean>> questions, String what) {
        Map<String, String> confirmed = new LinkedHashMap<>();
        for (Variable<Boolean> question : questions) {
            if (!question.of(task).orElse(false)) {
                throw refused("Every statement on this form must hold before " + what
                        + " can be confirmed. Tick each, or refuse.");
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

    static Gate gateOf(String task) {
        return switch (task) {
            case Model.Gates.APPROVE_OUTAGE -> Gate.OUTAGE_AND_PLAN;
            case Model.Gates.APPROVE_RESTORE -> Gate.RESTORE;
            case Model.Gates.APPROVE_OVERWRITE -> Gate.OVERWRITE_BACKUP;
            case Model.Gates.APPROVE_GO_LIVE -> Gate.GO_LIVE;
            case Model.Gates.APPROVE_RESTORE_COPY -> Gate.RESTORE_COPY;
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
