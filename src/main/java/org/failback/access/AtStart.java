package org.failback.access;

import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.identity.Group;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** Brings groups, lists, grants and the administrator to what is wanted, before the web server opens its port. */
final class AtStart implements SmartInitializingSingleton {
    private static final int TRIES = 3;

    private final IdentityService identity;
    private final Filters filters;
    private final Grants grants;
    private final Runnable administrator;

    AtStart(IdentityService identity, Filters filters, Grants grants, Runnable administrator) {
        this.identity = identity;
        this.filters = filters;
        this.grants = grants;
        this.administrator = administrator;
    }

    /** Another node that starts now writes the same rows: then look again, they are there. */
    @Override
    public void afterSingletonsInstantiated() {
        for (int i = 1; ; i++) {
            try {
                reconcile();
                return;
            } catch (ProcessEngineException raced) {
                if (i == TRIES) {
                    throw raced;
                }
            }
        }
    }

    void reconcile() {
        Groups.ALL.forEach(this::group);
        List<Grant> ofFilters = filters.reconcile();
        grants.reconcile(Stream.concat(Grant.all(), ofFilters.stream()).toList());
        administrator.run();
    }

    private void group(String id) {
        if (identity.createGroupQuery().groupId(id).count() == 0) {
            Group group = identity.newGroup(id);
            group.setName(Groups.title(id));
            group.setType(Groups.ADMINISTRATORS.equals(id) ? "SYSTEM" : "WORKFLOW");
            identity.saveGroup(group);
        }
    }
}
