package org.failback.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
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

    private final RuntimeService runtime;
    private final TaskService tasks;
    private final ActingAs acting;
    private final DrillPeople people;
    private final Journal journal;
    private final DrillProgress progress;

    Drill(RuntimeService runtime, TaskService tasks, ActingAs acting, Journal journal, DrillProgress progress) {
        this.runtime = runtime;
        this.tasks = tasks;
        this.acting = acting;
        this.people = new DrillPeople(tasks, acting);
        this.journal = journal;
        this.progress = progress;
    }

    /** Starts a failback and returns its run. */
    String begin() {
        ProcessInstance instance = acting.person(
                LabPeople.OPERATOR,
                () -> runtime.startProcessInstanceByKey(
                        Model.PROCESS,
                        Map.of(Variable.TICKET.name(), "DRILL", Variable.REASON.name(), "A drill on the lab")));
        return runtime.createProcessInstanceQuery()
                .processInstanceId(instance.getId())
                .singleResult()
                .getBusinessKey();
    }

    /** Tells that a run of another process goes on here. */
    String goOn(String run) {
        progress.goOn(Run.read(run, journal));
        return run;
    }

    /** Takes a failback from wherever it stands to its end and returns its journal. */
    Run play(String run) {
        boolean stuck = false;
        while (!stuck && endOf(Run.read(run, journal)).isEmpty()) {
            Optional<Task> task = tasks.createTaskQuery().processInstanceBusinessKey(run).list().stream()
                    .findFirst();
            stuck = task.filter(waiting -> !people.answer(waiting)).isPresent();
            failOnIncident(run);
            progress.show(Run.read(run, journal));
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
        }
        Run ended = Run.read(run, journal);
        progress.show(ended);
        return ended;
    }

    private void failOnIncident(String run) {
        runtime.createProcessInstanceQuery().processInstanceBusinessKey(run).list().stream()
                .flatMap(instance -> runtime.createIncidentQuery().processInstanceId(instance.getId()).list().stream())
                .findFirst()
                .ifPresent(incident -> {
                    throw new IllegalStateException("The engine raised an incident at " + incident.getActivityId()
                            + ": " + incident.getIncidentMessage() + ". This is a defect of the software: report it.");
                });
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
