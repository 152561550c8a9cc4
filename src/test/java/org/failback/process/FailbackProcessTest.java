package org.failback.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.bpmn.AbstractAssertions.init;
import static org.camunda.bpm.engine.test.assertions.bpmn.AbstractAssertions.reset;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;

import java.util.List;
import java.util.Map;
import org.failback.step.Entry;
import org.failback.step.Finding;
import org.failback.step.RemoteFailure;
import org.failback.step.Run;
import org.failback.step.Sort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FailbackProcessTest {
    private ProcessFixture failback;

    @BeforeEach
    void begin() {
        failback = new ProcessFixture();
        init(failback.engine);
    }

    @AfterEach
    void end() {
        reset();
        failback.close();
    }

    @Test
    void the_straight_way_passes_seven_gates_and_ends_with_the_pool_failed_back() {
        toOverwriteGate();
        failback.answer("mary", "approve");
        failback.answer("olga", "approve");
        failback.answer("mary", "approve");
        failback.answer("olga", "approve");

        assertThat(failback.instance)
                .isEnded()
                .hasPassedInOrder(
                        "Gate_ConfirmRebuild",
                        "Gate_ApproveOutage",
                        "Task_ClearActiveServers",
                        "Wait_ProveQuiescence",
                        "Task_RemoveMirroringFromMgc",
                        "Task_RemoveMirroringFromMgccomp",
                        "Wait_BackUpMgc",
                        "Prove_BackUpMgc",
                        "Wait_FenceMgc",
                        "Wait_VerifyBackup",
                        "Gate_ApproveRestore",
                        "Wait_RestoreMgc",
                        "Prove_RestoreMgc",
                        "Task_ProveEquality",
                        "Prove_VerifyPrimaryBackup",
                        "Gate_ApproveOverwrite",
                        "Prove_InitializeSecondary",
                        "Task_AddLogShippingPrimary",
                        "Task_AddLogShippingSecondary",
                        "Task_RegisterSecondary",
                        "Prove_BackUpLog",
                        "Prove_CopyLog",
                        "Prove_RestoreLog",
                        "Task_EnableLogShipping",
                        "Task_CheckActiveServers",
                        "Gate_ConfirmActiveServers",
                        "Gate_ApproveGoLive",
                        "Task_SetActiveServers",
                        "Task_SetPoolState",
                        "Prove_AwaitLocalStores",
                        "Prove_AwaitSessions",
                        "Gate_ConfirmChatWorks",
                        "Task_RemoveJobsFromPrimary",
                        "Task_ProveFailback",
                        "End_FailedBack");
        assertThat(failback.sent("restoreMgc")).isTrue();
        assertThat(failback.sent("liftFence")).isFalse();
        assertThat(failback.decisions())
                .extracting(Entry::actor)
                .containsExactly("olga", "mary", "mary", "mary", "olga", "mary", "olga");
        assertThat(failback.run().entries())
                .extracting(Entry::number)
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void nothing_that_changes_the_estate_is_sent_before_the_outage_is_approved() {
        failback.start();
        failback.runOn();
        failback.answer("olga", "approve");

        assertThat(failback.instance).isWaitingAt("Gate_ApproveOutage");
        assertThat(failback.sent).allMatch(text -> text.contains("AgentAccount"));
    }

    @Test
    void a_rebuild_that_is_not_confirmed_ends_without_a_change() {
        failback.start();
        failback.runOn();
        notTouched();
        failback.answer("olga", "refuse");

        assertThat(failback.instance)
                .isEnded()
                .hasPassed("End_RebuildNotConfirmed")
                .hasNotPassed("Gate_ApproveOutage");
        assertThat(failback.sent("clearActiveServers")).isFalse();
    }

    @Test
    void a_refused_outage_goes_back_to_its_own_end() {
        failback.start();
        failback.runOn();
        failback.answer("olga", "approve");
        notTouched();
        failback.answer("mary", "refuse");

        assertThat(failback.instance).isEnded().hasPassed("End_OutageRefused");
        assertThat(failback.sent("clearActiveServers")).isFalse();
    }

    @Test
    void a_refused_restore_lifts_the_fence_and_sets_the_list_as_it_was() {
        toRestoreGate();
        failback.answer("mary", "refuse");

        assertThat(failback.instance)
                .isEnded()
                .hasPassedInOrder(
                        "Gate_ApproveRestore",
                        "Task_LiftFence",
                        "Task_ResetActiveServers",
                        "Task_ProveWayBack",
                        "End_RestoreRefused");
        assertThat(failback.sent("restoreMgc")).isFalse();
        assertThat(failback.sent("liftFence")).isTrue();
    }

    @Test
    void a_refused_overwrite_goes_back_as_before_it() {
        toOverwriteGate();
        failback.answer("mary", "refuse");

        assertThat(failback.instance)
                .isEnded()
                .hasPassedInOrder(
                        "Gate_ApproveOverwrite", "Task_LiftFence", "Task_ProveWayBack", "End_OverwriteRefused");
        assertThat(failback.sent("initializeSecondary")).isFalse();
    }

    @Test
    void managers_who_refuse_to_go_live_send_operators_back_to_the_servers_with_their_reason() {
        toServersGate();
        assertThat(failback.engine.getTaskService().getVariable(failback.task().getId(), "activeServers"))
                .isEqualTo(ProcessFixture.CHAT);
        failback.answer("olga", "approve");
        failback.answer("mary", "refuse");

        assertThat(failback.instance).isWaitingAt("Gate_ConfirmActiveServers");
        assertThat(failback.evidence().prop("refusal").toString())
                .contains("because")
                .contains("mary");
        assertThat(failback.sent("setActiveServers")).isFalse();

        failback.answer("olga", "approve");
        failback.answer("mary", "approve");
        assertThat(failback.instance).isWaitingAt("Gate_ConfirmChatWorks");
        assertThat(failback.sent("setActiveServers")).isTrue();
    }

    @Test
    void operators_who_want_to_look_again_are_shown_the_servers_again() {
        toServersGate();
        String first = failback.task().getId();
        failback.answer("olga", "refuse");

        assertThat(failback.instance).isWaitingAt("Gate_ConfirmActiveServers");
        assertThat(failback.task().getId()).isNotEqualTo(first);
    }

    @Test
    void only_servers_of_the_pool_that_are_near_enough_can_be_confirmed() {
        toServersGate();
        Map<String, Object> answer = new java.util.HashMap<>(Map.of(
                "answer",
                "approve",
                "answerReason",
                "fine",
                "shownHash",
                failback.evidence().prop("hash").stringValue()));

        refused(with(answer, "activeServers", ""), "No server is named");
        refused(with(answer, "activeServers", "chat9.example.test"), "chat9.example.test is not in the pool");
        failback.complete("olga", with(answer, "activeServers", " CHAT1.example.test "));
        assertThat(failback.run().confirmedServers()).contains(List.of(ProcessFixture.CHAT));
    }

    @Test
    void chat_that_does_not_work_is_decided_on_and_looked_at_again() {
        toChatGate();
        failback.answer("olga", "refuse");

        assertThat(failback.instance).isWaitingAt("Decide_ChatWorks");
        assertThat(failback.evidence().prop("failure").toString())
                .contains("because")
                .contains("53530");
        assertThat(failback.evidence().prop("choices").elements()).hasSize(1);
        failback.decide("olga", "tryAgain");
        assertThat(failback.instance).isWaitingAt("Gate_ConfirmChatWorks");
        failback.answer("olga", "approve");
        assertThat(failback.instance).isEnded().hasPassed("End_FailedBack");
        assertThat(failback.sent.stream().filter(text -> text.contains("setPoolState")))
                .hasSize(1);
    }

    @Test
    void nobody_confirms_that_chat_works_without_having_seen_both() {
        toChatGate();
        Map<String, Object> answer = new java.util.HashMap<>(Map.of(
                "answer",
                "approve",
                "answerReason",
                "fine",
                "shownHash",
                failback.evidence().prop("hash").stringValue(),
                "twoUsers",
                true));
        refused(answer, "Every statement");
        assertThat(failback.instance).isWaitingAt("Gate_ConfirmChatWorks");
    }

    @Test
    void going_back_before_anything_was_written_over_the_copy_needs_no_further_approval() {
        toOverwriteGate();
        failback.steps
                .get("initializeSecondary")
                .become(Finding.blocked("It is ONLINE.", "Find out why.", "DBA", Map.of()));
        failback.answer("mary", "approve");
        assertThat(failback.instance).isWaitingAt("Decide_ShipLog");
        assertThat(failback.evidence().prop("choices").toString())
                .contains("goBack")
                .doesNotContain("costs");

        failback.decide("olga", "goBack");

        assertThat(failback.instance)
                .isEnded()
                .hasPassedInOrder("Task_CheckBackupCopy", "Task_LiftFence", "Task_ProveWayBack", "End_Abandoned")
                .hasNotPassed("Gate_ApproveRestoreCopy");
    }

    @Test
    void going_back_once_the_copy_is_overwritten_shows_managers_the_cost_first_and_restores_it() {
        toOverwriteGate();
        failback.copyIs("overwritten");
        failback.steps.get("copyLog").become(Finding.blocked("The share is gone.", "Bring it back.", "DBA", Map.of()));
        failback.answer("mary", "approve");
        assertThat(failback.instance).isWaitingAt("Decide_ShipLog");
        assertThat(failback.evidence().prop("choices").toString())
                .contains("goBack")
                .contains("costs");
        failback.decide("olga", "goBack");

        assertThat(failback.instance)
                .isWaitingAt("Gate_ApproveRestoreCopy")
                .task()
                .hasCandidateGroup("managers");
        assertThat(failback.evidence().prop("cost").elements()).isNotEmpty();
        assertThat(failback.evidence().prop("commands").toString()).contains("restoreBackupCopy");
        assertThat(failback.sent("restoreBackupCopy")).isFalse();
        failback.answer("mary", "approve");

        assertThat(failback.instance)
                .isEnded()
                .hasPassedInOrder(
                        "Gate_ApproveRestoreCopy",
                        "Task_CheckActiveServersAgain",
                        "Task_RemoveLogShippingFromPrimary",
                        "Task_RemoveLogShippingFromBackup",
                        "Task_FencePrimary",
                        "Prove_RestoreBackupCopy",
                        "Prove_CheckRestoredCopy",
                        "Task_AlignRestoredCopy",
                        "Task_ProveRestoredCopy",
                        "Task_LiftFence",
                        "Task_ResetActiveServers",
                        "Task_ProveWayBack",
                        "Task_RemoveJobsFromBackupAfterGoingBack",
                        "End_Abandoned");
        assertThat(failback.sent("setActiveServers")).isFalse();
    }

    @Test
    void both_gates_before_going_live_lead_back_too() {
        for (String gate : List.of("Gate_ConfirmActiveServers", "Gate_ApproveGoLive")) {
            try (ProcessFixture night = new ProcessFixture()) {
                night.copyIs("overwritten");
                night.start();
                night.runOn();
                for (String person : List.of("olga", "mary", "mary", "mary")) {
                    night.answer(person, "approve");
                }
                if (gate.equals("Gate_ApproveGoLive")) {
                    night.answer("olga", "approve");
                }
                assertThat(night.task().getTaskDefinitionKey()).isEqualTo(gate);
                night.answer(gate.equals("Gate_ApproveGoLive") ? "mary" : "olga", "goBack");
                assertThat(night.task().getTaskDefinitionKey()).isEqualTo("Gate_ApproveRestoreCopy");
                night.answer("mary", "approve");

                assertThat(night.run().of(Entry.Kind.RUN_ENDED).findFirst())
                        .hasValueSatisfying(end -> assertThat(end.data()).containsEntry("end", "End_Abandoned"));
                assertThat(night.sent("restoreBackupCopy")).isTrue();
                assertThat(night.sent("setActiveServers")).isFalse();
            }
        }
    }

    @Test
    void managers_who_refuse_the_cost_send_the_run_forward_again_and_nothing_was_changed() {
        toServersGate();
        failback.copyIs("overwritten");
        failback.answer("olga", "goBack");
        assertThat(failback.instance).isWaitingAt("Gate_ApproveRestoreCopy");
        int sent = failback.sent.size();
        failback.answer("mary", "refuse");

        assertThat(failback.instance).isWaitingAt("Gate_ConfirmActiveServers");
        assertThat(failback.sent).as("what is there counts as done").hasSize(sent);
        failback.answer("olga", "approve");
        failback.answer("mary", "approve");
        failback.answer("olga", "approve");
        assertThat(failback.instance).isEnded().hasPassed("End_FailedBack");
    }

    @Test
    void only_the_two_gates_before_going_live_take_going_back_as_an_answer() {
        toRestoreGate();
        assertThatThrownBy(() -> failback.answer("mary", "goBack")).hasMessageContaining("Choose one of the answers");
        failback.answer("mary", "approve");
        assertThatThrownBy(() -> failback.answer("mary", "goBack")).hasMessageContaining("Choose one of the answers");
    }

    @Test
    void going_back_is_offered_until_the_first_command_of_going_live_is_about_to_be_sent() {
        toServersGate();
        failback.steps
                .get("setActiveServers")
                .become(Finding.blocked("mgc is ONLINE elsewhere.", "Take it OFFLINE.", "DBA", Map.of()));
        failback.answer("olga", "approve");
        failback.answer("mary", "approve");
        assertThat(failback.instance).isWaitingAt("Decide_GoLive");
        assertThat(failback.evidence().prop("choices").toString()).contains("goBack");

        failback.steps.get("setActiveServers").become(Finding.needed("The list is empty.", Map.of()));
        failback.steps
                .get("setPoolState")
                .become(Finding.blocked("Somebody set it.", "Put it back.", "Lync administrator", Map.of()));
        failback.decide("olga", "tryAgain");
        assertThat(failback.instance).isWaitingAt("Decide_GoLive");
        assertThat(failback.evidence().prop("choices").toString()).doesNotContain("goBack");
        assertThatThrownBy(() -> failback.decide("olga", "goBack")).hasMessageContaining("Choose one of the ways");
    }

    @Test
    void tokens_moved_past_the_cost_restore_nothing() {
        toServersGate();
        failback.engine
                .getRuntimeService()
                .createProcessInstanceModification(failback.instance.getId())
                .cancelAllForActivity("Gate_ConfirmActiveServers")
                .startBeforeActivity("Task_RestoreBackupCopy")
                .execute();
        failback.runOn();

        assertThat(failback.instance).isWaitingAt("Decide_RestoreCopy");
        assertThat(failback.evidence().prop("failure").toString()).contains("was not approved");
        assertThat(failback.evidence().prop("choices").elements()).hasSize(1);
        assertThat(failback.sent("restoreBackupCopy")).isFalse();
    }

    @Test
    void the_state_is_set_first_where_configuration_says_so() {
        try (ProcessFixture night = new ProcessFixture(true)) {
            night.start();
            night.runOn();
            for (String person : List.of("olga", "mary", "mary", "mary", "olga", "mary", "olga")) {
                night.answer(person, "approve");
            }
            List<String> goLive = night.sent.stream()
                    .filter(text -> text.contains("setPoolState") || text.contains("setActiveServers"))
                    .map(text -> text.split(" ")[1])
                    .toList();
            assertThat(goLive).containsExactly("setPoolState", "setActiveServers");
        }
    }

    @Test
    void a_step_that_the_server_refuses_waits_for_a_person_and_goes_on_after_work_by_hand() {
        failback.start();
        failback.runOn();
        failback.answer("olga", "approve");
        failback.nextFailure = null;
        failback.steps
                .get("removeMirroringFromMgc")
                .become(Finding.blocked(
                        "mgc on B is a mirror; the live data lies on its partner.",
                        "Fail over to B first.",
                        "DBA",
                        Map.of()));
        failback.answer("mary", "approve");

        assertThat(failback.instance).isWaitingAt("Decide_RemoveMirroring");
        assertThat(failback.evidence().prop("failure").toString())
                .contains("Fail over to B first.")
                .contains("DBA");

        failback.steps.get("removeMirroringFromMgc").takeEffect();
        failback.decide("olga", "tryAgain");

        assertThat(failback.instance).isWaitingAt("Gate_ApproveRestore");
        assertThat(failback.sent("removeMirroringFromMgc")).isFalse();
        assertThat(failback.run().attempt("removeMirroringFromMgc")).isEqualTo(2);
    }

    @Test
    void data_at_risk_is_shown_above_everything_else_and_trying_again_says_what_it_means() {
        failback.start();
        failback.runOn();
        failback.answer("olga", "approve");
        failback.steps
                .get("backUpMgc")
                .become(Finding.endangered("A log backup is missing.", "Find its file.", "DBA", Map.of()));
        failback.answer("mary", "approve");

        assertThat(failback.instance).isWaitingAt("Decide_BackUpMgc");
        assertThat(failback.evidence().prop("summary").stringValue()).startsWith("Stop: data is at risk. ");
        assertThat(failback.evidence().prop("warnings").toString())
                .contains("STOP: DATA IS AT RISK. Going on may lose data for good.")
                .contains("First: Find its file. It is for: DBA.");
        assertThat(failback.evidence().prop("choices").toString())
                .contains("Try again, although data is at risk")
                .contains("goBack");

        failback.steps.get("backUpMgc").become(Finding.blocked("The share is full.", "Make room.", "DBA", Map.of()));
        failback.decide("olga", "tryAgain");
        assertThat(failback.instance).isWaitingAt("Decide_BackUpMgc");
        assertThat(failback.evidence().prop("warnings").elements()).isEmpty();
        assertThat(failback.evidence().prop("choices").toString()).doesNotContain("at risk");
    }

    @Test
    void going_back_is_chosen_where_a_step_failed() {
        failback.start();
        failback.runOn();
        failback.answer("olga", "approve");
        failback.steps.get("backUpMgc").become(Finding.blocked("The share is full.", "Make room.", "DBA", Map.of()));
        failback.answer("mary", "approve");
        assertThat(failback.instance).isWaitingAt("Decide_BackUpMgc");

        failback.decide("olga", "goBack");

        assertThat(failback.instance).isEnded().hasPassed("End_Abandoned");
        assertThat(failback.sent("resetActiveServers")).isTrue();
    }

    @Test
    void an_unquiet_backup_lets_people_stop_the_chat_services() {
        failback.start();
        failback.runOn();
        failback.answer("olga", "approve");
        failback.steps
                .get("proveQuiescence")
                .become(Finding.blocked("Two sessions still write.", "Stop the chat services.", "operator", Map.of()));
        failback.answer("mary", "approve");
        assertThat(failback.instance).isWaitingAt("Decide_TakeChatOut");

        failback.steps.get("proveQuiescence").takeEffect();
        failback.decide("olga", "stopChatServices");

        assertThat(failback.instance).isWaitingAt("Gate_ApproveRestore").hasPassed("Task_StopChatServices");
        assertThat(failback.sent("stopChatServices")).isTrue();
    }

    @Test
    void an_error_after_which_the_effect_is_there_is_no_failure() {
        failback.start();
        failback.runOn();
        failback.answer("olga", "approve");
        ScriptedStep step = failback.steps.get("markPrimary");
        step.tell(Finding.needed("markPrimary is needed", Map.of()));
        step.become(Finding.done("it is marked", Map.of()));
        failback.nextFailure =
                new RemoteFailure(Sort.MAYBE_DONE, "HOST", "The connection broke.", "Look.", "DBA", null);
        failback.answer("mary", "approve");

        assertThat(failback.instance).isWaitingAt("Gate_ApproveRestore");
        assertThat(failback.sent.stream().filter(text -> text.contains("markPrimary")))
                .hasSize(1);
    }

    @Test
    void a_command_that_changed_after_its_approval_is_not_sent() {
        toRestoreGate();
        failback.approve("mary");
        failback.steps.get("restoreMgc").text = "EXEC restoreMgc N'{run}', N'another file'";
        failback.runOn();

        assertThat(failback.instance).isWaitingAt("Decide_RestoreMgc");
        assertThat(failback.sent("restoreMgc")).isFalse();
        assertThat(failback.evidence().prop("failure").toString()).contains("is not what was approved");
    }

    @Test
    void commands_that_changed_while_a_gate_stood_open_cannot_be_approved_unseen() {
        for (String gate : List.of("Gate_ApproveOutage", "Gate_ApproveRestore")) {
            try (ProcessFixture night = new ProcessFixture()) {
                night.start();
                night.runOn();
                night.answer("olga", "approve");
                if (gate.equals("Gate_ApproveRestore")) {
                    night.answer("mary", "approve");
                }
                night.steps.get("restoreMgc").text = "EXEC restoreMgc N'{run}', N'another file'";

                assertThatThrownBy(() -> night.approve("mary")).hasMessageContaining("no longer what this form showed");
                assertThat(night.task().getTaskDefinitionKey()).isEqualTo(gate);
                night.steps.values().forEach(ScriptedStep::takeEffect);
                night.answer("mary", "refuse");
                assertThat(night.sent("restoreMgc")).isFalse();
            }
        }
    }

    @Test
    void tokens_that_were_moved_past_a_gate_send_nothing() {
        failback.start();
        failback.runOn();
        failback.engine
                .getRuntimeService()
                .createProcessInstanceModification(failback.instance.getId())
                .startBeforeActivity("Task_RestoreMgc")
                .execute();
        failback.runOn();

        assertThat(failback.sent("restoreMgc")).isFalse();
        assertThat(failback.run().of(Entry.Kind.NOTE))
                .anyMatch(note -> note.text().contains("was not approved"));
    }

    @Test
    void a_decision_needs_a_person_a_reason_and_the_evidence_that_was_shown() {
        failback.start();
        failback.runOn();
        String hash = failback.evidence().prop("hash").stringValue();
        Map<String, Object> good =
                new java.util.HashMap<>(Map.of("answer", "approve", "answerReason", "fine", "shownHash", hash));
        Variable.CONFIRMATIONS.forEach(question -> good.put(question.name(), true));

        assertThatThrownBy(() -> failback.engine
                        .getTaskService()
                        .complete(failback.task().getId(), good))
                .hasMessageContaining("Nobody is logged in");
        refused(with(good, "answerReason", "  "), "Give a reason");
        refused(with(good, "answer", "perhaps"), "Choose one of the answers");
        refused(with(good, "shownHash", "0000"), "is not what the task shows now");
        refused(with(good, "rebuilt", false), "Every statement");
        assertThat(failback.decisions()).isEmpty();
    }

    @Test
    void one_pool_has_one_run_at_a_time() {
        failback.start();

        assertThatThrownBy(failback::start).hasMessageContaining("already under way");
    }

    @Test
    void the_evidence_of_a_gate_is_not_left_over_from_the_gate_before() {
        failback.start();
        failback.runOn();
        failback.answer("olga", "approve");

        assertThat(failback.engine.getRuntimeService().getVariable(failback.instance.getId(), "answer"))
                .isNull();
        assertThat(failback.evidence().hasProp("checks")).isFalse();
    }

    private void refused(Map<String, Object> answer, String sentence) {
        assertThatThrownBy(() -> failback.complete("olga", answer)).hasMessageContaining(sentence);
    }

    private static Map<String, Object> with(Map<String, Object> answer, String key, Object value) {
        Map<String, Object> changed = new java.util.HashMap<>(answer);
        changed.put(key, value);
        return changed;
    }

    private void toRestoreGate() {
        failback.start();
        failback.runOn();
        assertThat(failback.instance).isWaitingAt("Gate_ConfirmRebuild").task().hasCandidateGroup("operators");
        failback.answer("olga", "approve");
        assertThat(failback.instance).isWaitingAt("Gate_ApproveOutage").task().hasCandidateGroup("managers");
        failback.answer("mary", "approve");
        assertThat(failback.instance).isWaitingAt("Gate_ApproveRestore").task().hasCandidateGroup("managers");
        assertThat(Run.read(failback.runId(), failback.journal).decision("OUTAGE_AND_PLAN"))
                .isPresent();
        // What going back would undo is there by now.
        failback.steps.get("startChatServices").takeEffect();
    }

    private void toOverwriteGate() {
        toRestoreGate();
        failback.answer("mary", "approve");
        assertThat(failback.instance)
                .isWaitingAt("Gate_ApproveOverwrite")
                .task()
                .hasCandidateGroup("managers");
    }

    private void toServersGate() {
        toOverwriteGate();
        failback.answer("mary", "approve");
        assertThat(failback.instance)
                .isWaitingAt("Gate_ConfirmActiveServers")
                .task()
                .hasCandidateGroup("operators");
    }

    private void toChatGate() {
        toServersGate();
        failback.answer("olga", "approve");
        assertThat(failback.instance).isWaitingAt("Gate_ApproveGoLive").task().hasCandidateGroup("managers");
        failback.answer("mary", "approve");
        assertThat(failback.instance)
                .isWaitingAt("Gate_ConfirmChatWorks")
                .task()
                .hasCandidateGroup("operators");
    }

    /** Before the outage there is nothing that going back could undo. */
    private void notTouched() {
        for (String step : List.of("liftFence", "startChatServices", "resetActiveServers")) {
            failback.steps.get(step).takeEffect();
        }
    }
}
