package org.failback.console;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.failback.access.ActingAs;
import org.failback.access.LabPeople;
import org.failback.estate.Estate;
import org.failback.process.Model;
import org.failback.process.Procedure;
import org.failback.process.Progress;
import org.failback.process.Variable;
import org.failback.step.Journal;
import org.failback.step.Run;

/** What only the lab has: a run that its operator starts, and drills. */
final class RehearsalRun {
    private final RuntimeService runtime;
    private final HistoryService history;
    private final TaskService tasks;
    private final ActingAs acting;
    private final Journal journal;
    private final Procedure procedure;
    private final Progress progress;
    private final Proofs proofs;
    private final Estate estate;
    private final Clock clock;

    RehearsalRun(
            RuntimeService runtime,
            HistoryService history,
            TaskService tasks,
            ActingAs acting,
            Journal journal,
            Procedure procedure,
            Progress progress,
            Proofs proofs,
            Estate estate,
            Clock clock) {
        this.runtime = runtime;
        this.history = history;
        this.tasks = tasks;
        this.acting = acting;
        this.journal = journal;
        this.procedure = procedure;
        this.progress = progress;
        this.proofs = proofs;
        this.estate = estate;
        this.clock = clock;
    }

    /** The lab's operator starts a failback, so that whoever comes finds one waiting at its first gate. */
    void begin() {
        acting.person(LabPeople.OPERATOR, () -> {
            runtime.startProcessInstanceByKey(
                    Model.PROCESS,
                    Map.of(
                            Variable.TICKET.name(), "REHEARSAL",
                            Variable.REASON.name(), "A rehearsal of the failback on the lab"));
        });
    }

    /** A new run, from its start to its end. */
    DrillReport drill(PrintWriter out, boolean terminal) {
        Drill drill = drillShownOn(out, terminal);
        return report(drill.play(drill.begin()));
    }

    /** The newest run, from wherever it stands to its end; a new one where none was ever begun. */
    DrillReport resume(PrintWriter out, boolean terminal) {
        Drill drill = drillShownOn(out, terminal);
        return report(drill.play(newest().map(drill::goOn).orElseGet(drill::begin)));
    }

    private Optional<String> newest() {
        return history
                .createHistoricProcessInstanceQuery()
                .processDefinitionKey(Model.PROCESS)
                .orderByProcessInstanceStartTime()
                .desc()
                .listPage(0, 1)
                .stream()
                .map(HistoricProcessInstance::getBusinessKey)
                .findFirst();
    }

    private Drill drillShownOn(PrintWriter out, boolean terminal) {
        DrillProgress shown = new DrillProgress(out, terminal, procedure, progress::seen, clock);
        return new Drill(runtime, tasks, acting, journal, shown);
    }

    private DrillReport report(Run run) {
        return DrillReport.of(run, procedure, proofs.of(run), estate);
    }
}
