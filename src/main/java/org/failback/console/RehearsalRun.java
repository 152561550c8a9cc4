package org.failback.console;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.failback.access.ActingAs;
import org.failback.access.LabPeople;
import org.failback.estate.Estate;
import org.failback.process.Model;
import org.failback.process.Procedure;
import org.failback.process.Progress;
import org.failback.process.Variable;
import org.failback.step.Claim;
import org.failback.step.Journal;
import org.failback.step.Run;

/** What only the lab has: a run that its operator starts, and drills. */
final class RehearsalRun {
    private final RuntimeService runtime;
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
            TaskService tasks,
            ActingAs acting,
            Journal journal,
            Procedure procedure,
            Progress progress,
            Proofs proofs,
            Estate estate,
            Clock clock) {
        this.runtime = runtime;
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

    DrillReport drill(PrintWriter out, boolean terminal) {
        DrillProgress shown = new DrillProgress(out, terminal, procedure, progress::seen, clock);
        Run run = new Drill(runtime, tasks, acting, journal, shown).run();
        List<Claim> proved = proofs.of(run);
        return DrillReport.of(run, procedure, proved, estate);
    }
}
