package org.failback.access;

import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;

/** What a group may do with a thing; everything that is no grant is forbidden. */
record Grant(String group, Resource resource, String id, List<Permission> permissions) {
    /** Key of the process that people see; its model lies in {@code bpmn/}. */
    static final String PROCESS = "persistentChatFailback";

    private static final String EVERY = "*";

    static Grant of(String group, Resource resource, String id, Permission... permissions) {
        return new Grant(group, resource, id, List.of(permissions));
    }

    /** The permissions as the engine stores them. */
    int bits() {
        return permissions.stream().mapToInt(Permission::getValue).reduce(0, (a, b) -> a | b);
    }

    boolean isFor(String otherGroup, int resourceType, String otherId) {
        return group.equals(otherGroup) && resource.resourceType() == resourceType && id.equals(otherId);
    }

    /**
     * Every grant besides those of the filters. Tasks are not among them: the engine lets a candidate group see and work on
     * the task it is asked, and nobody may assign one, set a variable, or change, delete or suspend a run.
     */
    static Stream<Grant> all() {
        return Stream.of(
                of(Groups.OPERATORS, Resources.APPLICATION, "tasklist", Permissions.ACCESS),
                of(
                        Groups.OPERATORS,
                        Resources.PROCESS_DEFINITION,
                        PROCESS,
                        ProcessDefinitionPermissions.READ,
                        ProcessDefinitionPermissions.CREATE_INSTANCE,
                        ProcessDefinitionPermissions.READ_INSTANCE,
                        ProcessDefinitionPermissions.READ_HISTORY),
                of(Groups.OPERATORS, Resources.PROCESS_INSTANCE, EVERY, Permissions.CREATE),
                of(Groups.MANAGERS, Resources.APPLICATION, "tasklist", Permissions.ACCESS),
                of(
                        Groups.MANAGERS,
                        Resources.PROCESS_DEFINITION,
                        PROCESS,
                        ProcessDefinitionPermissions.READ,
                        ProcessDefinitionPermissions.READ_INSTANCE,
                        ProcessDefinitionPermissions.READ_HISTORY),
                of(Groups.OPS, Resources.APPLICATION, "tasklist", Permissions.ACCESS),
                of(Groups.OPS, Resources.APPLICATION, "cockpit", Permissions.ACCESS),
                of(
                        Groups.OPS,
                        Resources.PROCESS_DEFINITION,
                        PROCESS,
                        ProcessDefinitionPermissions.READ,
                        ProcessDefinitionPermissions.READ_INSTANCE,
                        ProcessDefinitionPermissions.READ_TASK,
                        ProcessDefinitionPermissions.READ_HISTORY,
                        ProcessDefinitionPermissions.RETRY_JOB),
                of(Groups.ADMINISTRATORS, Resources.APPLICATION, "admin", Permissions.ACCESS),
                of(Groups.ADMINISTRATORS, Resources.USER, EVERY, Permissions.ALL),
                of(Groups.ADMINISTRATORS, Resources.GROUP, EVERY, Permissions.READ),
                of(Groups.ADMINISTRATORS, Resources.GROUP_MEMBERSHIP, EVERY, Permissions.ALL),
                of(Groups.ADMINISTRATORS, Resources.AUTHORIZATION, EVERY, Permissions.READ));
    }
}
