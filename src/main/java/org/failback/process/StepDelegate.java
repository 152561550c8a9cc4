package org.failback.process;

import java.time.Duration;
import org.camunda.bpm.engine.delegate.BpmnError;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.failback.step.Step;
import org.failback.step.StepFailed;
import org.failback.step.StepLoop;

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

    StepDelegate(Step step, Purpose purpose, StepLoop loop, Duration budget) {
        this.step = step;
        this.purpose = purpose;
        this.loop = loop;
        this.budget = budget;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String run = execution.getProcessBusinessKey();
        try {
            if (purpose == Purpose.ACT) {
                loop.act(step, run, budget);
            } else {
                loop.prove(step, run, budget);
            }
        } catch (StepFailed failed) {
            Variable.FAILED_STEP.set(execution, failed.step());
            throw new BpmnError(Model.Errors.STEP_FAILED, failed.getMessage(), failed);
        }
    }

    Step step() {
        return step;
    }
}
