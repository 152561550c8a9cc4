package org.failback.access;

import java.util.function.UnaryOperator;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;

/**
 * Makes sure that somebody administers people.
 *
 * <p>Outside a rehearsal that somebody comes from configuration or stands in the database already: there is no default. A
 * rehearsal gets one whose password nobody knows, so that the place is taken.
 */
final class Administrator {
    static final String USER = "failback.access.administrator.user";
    static final String PASSWORD_FROM = "failback.access.administrator.password-from";

    private static final String OF_A_REHEARSAL = "administrator";

    private final IdentityService identity;
    private final Rehearsal rehearsal;
    private final Passwords passwords;

    Administrator(IdentityService identity, Rehearsal rehearsal, Passwords passwords) {
        this.identity = identity;
        this.rehearsal = rehearsal;
        this.passwords = passwords;
    }

    /** @throws AccessNotConfigured when there would be no administrator */
    void reconcile(String user, String passwordFrom, UnaryOperator<String> environment) {
        if (!user.isEmpty()) {
            if (passwordFrom.isEmpty()) {
                throw new AccessNotConfigured(PASSWORD_FROM + " is not set, but " + USER
                        + " is; say where the password lies: env:NAME or file:/path.");
            }
            // Read even where the user is there already: a reference that leads nowhere must not go unnoticed.
            String password = new Secret(PASSWORD_FROM, passwordFrom).read(environment);
            beMember(user, password);
        } else if (!passwordFrom.isEmpty()) {
            throw new AccessNotConfigured(USER + " is not set, but " + PASSWORD_FROM + " is; set both or none.");
        } else if (nobody() && rehearsal.on()) {
            beMember(OF_A_REHEARSAL, passwords.next());
        } else if (nobody()) {
            throw new AccessNotConfigured(USER + " is not set and nobody is in the group " + Groups.ADMINISTRATORS
                    + "; set it, and " + PASSWORD_FROM + " to env:NAME or file:/path.");
        }
    }

    /** The password is written for a new user only, so that he may change it. */
    private void beMember(String user, String password) {
        if (identity.createUserQuery().userId(user).count() == 0) {
            User newUser = identity.newUser(user);
            newUser.setFirstName("");
            newUser.setLastName(user);
            newUser.setPassword(password);
            identity.saveUser(newUser);
        }
        if (identity.createUserQuery()
                        .userId(user)
                        .memberOfGroup(Groups.ADMINISTRATORS)
                        .count()
                == 0) {
            identity.createMembership(user, Groups.ADMINISTRATORS);
        }
    }

    private boolean nobody() {
        return identity.createUserQuery().memberOfGroup(Groups.ADMINISTRATORS).count() == 0;
    }
}
