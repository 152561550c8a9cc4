package org.failback.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.camunda.spin.json.SpinJsonNode;
import org.failback.access.ActingAs;
import org.failback.access.LabPeople;
import org.failback.process.Model;
import org.failback.process.Variable;
import org.failback.step.Entry;
import org.failback.step.Journal;
import org.failback.step.Run;
import org.springframework.context.ConfigurableApplicationContext;

/** The lab's people, who answer every task as a test says, until the run has ended. */
final class Night {
    /** A night takes seconds: an ordinary build plays a few of them, {@code -Pnights} plays all. */
    static final String EVERY = "nights.every";

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final ConfigurableApplicationContext context;
    private Optional<String> servers = Optional.empty();

    Night(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** From now on operators type these instead of what the form proposes. */
    void type(String activeServers) {
        servers = Optional.of(activeServers);
    }

    /** @param choice what is chosen at the task of this id: approve or refuse at gates, a way to go on elsewhere */
    Run run(String id, Function<String, String> choice) {
        RuntimeService runtime = context.getBean(RuntimeService.class);
        TaskService tasks = context.getBean(TaskService.class);
        Journal journal = context.getBean(Journal.class);
        String instance = context.getBean(ActingAs.class)
                .person(
                        LabPeople.OPERATOR,
                        () -> runtime.startProcessInstanceByKey(
                                        Model.PROCESS,
                                        Map.of(
                                                Variable.TICKET.name(), "CHG-1",
                                                Variable.REASON.name(), "A test",
                                                Variable.RUN_ID.name(), id))
                                .getId());
        Instant end = Instant.now().plus(PATIENCE);
        while (Run.read(id, journal).of(Entry.Kind.RUN_ENDED).findAny().isEmpty()) {
            assertThat(Instant.now()).as("still under way: " + id).isBefore(end);
            tasks.createTaskQuery().processInstanceId(instance).list().forEach(task -> answer(tasks, task, choice));
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        return Run.read(id, journal);
    }

    private void answer(TaskService tasks, Task task, Function<String, String> choice) {
        String id = task.getTaskDefinitionKey();
        context.getBean(ActingAs.class)
                .person(id.startsWith("Gate_Approve") ? LabPeople.MANAGER : LabPeople.OPERATOR, () -> {
                    SpinJsonNode evidence = (SpinJsonNode) tasks.getVariable(task.getId(), Variable.EVIDENCE.name());
                    Map<String, Object> answer = new HashMap<>();
                    answer.put(Variable.SHOWN_HASH.name(), evidence.prop("hash").stringValue());
                    boolean gate = id.startsWith("Gate_");
                    // What the form proposes comes back, unless the test types something else.
                    if (id.equals(Model.Gates.CONFIRM_ACTIVE_SERVERS)) {
                        answer.put(Variable.ACTIVE_SERVERS.name(), servers.orElseGet(() ->
                                (String) tasks.getVariable(task.getId(), Variable.ACTIVE_SERVERS.name())));
                    }
                    answer.put((gate ? Variable.ANSWER : Variable.DECISION).name(), choice.apply(id));
                    answer.put((gate ? Variable.ANSWER_REASON : Variable.DECISION_REASON).name(), "A test");
                    Variable.CONFIRMATIONS.forEach(question -> answer.put(question.name(), true));
                    Variable.CHAT_WORKS.forEach(question -> answer.put(question.name(), true));
                    tasks.complete(task.getId(), answer);
                });
    }
}
