package org.failback.console;

import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.camunda.spin.json.SpinJsonNode;
import org.failback.access.ActingAs;
import org.failback.access.LabPeople;
import org.failback.process.Model;
import org.failback.process.Variable;
import org.failback.step.Run;

/** The people of a drill: they approve what they are shown, and go back where nobody could repair anything. */
final class DrillPeople {
    private static final String SENTENCE = "Drill";

    private static final Set<String> MANAGERS = Set.of(
            Model.Gates.APPROVE_OUTAGE,
            Model.Gates.APPROVE_RESTORE,
            Model.Gates.APPROVE_OVERWRITE,
            Model.Gates.APPROVE_RESTORE_COPY,
            Model.Gates.APPROVE_GO_LIVE);

    private final TaskService tasks;
    private final ActingAs acting;

    DrillPeople(TaskService tasks, ActingAs acting) {
        this.tasks = tasks;
        this.acting = acting;
    }

    /** False at a decision that only people can take: a drill has nobody who could repair anything. */
    boolean answer(Task task) {
        String gate = task.getTaskDefinitionKey();
        SpinJsonNode evidence = (SpinJsonNode) tasks.getVariable(task.getId(), Variable.EVIDENCE.name());
        String hash = evidence.prop("hash").stringValue();
        boolean decision = gate.startsWith(Model.Gates.DECIDE_PREFIX);
        if (decision && !offersWayBack(evidence)) {
            return false;
        }
        acting.person(
                MANAGERS.contains(gate) ? LabPeople.MANAGER : LabPeople.OPERATOR,
                () -> tasks.complete(task.getId(), decision ? goBack(hash) : approve(task, hash)));
        return true;
    }

    private static boolean offersWayBack(SpinJsonNode evidence) {
        return evidence.prop("choices").elements().stream()
                .anyMatch(choice -> choice.prop("value").stringValue().equals(Run.GO_BACK));
    }

    private Map<String, Object> approve(Task task, String hash) {
        Map<String, Object> answer = new java.util.HashMap<>(Map.of(
                Variable.ANSWER.name(), Run.APPROVE,
                Variable.ANSWER_REASON.name(), SENTENCE,
                Variable.SHOWN_HASH.name(), hash));
        switch (task.getTaskDefinitionKey()) {
            case Model.Gates.CONFIRM_REBUILD ->
                Variable.CONFIRMATIONS.forEach(question -> answer.put(question.name(), true));
            case Model.Gates.CONFIRM_CHAT_WORKS ->
                Variable.CHAT_WORKS.forEach(question -> answer.put(question.name(), true));
            case Model.Gates.CONFIRM_ACTIVE_SERVERS ->
                // As the form would: what it proposes comes back.
                answer.put(
                        Variable.ACTIVE_SERVERS.name(),
                        tasks.getVariable(task.getId(), Variable.ACTIVE_SERVERS.name()));
            default -> {}
        }
        return answer;
    }

    private static Map<String, Object> goBack(String hash) {
        return Map.of(
                Variable.DECISION.name(), Run.GO_BACK,
                Variable.DECISION_REASON.name(), SENTENCE,
                Variable.SHOWN_HASH.name(), hash);
    }
}
