package org.failback.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.ErrorEventDefinition;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.ReceiveTask;
import org.camunda.bpm.model.bpmn.instance.Script;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.failback.estate.Settings;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;

/** The model and the code say the same, in both directions. */
class ModelTest {
    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{([^}]*)}");
    private static final Pattern ID = Pattern.compile("[A-Z][A-Za-z]*(_[A-Z][A-Za-z]*)+");

    private final BpmnModelInstance model =
            Bpmn.readModelFromStream(ModelTest.class.getResourceAsStream("/" + Model.BPMN));

    @Test
    void every_service_task_calls_a_delegate_that_exists_and_every_delegate_has_its_task() {
        Set<String> called = all(ServiceTask.class).stream()
                .map(task -> name(task.getCamundaDelegateExpression()))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(called).isEqualTo(beans(JavaDelegate.class, StepDelegates.class, ProcessConfiguration.class));
    }

    @Test
    void every_listener_of_the_model_exists_and_every_listener_is_used() {
        String xml = Bpmn.convertToString(model);
        Set<String> used = Pattern.compile("Listener delegateExpression=\"\\$\\{([a-zA-Z]+)}\"")
                .matcher(xml)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> defined = beans(TaskListener.class, ProcessConfiguration.class);
        defined.addAll(beans(ExecutionListener.class, ProcessConfiguration.class));

        assertThat(used).isEqualTo(defined);
    }

    @Test
    void every_receive_task_waits_for_the_step_that_the_task_before_it_begins_and_the_task_after_it_proves() {
        for (ReceiveTask wait : all(ReceiveTask.class)) {
            String step = lower(wait.getId().substring(Model.WAIT_PREFIX.length()));
            ServiceTask before = (ServiceTask) wait.getPreviousNodes().singleResult();
            ServiceTask after = (ServiceTask) wait.getSucceedingNodes().singleResult();
            assertThat(name(before.getCamundaDelegateExpression()))
                    .as(wait.getId())
                    .isEqualTo(step);
            assertThat(name(after.getCamundaDelegateExpression()))
                    .as(wait.getId())
                    .isEqualTo("prove" + Character.toUpperCase(step.charAt(0)) + step.substring(1));
            assertThat(wait.getElementType().getTypeName()).isEqualTo("receiveTask");
            assertThat(Bpmn.convertToString(model)).contains("name=\"step\" value=\"" + step + "\"");
        }
    }

    @Test
    void errors_of_the_model_are_those_of_the_code_and_each_is_caught() {
        Set<String> codes = all(org.camunda.bpm.model.bpmn.instance.Error.class).stream()
                .map(org.camunda.bpm.model.bpmn.instance.Error::getErrorCode)
                .collect(Collectors.toSet());
        assertThat(codes).containsExactlyInAnyOrder(Model.Errors.STEP_FAILED, Model.Errors.GO_BACK);
        for (SubProcess phase : phases()) {
            assertThat(caughtAt(phase)).as(phase.getId()).isNotEmpty();
        }
    }

    @Test
    void every_user_task_asks_a_group_shows_a_form_is_due_and_keeps_what_was_decided() {
        for (UserTask task : all(UserTask.class)) {
            String xml = task.getDomElement().toString();
            assertThat(task.getCamundaCandidateGroups()).as(task.getId()).isIn("operators", "managers");
            assertThat(task.getCamundaDueDate()).as(task.getId()).startsWith("${due.");
            String form = task.getAttributeValueNs("http://camunda.org/schema/1.0/bpmn", "formRef");
            assertThat(ModelTest.class.getResource("/bpmn/" + form + ".form"))
                    .as(task.getId() + " shows " + form)
                    .isNotNull();
            assertThat(task.getAttributeValueNs("http://camunda.org/schema/1.0/bpmn", "formRefBinding"))
                    .isEqualTo("deployment");
            assertThat(task.isCamundaAsyncAfter()).as(task.getId() + " " + xml).isTrue();
        }
    }

    @Test
    void every_form_of_the_deployment_is_used_and_the_other_way_round() throws Exception {
        Set<String> referred = Stream.concat(
                        all(UserTask.class).stream()
                                .map(t -> t.getAttributeValueNs("http://camunda.org/schema/1.0/bpmn", "formRef")),
                        all(StartEvent.class).stream()
                                .map(t -> t.getAttributeValueNs("http://camunda.org/schema/1.0/bpmn", "formRef")))
                .filter(form -> form != null)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(referred).isEqualTo(new TreeSet<>(ProcessDeployment.FORMS));
    }

    @Test
    void variables_and_beans_in_expressions_are_those_of_the_code() {
        Set<String> variables = Set.of(
                Variable.ANSWER.name(),
                Variable.DECISION.name(),
                Variable.GO_BACK_WHY.name(),
                Variable.BACKUP_COPY.name());
        Set<String> others = Set.of("reportSlowAfter");
        Set<String> due = Stream.of(Settings.Gates.class.getRecordComponents())
                .map(gate -> "due." + gate.getName())
                .collect(Collectors.toSet());
        Set<String> dueUsed = new TreeSet<>();
        Matcher found = EXPRESSION.matcher(Bpmn.convertToString(model));
        while (found.find()) {
            String text = found.group(1);
            if (due.contains(text)) {
                dueUsed.add(text);
                continue;
            }
            boolean bean = text.matches("[a-zA-Z]+")
                    && (beans(Object.class, StepDelegates.class, ProcessConfiguration.class)
                                    .contains(text)
                            || others.contains(text));
            Matcher comparison = Pattern.compile("([a-zA-Z]+) == '[a-zA-Z]+'").matcher(text);
            assertThat(bean || comparison.matches() && variables.contains(comparison.group(1)))
                    .as("expression " + text)
                    .isTrue();
        }
        assertThat(dueUsed).isEqualTo(due);
    }

    @Test
    void the_model_holds_no_script() {
        assertThat(all(Script.class)).isEmpty();
    }

    @Test
    void every_delegate_has_a_job_of_its_own_and_retries_only_what_the_engines_database_does() {
        for (ServiceTask task : all(ServiceTask.class)) {
            assertThat(task.isCamundaAsyncBefore()).as(task.getId()).isTrue();
            assertThat(task.isCamundaExclusive()).as(task.getId()).isTrue();
        }
    }

    @Test
    void everything_has_a_name_by_its_purpose_and_every_task_is_documented() {
        for (FlowElement element : all(FlowElement.class)) {
            assertThat(element.getId()).matches(ID);
        }
        for (Activity activity : all(Activity.class)) {
            assertThat(activity.getName()).as(activity.getId()).isNotBlank();
            if (!(activity instanceof SubProcess) || activity.getId().startsWith("Phase_")) {
                assertThat(activity.getDocumentations())
                        .as(activity.getId() + " is documented")
                        .isNotEmpty();
            }
        }
        for (SequenceFlow flow : all(SequenceFlow.class)) {
            FlowNode source = flow.getSource();
            if (source.getOutgoing().size() > 1) {
                assertThat(flow.getName()).as(flow.getId()).isNotBlank();
            }
        }
    }

    private List<String> caughtAt(SubProcess phase) {
        return all(org.camunda.bpm.model.bpmn.instance.BoundaryEvent.class).stream()
                .filter(event -> event.getAttachedTo().equals(phase)
                        || event.getAttachedTo().getParentElement().equals(phase))
                .flatMap(event -> event.getEventDefinitions().stream())
                .filter(ErrorEventDefinition.class::isInstance)
                .map(definition ->
                        ((ErrorEventDefinition) definition).getError().getErrorCode())
                .toList();
    }

    private List<SubProcess> phases() {
        return all(SubProcess.class).stream()
                .filter(p -> p.getId().startsWith("Phase_"))
                .toList();
    }

    private <T extends org.camunda.bpm.model.xml.instance.ModelElementInstance> Collection<T> all(Class<T> type) {
        return model.getModelElementsByType(type);
    }

    private static Set<String> beans(Class<?> type, Class<?>... configurations) {
        return Arrays.stream(configurations)
                .flatMap(configuration -> Arrays.stream(configuration.getDeclaredMethods()))
                .filter(method ->
                        method.isAnnotationPresent(Bean.class) && type.isAssignableFrom(method.getReturnType()))
                .map(java.lang.reflect.Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String name(String expression) {
        return expression.substring(2, expression.length() - 1);
    }

    private static String lower(String text) {
        return Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }
}
