package org.failback.access;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;

/** The people of a rehearsal: one of each group, and a second manager, since nobody approves what he started himself. */
public final class LabPeople {
    /** Starts the runs of a rehearsal. */
    public static final String OPERATOR = "operator";

    public static final String MANAGER = "manager";
    public static final String SECOND_MANAGER = "manager2";
    public static final String OPS = "ops";

    private static final List<Map.Entry<String, String>> PARTS = List.of(
            Map.entry(OPERATOR, Groups.OPERATORS),
            Map.entry(MANAGER, Groups.MANAGERS),
            Map.entry(SECOND_MANAGER, Groups.MANAGERS),
            Map.entry(OPS, Groups.OPS));

    private final IdentityService identity;
    private final Rehearsal rehearsal;
    private final Passwords passwords;

    LabPeople(IdentityService identity, Rehearsal rehearsal, Passwords passwords) {
        this.identity = identity;
        this.rehearsal = rehearsal;
        this.passwords = passwords;
    }

    /**
     * Makes these people, or gives those that are there new passwords. Kept nowhere else: show them, once.
     *
     * @throws IllegalStateException outside a rehearsal
     */
    public List<LabPerson> introduce() {
        if (!rehearsal.on()) {
            throw new IllegalStateException("There is no default user outside a rehearsal.");
        }
        return PARTS.stream()
                .map(part -> introduce(part.getKey(), part.getValue()))
                .toList();
    }

    private LabPerson introduce(String id, String group) {
        String password = passwords.next();
        User stored = identity.createUserQuery().userId(id).singleResult();
        User user = stored == null ? identity.newUser(id) : stored;
        user.setFirstName("Rehearsal");
        user.setLastName(id);
        user.setPassword(password);
        identity.saveUser(user);
        if (identity.createUserQuery().userId(id).memberOfGroup(group).count() == 0) {
            identity.createMembership(id, group);
        }
        return new LabPerson(id, group, password);
    }
}
