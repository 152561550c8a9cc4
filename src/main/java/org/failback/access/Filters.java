package org.failback.access;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.impl.persistence.entity.FilterEntity;
import org.camunda.bpm.engine.task.TaskQuery;

/**
 * The lists that Tasklist offers; it shows nothing to somebody who may see no list.
 *
 * <p>None holds an expression. "All that waits for you" needs none either: the engine shows each person only the tasks
 * that ask his group or that he took, and shows operations all of them.
 */
final class Filters {
    private record Wanted(
            String name, String description, String color, int priority, TaskQuery query, List<String> groups) {}

    private final FilterService filters;
    private final TaskService tasks;

    Filters(FilterService filters, TaskService tasks) {
        this.filters = filters;
        this.tasks = tasks;
    }

    /** Makes what is missing, mends what differs, and says which grants the filters need. */
    List<Grant> reconcile() {
        return wanted().flatMap(this::reconcile).toList();
    }

    private Stream<Wanted> wanted() {
        return Stream.of(
                new Wanted(
                        "Operators: confirm and decide",
                        "What waits for an operator, taken or not",
                        "#2f6f8f",
                        0,
                        asks(Groups.OPERATORS),
                        List.of(Groups.OPERATORS)),
                new Wanted(
                        "Managers: approve",
                        "What waits for a manager's approval, taken or not",
                        "#8f2f5b",
                        0,
                        asks(Groups.MANAGERS),
                        List.of(Groups.MANAGERS)),
                new Wanted(
                        "All that waits for you",
                        "Every open task of the failback that you may see",
                        "#555555",
                        10,
                        tasks.createTaskQuery().processDefinitionKey(Grant.PROCESS),
                        List.of(Groups.OPERATORS, Groups.MANAGERS, Groups.OPS)));
    }

    private TaskQuery asks(String group) {
        return tasks.createTaskQuery()
                .processDefinitionKey(Grant.PROCESS)
                .taskCandidateGroup(group)
                .includeAssignedTasks();
    }

    private Stream<Grant> reconcile(Wanted wanted) {
        Filter stored =
                filters.createTaskFilterQuery().filterName(wanted.name()).singleResult();
        Filter filter = stored == null ? filters.newTaskFilter(wanted.name()) : stored;
        String before = stored == null ? "" : content(filter);
        filter.setQuery(wanted.query());
        filter.setProperties(properties(wanted));
        if (!before.equals(content(filter))) {
            filters.saveFilter(filter);
        }
        return wanted.groups().stream()
                .map(group -> Grant.of(group, Resources.FILTER, filter.getId(), Permissions.READ));
    }

    private static Map<String, Object> properties(Wanted wanted) {
        return Map.of(
                "description",
                wanted.description(),
                "color",
                wanted.color(),
                "priority",
                wanted.priority(),
                "refresh",
                true);
    }

    private static String content(Filter filter) {
        return ((FilterEntity) filter).getQueryInternal() + new TreeMap<>(filter.getProperties());
    }
}
