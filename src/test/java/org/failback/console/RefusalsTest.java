package org.failback.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.camunda.spin.json.SpinJsonNode;
import org.failback.access.ActingAs;
import org.failback.access.LabPeople;
import org.failback.lab.Lab;
import org.failback.lab.LabPorts;
import org.failback.lab.LabShape;
import org.failback.process.Model;
import org.failback.process.Procedure;
import org.failback.process.Variable;
import org.failback.step.Entry;
import org.failback.step.Finding;
import org.failback.step.Journal;
import org.failback.step.Run;
import org.failback.step.Verdict;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/** One night on one estate: every gate is refused once, chat serves again each time, and then the failback succeeds. */
class RefusalsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    static Path folder;

    private static Lab lab;
    private static ConfigurableApplicationContext context;

    @BeforeAll
    static void open() {
        lab = Lab.start(new LabShape(50, 0), LabPorts.free(), folder.resolve("ca.pem"));
        context = Application.start(WebApplicationType.NONE, lab.address().estate());
        context.getBean(LabPeople.class).introduce();
    }

    @AfterAll
    static void close() {
        context.close();
        lab.close();
    }

    @Test
    void each_refusal_leads_back_and_the_next_attempt_works() {
        Run unconfirmed = runRefusing(Model.Gates.CONFIRM_REBUILD);
        assertThat(Drill.endOf(unconfirmed)).isEqualTo("End_RebuildNotConfirmed");
        chatServesFromBackup(unconfirmed);

        Run noOutage = runRefusing(Model.Gates.APPROVE_OUTAGE);
        assertThat(Drill.endOf(noOutage)).isEqualTo("End_OutageRefused");
        assertThat(noOutage.intended("clearActiveServers")).isFalse();
        chatServesFromBackup(noOutage);

        Run noRestore = runRefusing(Model.Gates.APPROVE_RESTORE);
        assertThat(Drill.endOf(noRestore)).isEqualTo("End_RestoreRefused");
        assertThat(noRestore.intended("restoreMgc")).isFalse();
        assertThat(noRestore.intended("liftFence")).isTrue();
        chatServesFromBackup(noRestore);

        DrillReport succeeded = context.getBean(RehearsalRun.class).drill(new PrintWriter(new StringWriter()), false);
        assertThat(succeeded.proofs()).filteredOn(proof -> !proof.holds()).isEmpty();
        assertThat(succeeded.outcome()).isEqualTo("proved");
    }

    /** The active list is as it was, B.mgc can be used, and nothing of the run is left on the servers. */
    private static void chatServesFromBackup(Run run) {
        assertThat(lab.chat().activeServers()).containsExactly("chat3.dc2.lab.example", "chat4.dc2.lab.example");
        Procedure procedure = context.getBean(Procedure.class);
        for (String step : List.of("proveWayBack", "removeJobsFromPrimary", "removeJobsFromBackup")) {
            Finding finding = procedure.step(step).orElseThrow().look(run);
            assertThat(finding.verdict()).as(step + ": " + finding.summary()).isEqualTo(Verdict.DONE);
        }
    }

    private static Run runRefusing(String refused) {
        RuntimeService runtime = context.getBean(RuntimeService.class);
        Journal journal = context.getBean(Journal.class);
        String id = "PCF-" + refused.replace('_', '-');
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
            TaskService tasks = context.getBean(TaskService.class);
            tasks.createTaskQuery().processInstanceId(instance).list().forEach(task -> answer(tasks, task, refused));
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        return Run.read(id, journal);
    }

    private static void answer(TaskService tasks, Task task, String refused) {
        String gate = task.getTaskDefinitionKey();
        assertThat(gate).as("nothing fails on this way").startsWith("Gate_");
        String person = gate.equals(Model.Gates.CONFIRM_REBUILD) ? LabPeople.OPERATOR : LabPeople.MANAGER;
        context.getBean(ActingAs.class).person(person, () -> {
            SpinJsonNode evidence = (SpinJsonNode) tasks.getVariable(task.getId(), Variable.EVIDENCE.name());
            Map<String, Object> answer = new HashMap<>(Map.of(
                    Variable.ANSWER.name(),
                    gate.equals(refused) ? Run.REFUSE : Run.APPROVE,
                    Variable.ANSWER_REASON.name(),
                    "A test",
                    Variable.SHOWN_HASH.name(),
                    evidence.prop("hash").stringValue()));
            Variable.CONFIRMATIONS.forEach(question -> answer.put(question.name(), true));
            tasks.complete(task.getId(), answer);
        });
    }
}
