package org.failback.process;

import java.time.Duration;
import org.camunda.bpm.engine.delegate.BpmnError;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.failback.step.Step;
import org.failback.step.StepFailed;
import org.failback.step.StepLoop;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** What a service task calls: one step, either to be brought about or to be proved. */
final class StepDelegate implements JavaDelegate {
    /** What the service task asks of the step. */
    enum Purpose {
        ACT,
        PROVE
    }

    private final Step step;
    private final Purpose purpose;
    private final StepLoop loop;
    private final Duration budget;
    private final Watcher watcher;

    StepDelegate(Step step, Purpose purpose, StepLoop loop, Duration budget, Watcher watcher) {
        this.step = step;
        this.purpose = purpose;
        this.loop = loop;
        this.budget = budget;
        this.watcher = watcher;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String run = execution.getProcessBusinessKey();
        try {
            if (purpose == Purpose.ACT) {
                loop.act(step, run, budget);
                wakeWatcherAfterCommit();
            } else {
                loop.prove(step, run, budget);
            }
        } catch (StepFailed failed) {
            Variable.FAILED_STEP.set(execution, failed.step());
            throw new BpmnError(Model.Errors.STEP_FAILED, failed.getMessage(), failed);
        }
    }

    /** The receive task behind this one exists for others only after the commit. */
    private void wakeWatcherAfterCommit() {
        if (step.longRunning() && TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    watcher.wake();
                }
            });
        }
    }
}
