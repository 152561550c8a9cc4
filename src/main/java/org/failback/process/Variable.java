package org.failback.process;

import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.failback.step.Run;

/**
 * A process variable with its type; nothing else may be one.
 *
 * @param name as in the BPMN and in forms
 */
public record Variable<T>(String name, Class<T> type) {
    public static final Variable<String> POOL = text("pool");
    public static final Variable<String> TICKET = text("ticket");
    public static final Variable<String> REASON = text("reason");
    /** An id that whoever starts the run chose for it; optional. */
    public static final Variable<String> RUN_ID = text("runId");

    public static final Variable<String> ANSWER = text("answer");
    public static final Variable<String> ANSWER_REASON = text("answerReason");
    public static final Variable<String> SHOWN_HASH = text("shownHash");
    public static final Variable<String> DECISION = text("decision");
    public static final Variable<String> DECISION_REASON = text("decisionReason");
    public static final Variable<String> FAILED_STEP = text("failedStep");
    public static final Variable<String> GO_BACK_WHY = text("goBackWhy");
    /** What "Look at the backup copy" saw: {@code overwritten} or {@code asItWas}. */
    public static final Variable<String> BACKUP_COPY = text("backupCopy");
    /** The statements that "Confirm primary data center rebuild" asks for. */
    public static final List<Variable<Boolean>> CONFIRMATIONS =
            List.of(flag("recovered"), flag("rebuilt"), flag("noNewServers"), flag("frontEndBack"));

    /** FQDNs with commas between them: what operators want active, proposed to them first. */
    public static final Variable<String> ACTIVE_SERVERS = text(Run.ACTIVE_SERVERS);
    /** The statements that "Confirm chat works" asks for. */
    public static final List<Variable<Boolean>> CHAT_WORKS = List.of(flag("twoUsers"), flag("roomHistory"));

    /** What a gate shows: the one Json variable. */
    public static final Variable<Object> EVIDENCE = new Variable<>("evidence", Object.class);

    private static Variable<String> text(String name) {
        return new Variable<>(name, String.class);
    }

    private static Variable<Boolean> flag(String name) {
        return new Variable<>(name, Boolean.class);
    }

    public Optional<T> of(VariableScope scope) {
        return Optional.ofNullable(type.cast(scope.getVariable(name)));
    }

    public void set(VariableScope scope, T value) {
        scope.setVariable(name, value);
    }
}
