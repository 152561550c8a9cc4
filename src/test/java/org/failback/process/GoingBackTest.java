package org.failback.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.failback.step.Entry;
import org.failback.step.Finding;
import org.failback.step.Run;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The way back from wherever the model lets a step fail; the steps and gates are the model's own, not a list of a test. */
class GoingBackTest {
    private static final BpmnModelInstance MODEL =
            Bpmn.readModelFromStream(GoingBackTest.class.getResourceAsStream("/" + Model.BPMN));
    /** Their decisions lie on the way back itself, or behind the first message on the primary. */
    private static final Set<String> NO_WAY_BACK =
            Set.of("Phase_CheckCopy", "Phase_RestoreCopy", "Phase_GoBack", "Phase_ClearUp");
    /** They only look at, or bring about, what comes after the first command of going live. */
    private static final Set<String> BEHIND_THE_FIRST_COMMAND =
            Set.of("setPoolState", "awaitGoLive", "awaitLocalStores", "awaitSessions");
    /** People choose them where quiescence failed; they are no part of the straight way. */
    private static final Set<String> ON_DECISION = Set.of("stopChatServices", "endSessions");
    /** From these on the copy on the backup is overwritten. */
    private static final Set<String> OVERWRITTEN = Set.of("Phase_ShipLog", "Phase_PrepareGoLive", "Phase_GoLive");

    /** A step of the straight way, and the phase in which it fails. */
    record Failing(String phase, String step) {
        @Override
        public String toString() {
            return step;
        }
    }

    /** One engine for all: making it takes longer than a run. */
    private static ProcessFixture night;

    @BeforeAll
    static void begin() {
        night = new ProcessFixture();
    }

    @AfterAll
    static void end() {
        night.close();
    }

    static Stream<Failing> steps() {
        return MODEL.getModelElementsByType(SubProcess.class).stream()
                .filter(phase -> phase.getId().startsWith("Phase_") && !NO_WAY_BACK.contains(phase.getId()))
                .flatMap(phase -> MODEL.getModelElementsByType(ServiceTask.class).stream()
                        .filter(task ->
                                task.getParentElement().getParentElement().equals(phase))
                        .filter(task -> task.getId().startsWith("Task_"))
                        .map(task -> new Failing(phase.getId(), beanOf(task))))
                .filter(failing -> !ON_DECISION.contains(failing.step()))
                .distinct();
    }

    private static String beanOf(ServiceTask task) {
        return task.getCamundaDelegateExpression().replaceAll("[${}]", "");
    }

    @Test
    void every_phase_has_steps_here() {
        assertThat(steps().map(Failing::phase).distinct()).hasSize(9);
        assertThat(steps()).hasSizeGreaterThan(40);
    }

    @ParameterizedTest
    @MethodSource("steps")
    void where_it_fails_people_go_back_and_chat_is_proved_to_be_served(Failing failing) {
        night.startAnew("PCF-" + failing);
        boolean restores =
                OVERWRITTEN.contains(failing.phase()) && !failing.step().equals("initializeSecondary");
        if (restores) {
            night.copyIs("overwritten");
        }
        if (failing.phase().equals("Phase_ProveReadiness")) {
            // Before the outage there is nothing that going back could undo.
            List.of("liftFence", "startChatServices", "resetActiveServers")
                    .forEach(undoing -> night.steps.get(undoing).takeEffect());
        }
        ScriptedStep step = night.steps.get(failing.step());
        step.become(Finding.blocked("It failed.", "Mend it.", "DBA", Map.of()));
        night.runOn();
        approveUntil(Model.Gates.DECIDE_PREFIX + failing.phase().substring("Phase_".length()));
        // Steps that are taken on the way back as well must not stand in its way for ever.
        step.takeEffect();
        if (BEHIND_THE_FIRST_COMMAND.contains(failing.step())) {
            assertThat(night.evidence().prop("choices").toString()).doesNotContain("goBack");
            night.decide("olga", "tryAgain");
            night.answer("olga", "approve");
            assertThat(ends()).containsExactly("End_FailedBack");
            return;
        }
        night.decide("olga", "goBack");
        if (restores) {
            assertThat(night.task().getTaskDefinitionKey()).isEqualTo(Model.Gates.APPROVE_RESTORE_COPY);
            night.answer("mary", "approve");
        }

        assertThat(ends()).containsExactly("End_Abandoned");
        assertThat(proved(night.run(), "proveWayBack")).isTrue();
        assertThat(night.sent("setActiveServers")).isFalse();
        assertThat(night.sent("restoreBackupCopy")).isEqualTo(restores);
    }

    private static void approveUntil(String decide) {
        for (Task task = night.task(); !task.getTaskDefinitionKey().equals(decide); task = night.task()) {
            assertThat(task.getTaskDefinitionKey()).startsWith("Gate_");
            night.answer(managers(task) ? "mary" : "olga", "approve");
        }
    }

    private static List<String> ends() {
        return night.run()
                .of(Entry.Kind.RUN_ENDED)
                .map(end -> end.data().get("end"))
                .toList();
    }

    @Test
    void every_gate_leads_back_or_lies_behind_the_first_message_on_the_primary() {
        List<String> gates = MODEL.getModelElementsByType(UserTask.class).stream()
                .map(UserTask::getId)
                .filter(id -> id.startsWith("Gate_"))
                .toList();
        assertThat(gates.stream().collect(Collectors.toSet()))
                .as("each of them is refused or answered with going back in a test of this room")
                .containsExactlyInAnyOrder(
                        Model.Gates.CONFIRM_REBUILD,
                        Model.Gates.APPROVE_OUTAGE,
                        Model.Gates.APPROVE_RESTORE,
                        Model.Gates.APPROVE_OVERWRITE,
                        Model.Gates.CONFIRM_ACTIVE_SERVERS,
                        Model.Gates.APPROVE_GO_LIVE,
                        Model.Gates.APPROVE_RESTORE_COPY,
                        Model.Gates.CONFIRM_CHAT_WORKS);
    }

    private static boolean managers(Task task) {
        return task.getTaskDefinitionKey().startsWith("Gate_Approve");
    }

    private static boolean proved(Run run, String step) {
        return run.lastFound(step)
                .filter(found -> "DONE".equals(found.data().get("verdict")))
                .isPresent();
    }
}
