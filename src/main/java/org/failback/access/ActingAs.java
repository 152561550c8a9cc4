package org.failback.access;

import java.util.List;
import java.util.function.Supplier;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.impl.identity.Authentication;

/** Lets code act through the engine as a person, with this person's rights and name, where nobody sits at a browser. */
public final class ActingAs {
    private final IdentityService identity;

    public ActingAs(IdentityService identity) {
        this.identity = identity;
    }

    /** Runs it with the rights that the person's groups have now; whoever was acting before acts again afterwards. */
    public <T> T person(String person, Supplier<T> action) {
        Authentication before = identity.getCurrentAuthentication();
        try {
            // Whoever acts now may not be allowed to see the other's groups.
            identity.clearAuthentication();
            List<String> groups = identity.createGroupQuery().groupMember(person).list().stream()
                    .map(Group::getId)
                    .toList();
            identity.setAuthentication(person, groups);
            return action.get();
        } finally {
            identity.setAuthentication(before);
        }
    }

    /** The same for what answers nothing. */
    public void person(String person, Runnable action) {
        person(person, () -> {
            action.run();
            return null;
        });
    }
}
