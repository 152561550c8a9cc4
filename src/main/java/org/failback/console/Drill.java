package org.failback.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.camunda.spin.json.SpinJsonNode;
import org.failback.access.ActingAs;
import org.failback.access.LabPeople;
import org.failback.process.Model;
import org.failback.process.Variable;
import org.failback.step.Entry;
import org.failback.step.Journal;
import org.failback.step.Run;

/** Plays every person's part of one failback through the very tasks that people would complete. */
final class Drill {
    private static final long BETWEEN_LOOKS_NANOS = 50_000_000L;
    private static final String SENTENCE = "Drill";

    private static final Set<String> MANAGERS = Set.of(
            Model.Gates.APPROVE_OUTAGE,
            Model.Gates.APPROVE_RESTORE,
            Model.Gates.APPROVE_OVERWRITE,
            Model.Gates.APPROVE_RESTORE_COPY,
            Model.Gates.APPROVE_GO_LIVE);

    private final RuntimeService runtime;
    private final TaskService tasks;
    private final ActingAs acting;
    private final Journal journal;
    private final DrillProgress progress;

    Drill(RuntimeService runtime, TaskService tasks, ActingAs acting, Journal journal, DrillProgress progress) {
        this.runtime = runtime;
        this.tasks = tasks;
        this.acting = acting;
        this.journal = journal;
        this.progress = progress;
    }

    /** Runs one failback to its end and returns its journal. */
    Run run() {
        ProcessInstance instance = acting.person(
                LabPeople.OPERATOR,
                () -> runtime.startProcessInstanceByKey(
                        Model.PROCESS,
                        Map.of(Variable.TICKET.name(), "DRILL", Variable.REASON.name(), "A drill on the lab")));
        String run = runtime.createProcessInstanceQuery()
                .processInstanceId(instance.getId())
                .singleResult()
                .getBusinessKey();
        boolean stuck = false;
        while (!stuck && endOf(Run.read(run, journal)).isEmpty()) {
            Optional<Task> task = tasks.createTaskQuery().processInstanceId(instance.getId()).list().stream()
                    .findFirst();
            stuck = task.filter(waiting -> !complete(waiting)).isPresent();
            failOnIncident(instance.getId());
            progress.show(Run.read(run, journal));
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
        }
        Run ended = Run.read(run, journal);
        progress.show(ended);
        return ended;
    }

    private void failOnIncident(String instance) {
        runtime.createIncidentQuery().processInstanceId(instance).list().stream()
                .findFirst()
                .ifPresent(incident -> {
                    throw new IllegalStateException("The engine raised an incident at " + incident.getActivityId()
                            + ": " + incident.getIncidentMessage() + ". This is a defect of the software: report it.");
                });
    }

    /** False at a decision that only people can take: a drill has nobody who could repair anything. */
    private boolean complete(Task task) {
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

    /** The business state at which the run ended: id of the end event. */
    static String endOf(Run run) {
        return run.of(Entry.Kind.RUN_ENDED)
                .findFirst()
                .map(e -> e.data().get("end"))
                .orElse("");
    }

    static ObjectMapper reportMapper() {
        return new ObjectMapper().findAndRegisterModules();
    }
}
