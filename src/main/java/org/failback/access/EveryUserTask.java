package org.failback.access;

import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.bpmn.behavior.UserTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.task.TaskDefinition;
import org.camunda.bpm.engine.impl.util.xml.Element;

/** Puts the check of who decides on every user task while it is read, so that no model can leave it out. */
final class EveryUserTask extends AbstractBpmnParseListener {
    private final TaskListener check;

    EveryUserTask(TaskListener check) {
        this.check = check;
    }

    @Override
    public void parseUserTask(Element element, ScopeImpl scope, ActivityImpl activity) {
        TaskDefinition task = ((UserTaskActivityBehavior) activity.getActivityBehavior()).getTaskDefinition();
        // Built-in listeners come before the model's own, which may rely on the check.
        task.addBuiltInTaskListener(TaskListener.EVENTNAME_ASSIGNMENT, check);
        task.addBuiltInTaskListener(TaskListener.EVENTNAME_COMPLETE, check);
    }
}
