package org.failback.access;

import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.impl.cmd.DeployCmd;
import org.camunda.bpm.engine.impl.cmd.HandleTaskBpmnErrorCmd;
import org.camunda.bpm.engine.impl.cmd.HandleTaskEscalationCmd;
import org.camunda.bpm.engine.impl.cmd.ResolveTaskCmd;
import org.camunda.bpm.engine.impl.cmd.StartProcessInstanceAtActivitiesCmd;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;

/**
 * Refuses to people what their grants do not cover finely enough: whoever may work on a task could also leave it by a
 * side door, and whoever may start a run could start it in the middle. The application itself is nobody's user and may.
 */
final class RefusedCommands extends CommandInterceptor {
    private static final Map<Class<?>, String> REASONS = Map.of(
            DeployCmd.class,
            "Processes come with the application and are deployed by nobody else.",
            StartProcessInstanceAtActivitiesCmd.class,
            "A run starts at its beginning.",
            HandleTaskBpmnErrorCmd.class,
            "A task is left by completing it, not by raising an error.",
            HandleTaskEscalationCmd.class,
            "A task is left by completing it, not by an escalation.",
            ResolveTaskCmd.class,
            "A task is left by completing it; nothing is delegated here.");

    private final IdentityService identity;

    RefusedCommands(IdentityService identity) {
        this.identity = identity;
    }

    @Override
    public <T> T execute(Command<T> command) {
        if (identity.getCurrentAuthentication() != null) {
            Optional<String> reason = REASONS.entrySet().stream()
                    .filter(refused -> refused.getKey().isInstance(command))
                    .map(Map.Entry::getValue)
                    .findFirst();
            if (reason.isPresent()) {
                throw new NotAllowed(reason.get() + " Nothing was done.");
            }
        }
        return next.execute(command);
    }
}
