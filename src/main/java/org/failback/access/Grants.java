package org.failback.access;

import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.impl.persistence.entity.AuthorizationEntity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the stored grants of our groups to what is wanted; whatever else somebody gave them is taken away. */
final class Grants {
    private static final Logger log = LoggerFactory.getLogger(Grants.class);

    private final AuthorizationService authorizations;

    Grants(AuthorizationService authorizations) {
        this.authorizations = authorizations;
    }

    void reconcile(List<Grant> wanted) {
        List<Grant> missing = new ArrayList<>(wanted);
        for (String group : Groups.ALL) {
            for (Authorization stored :
                    authorizations.createAuthorizationQuery().groupIdIn(group).list()) {
                if (isTheEngines(stored)) {
                    continue;
                }
                if (!missing.removeIf(grant -> holds(grant, stored))) {
                    log.warn(
                            "Taking from group {} what is not granted here: permissions {} on resource type {}, id {}",
                            group,
                            ((AuthorizationEntity) stored).getPermissions(),
                            stored.getResourceType(),
                            stored.getResourceId());
                    authorizations.deleteAuthorization(stored.getId());
                }
            }
        }
        missing.forEach(this::give);
    }

    private void give(Grant grant) {
        Authorization stored = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
        stored.setGroupId(grant.group());
        stored.setResource(grant.resource());
        stored.setResourceId(grant.id());
        grant.permissions().forEach(stored::addPermission);
        authorizations.saveAuthorization(stored);
    }

    private static boolean holds(Grant grant, Authorization stored) {
        return stored.getAuthorizationType() == Authorization.AUTH_TYPE_GRANT
                && grant.isFor(stored.getGroupId(), stored.getResourceType(), stored.getResourceId())
                && grant.bits() == ((AuthorizationEntity) stored).getPermissions();
    }

    /** The engine itself lets members read their group, and candidates read and work on a task that asks them. */
    private static boolean isTheEngines(Authorization stored) {
        int type = stored.getResourceType();
        return type == Resources.GROUP.resourceType() && stored.getResourceId().equals(stored.getGroupId())
                || (type == Resources.TASK.resourceType() || type == Resources.HISTORIC_TASK.resourceType())
                        && !Authorization.ANY.equals(stored.getResourceId());
    }
}
