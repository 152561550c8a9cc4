package org.failback.process;

import java.time.Duration;
import java.util.function.Function;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.failback.step.Step;
import org.failback.step.StepLoop;

/** Makes the delegates of service tasks from the procedure's steps. */
final class DelegateFactory {
    private final Procedure procedure;
    private final StepLoop loop;
    private final Function<Step, Duration> budget;
    private final Watcher watcher;

    /** @param budget the one budget of time for a whole execution of a delegate */
    DelegateFactory(Procedure procedure, StepLoop loop, Function<Step, Duration> budget, Watcher watcher) {
        this.procedure = procedure;
        this.loop = loop;
        this.budget = budget;
        this.watcher = watcher;
    }

    JavaDelegate acting(String step) {
        return delegate(step, StepDelegate.Purpose.ACT);
    }

    JavaDelegate proving(String step) {
        return delegate(step, StepDelegate.Purpose.PROVE);
    }

    private JavaDelegate delegate(String name, StepDelegate.Purpose purpose) {
        Step step =
                procedure.step(name).orElseThrow(() -> new IllegalStateException("the procedure has no step " + name));
        return new StepDelegate(step, purpose, loop, budget.apply(step), watcher);
    }
}
