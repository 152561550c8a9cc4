package org.failback.access;

import java.util.HashSet;
import java.util.Set;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.IdentityLinkType;

/**
 * What managers are asked is answered by somebody else than the one who started the run.
 *
 * <p>Who started it is what the engine wrote at the start, not a variable that somebody could set.
 */
public final class FourEyes {
    private final HistoryService history;

    public FourEyes(HistoryService history) {
        this.history = history;
    }

    /**
     * Lets this person take or complete the task, or not.
     *
     * @throws NotAllowed when the task asks managers only and this person started the run, or nobody knows who did
     */
    public void check(DelegateTask task, String person) {
        if (!asksManagersOnly(task)) {
            return;
        }
        HistoricProcessInstance run = history.createHistoricProcessInstanceQuery()
                .processInstanceId(task.getProcessInstanceId())
                .singleResult();
        String starter = run == null ? null : run.getStartUserId();
        if (starter == null) {
            throw new NotAllowed(
                    "\"" + task.getName() + "\" needs somebody else than the one who started the run, and it is"
                            + " not known who started it. Nothing was done. Start the run anew, signed in.");
        }
        if (starter.equals(person)) {
            throw new NotAllowed("\"" + task.getName() + "\" needs somebody else than the one who started the run, and "
                    + person + " started it. Nothing was done. Ask another member of " + Groups.MANAGERS + ".");
        }
    }

    private static boolean asksManagersOnly(DelegateTask task) {
        return askedGroups(task).equals(Set.of(Groups.MANAGERS));
    }

    static Set<String> askedGroups(DelegateTask task) {
        Set<String> groups = new HashSet<>();
        for (IdentityLink link : task.getCandidates()) {
            if (IdentityLinkType.CANDIDATE.equals(link.getType()) && link.getGroupId() != null) {
                groups.add(link.getGroupId());
            }
        }
        return groups;
    }
}
