package org.failback.access;

import java.util.List;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.identity.IdentityOperationResult;
import org.camunda.bpm.engine.impl.identity.db.DbIdentityServiceProvider;

/**
 * The engine's own store of people, which never lets the last administrator go.
 *
 * <p>An empty group of administrators is what the engine's set-up endpoint waits for (CVE-2026-77226); it is closed
 * besides.
 */
public final class GuardedIdentity extends DbIdentityServiceProvider {
    @Override
    public IdentityOperationResult deleteUser(String person) {
        demandAnotherAdministrator(person);
        return super.deleteUser(person);
    }

    @Override
    public IdentityOperationResult deleteMembership(String person, String group) {
        if (Groups.ADMINISTRATORS.equals(group)) {
            demandAnotherAdministrator(person);
        }
        return super.deleteMembership(person, group);
    }

    @Override
    public IdentityOperationResult deleteGroup(String group) {
        if (Groups.ALL.contains(group)) {
            throw new NotAllowed("Group " + group + " belongs to the application and stays. Nothing was done.");
        }
        return super.deleteGroup(group);
    }

    private void demandAnotherAdministrator(String leaving) {
        List<String> administrators = Context.getCommandContext()
                .runWithoutAuthorization(() -> createUserQuery().memberOfGroup(Groups.ADMINISTRATORS).list().stream()
                        .map(User::getId)
                        .toList());
        if (administrators.equals(List.of(leaving))) {
            throw new NotAllowed(leaving + " is the only member of " + Groups.ADMINISTRATORS
                    + " and stays. Nothing was done. Make somebody else an administrator first.");
        }
    }
}
