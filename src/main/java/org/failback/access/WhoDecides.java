package org.failback.access;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.impl.identity.Authentication;

/**
 * Stands before every user task of the process: a decision is made by a person who is signed in, belongs to the group
 * that is asked, and is not the one who asks.
 */
final class WhoDecides implements TaskListener {
    private final IdentityService identity;
    private final FourEyes fourEyes;

    WhoDecides(IdentityService identity, FourEyes fourEyes) {
        this.identity = identity;
        this.fourEyes = fourEyes;
    }

    @Override
    public void notify(DelegateTask task) {
        switch (task.getEventName()) {
            case EVENTNAME_ASSIGNMENT -> assigned(task);
            case EVENTNAME_COMPLETE -> completed(task);
            default -> {}
        }
    }

    private void assigned(DelegateTask task) {
        if (task.getAssignee() != null) {
            fourEyes.check(task, task.getAssignee());
        }
    }

    private void completed(DelegateTask task) {
        Authentication who = identity.getCurrentAuthentication();
        if (who == null || who.getUserId() == null) {
            throw new NotAllowed("\"" + task.getName() + "\" is completed by a person who is signed in, and nobody is."
                    + " Nothing was done. Sign in to Tasklist and complete it there.");
        }
        String person = who.getUserId();
        Set<String> asked = FourEyes.askedGroups(task);
        if (!asked.isEmpty() && Collections.disjoint(asked, groupsNow(person))) {
            throw new NotAllowed("\"" + task.getName() + "\" asks " + String.join(" or ", asked) + ", and " + person
                    + " is no member. Nothing was done. Ask a member, or an administrator about the membership.");
        }
        fourEyes.check(task, person);
        // Otherwise whoever completes without having claimed leaves no trace in the task's history.
        if (!person.equals(task.getAssignee())) {
            task.setAssignee(person);
        }
    }

    /** As stored now: somebody who took a task keeps the engine's grant on it after leaving the group. */
    private List<String> groupsNow(String person) {
        return identity.createGroupQuery().groupMember(person).list().stream()
                .map(Group::getId)
                .toList();
    }
}
