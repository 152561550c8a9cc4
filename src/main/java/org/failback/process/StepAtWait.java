package org.failback.process;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.ReceiveTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperties;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperty;
import org.failback.step.Step;

/** The step that a receive task waits for, as the model's property {@code step} says. */
final class StepAtWait implements Function<String, Step> {
    private final Map<String, Step> steps = new HashMap<>();

    StepAtWait(Procedure procedure) {
        BpmnModelInstance model = Bpmn.readModelFromStream(StepAtWait.class.getResourceAsStream("/" + Model.BPMN));
        for (ReceiveTask task : model.getModelElementsByType(ReceiveTask.class)) {
            String name = task
                    .getExtensionElements()
                    .getElementsQuery()
                    .filterByType(CamundaProperties.class)
                    .singleResult()
                    .getCamundaProperties()
                    .stream()
                    .filter(property -> property.getCamundaName().equals("step"))
                    .map(CamundaProperty::getCamundaValue)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(task.getId() + " names no step"));
            steps.put(
                    task.getId(),
                    procedure
                            .step(name)
                            .orElseThrow(() -> new IllegalStateException(
                                    task.getId() + " waits for " + name + ", which the procedure has not")));
        }
    }

    @Override
    public Step apply(String receiveTask) {
        return steps.get(receiveTask);
    }
}
