package org.failback.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.impl.persistence.entity.AuthorizationEntity;
import org.camunda.bpm.engine.impl.persistence.entity.FilterEntity;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Who may do what, asked the way a browser asks. */
@InARehearsal
class AccessTest {
    private static final String ENGINE = "/camunda/api/engine/engine/default";
    private static final String OPERATORS_GATE = "Gate_ConfirmRebuild";
    private static final String MANAGERS_GATE = "Gate_ApproveOutage";

    @LocalServerPort
    int port;

    @Autowired
    RepositoryService repository;

    @Autowired
    RuntimeService runtime;

    @Autowired
    TaskService tasks;

    @Autowired
    HistoryService history;

    @Autowired
    IdentityService identity;

    @Autowired
    ManagementService management;

    @Autowired
    AuthorizationService authorizations;

    @Autowired
    FilterService filters;

    @Autowired
    ActingAs actingAs;

    @Autowired
    LabPeople labPeople;

    @Autowired
    AtStart atStart;

    private Map<String, LabPerson> people;

    @BeforeEach
    void prepare() {
        repository
                .createDeployment()
                .name("two gates")
                .addClasspathResource("access/two-gates.bpmn")
                .enableDuplicateFiltering(true)
                .deploy();
        people = labPeople.introduce().stream().collect(Collectors.toMap(LabPerson::user, person -> person));
        runtime.createProcessInstanceQuery()
                .list()
                .forEach(run -> runtime.deleteProcessInstance(run.getId(), "the next story begins"));
    }

    @Test
    void eachGroupMayDoWhatItsPartIsAndNothingElse() {
        Map<String, BiPredicate<Browser, String>> deeds = new LinkedHashMap<>();
        deeds.put(
                "start a run",
                (who, run) -> ok(who.send(
                        "POST",
                        ENGINE + "/process-definition/key/persistentChatFailback/start",
                        "{\"variables\":{\"reminder\":{\"value\":\"PT1H\"}}}")));
        deeds.put(
                "start in the middle",
                (who, run) -> ok(who.send(
                        "POST",
                        ENGINE + "/process-definition/key/persistentChatFailback/start",
                        "{\"startInstructions\":[{\"type\":\"startBeforeActivity\",\"activityId\":\"" + MANAGERS_GATE
                                + "\"}]}")));
        deeds.put("see the run", (who, run) -> seen(who.get(ENGINE + "/process-instance?processInstanceIds=" + run)));
        deeds.put(
                "see its history",
                (who, run) -> seen(who.get(ENGINE + "/history/activity-instance?processInstanceId=" + run)));
        deeds.put(
                "see its variables",
                (who, run) -> seen(who.get(ENGINE + "/variable-instance?processInstanceIdIn=" + run)));
        deeds.put(
                "see it in Cockpit",
                (who, run) -> ok(who.get("/camunda/app/cockpit/default/"))
                        && seen(who.send("POST", "/camunda/api/cockpit/plugin/base/default/process-instance", "{}")));
        deeds.put(
                "see the operators' gate",
                (who, run) -> seen(who.get(ENGINE + "/task?taskDefinitionKey=" + OPERATORS_GATE)));
        deeds.put(
                "claim the operators' gate",
                (who, run) -> ok(who.send("POST", task(run, "/claim"), "{\"userId\":\"" + whoIs(who) + "\"}")));
        deeds.put("complete the operators' gate", (who, run) -> ok(who.send("POST", task(run, "/complete"), "{}")));
        deeds.put(
                "see the managers' gate",
                (who, run) -> seen(who.get(ENGINE + "/task?taskDefinitionKey=" + MANAGERS_GATE)));
        deeds.put(
                "claim the managers' gate",
                (who, run) ->
                        ok(who.send("POST", task(toManagers(run), "/claim"), "{\"userId\":\"" + whoIs(who) + "\"}")));
        deeds.put(
                "complete the managers' gate",
                (who, run) -> ok(who.send("POST", task(toManagers(run), "/complete"), "{}")));
        deeds.put(
                "assign a gate to another",
                (who, run) -> ok(who.send("POST", task(run, "/assignee"), "{\"userId\":\"manager2\"}")));
        deeds.put(
                "leave a gate by an error",
                (who, run) -> ok(who.send("POST", task(run, "/bpmnError"), "{\"errorCode\":\"x\"}")));
        deeds.put(
                "leave a gate by an escalation",
                (who, run) -> ok(who.send("POST", task(run, "/bpmnEscalation"), "{\"escalationCode\":\"x\"}")));
        deeds.put(
                "resolve a gate",
                (who, run) -> ok(who.send(
                        "POST", task(run, "/resolve"), "{\"variables\":{\"answer\":{\"value\":\"approve\"}}}")));
        deeds.put(
                "set a variable at a gate",
                (who, run) -> ok(who.send("PUT", task(run, "/variables/answer"), "{\"value\":\"approve\"}")));
        deeds.put(
                "set a variable of the run",
                (who, run) -> ok(who.send(
                        "PUT", ENGINE + "/process-instance/" + run + "/variables/answer", "{\"value\":\"approve\"}")));
        deeds.put(
                "move the run's token",
                (who, run) -> ok(who.send(
                        "POST",
                        ENGINE + "/process-instance/" + run + "/modification",
                        "{\"instructions\":[{\"type\":\"startBeforeActivity\",\"activityId\":\"" + MANAGERS_GATE
                                + "\"}]}")));
        deeds.put(
                "let a job try again",
                (who, run) -> ok(who.send("PUT", ENGINE + "/job/" + job(run) + "/retries", "{\"retries\":1}")));
        deeds.put("run a job now", (who, run) -> ok(who.send("POST", ENGINE + "/job/" + job(run) + "/execute", "{}")));
        deeds.put(
                "suspend the run",
                (who, run) -> ok(
                        who.send("PUT", ENGINE + "/process-instance/" + run + "/suspended", "{\"suspended\":true}")));
        deeds.put("delete the run", (who, run) -> ok(who.send("DELETE", ENGINE + "/process-instance/" + run, null)));
        deeds.put(
                "delete the process",
                (who, run) -> ok(who.send("DELETE", ENGINE + "/process-definition/key/persistentChatFailback", null)));
        deeds.put(
                "grant",
                (who, run) -> ok(
                        who.send(
                                "POST",
                                ENGINE + "/authorization/create",
                                "{\"type\":1,\"permissions\":[\"ALL\"],\"groupId\":\"managers\",\"resourceType\":8,\"resourceId\":\"*\"}")));
        deeds.put(
                "store a list",
                (who, run) -> ok(who.send(
                        "POST",
                        ENGINE + "/filter/create",
                        "{\"resourceType\":\"Task\",\"name\":\"mine\",\"query\":{}}")));
        deeds.put(
                "make a task of one's own",
                (who, run) -> ok(who.send("POST", ENGINE + "/task/create", "{\"name\":\"x\"}")));
        deeds.put("see who there is", (who, run) -> seen(who.get(ENGINE + "/user?id=manager2")));
        deeds.put(
                "join a group",
                (who, run) -> ok(who.send("PUT", ENGINE + "/group/managers/members/" + whoIs(who), "{}")));

        String may = table(deeds);

        assertThat(may).isEqualTo("""
                        start a run                    operator
                        start in the middle
                        see the run                    operator manager ops
                        see its history                operator manager ops
                        see its variables              operator manager ops
                        see it in Cockpit              ops
                        see the operators' gate        operator ops
                        claim the operators' gate      operator
                        complete the operators' gate   operator
                        see the managers' gate         manager ops
                        claim the managers' gate       manager
                        complete the managers' gate    manager
                        assign a gate to another
                        leave a gate by an error
                        leave a gate by an escalation
                        resolve a gate
                        set a variable at a gate
                        set a variable of the run
                        move the run's token
                        let a job try again            ops
                        run a job now
                        suspend the run
                        delete the run
                        delete the process
                        grant
                        store a list
                        make a task of one's own
                        see who there is               admin
                        join a group                   admin
                        """);
    }

    @Test
    void nobodyDeploysNotEvenAnAdministrator() {
        for (String person : List.of(LabPeople.OPERATOR, LabPeople.MANAGER, LabPeople.OPS, administrator())) {
            assertThatThrownBy(() -> actingAs.person(person, () -> {
                        repository
                                .createDeployment()
                                .addString("x.bpmn", "<definitions/>")
                                .deploy();
                    }))
                    .as(person)
                    .isInstanceOf(NotAllowed.class)
                    .hasMessageContaining("deployed by nobody else");
        }
    }

    @Test
    void whoStartedTheRunDoesNotApproveIt() {
        identity.createMembership(LabPeople.OPERATOR, Groups.MANAGERS);
        try {
            Task gate = gate(toManagers(started(LabPeople.OPERATOR)));
            String says =
                    "\"Approve outage and plan\" needs somebody else than the one who started the run, and operator"
                            + " started it. Nothing was done. Ask another member of managers.";
            assertThatThrownBy(() -> actingAs.person(LabPeople.OPERATOR, () -> tasks.complete(gate.getId())))
                    .hasMessageContaining(says);
            assertThatThrownBy(() ->
                            actingAs.person(LabPeople.OPERATOR, () -> tasks.claim(gate.getId(), LabPeople.OPERATOR)))
                    .hasMessageContaining(says);
            assertThatThrownBy(() -> tasks.setAssignee(gate.getId(), LabPeople.OPERATOR))
                    .as("assigned to him by the application")
                    .hasMessageContaining(says);
            HttpResponse<String> answer = Browser.of(people.get(LabPeople.OPERATOR), "tasklist", port)
                    .send("POST", ENGINE + "/task/" + gate.getId() + "/submit-form", "{}");
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).contains("started it. Nothing was done.").doesNotContain("ENGINE-03051");

            actingAs.person(LabPeople.MANAGER, () -> tasks.complete(gate.getId()));
            assertThat(history.createHistoricTaskInstanceQuery()
                            .taskId(gate.getId())
                            .singleResult()
                            .getAssignee())
                    .as("completed without claiming, and yet recorded")
                    .isEqualTo(LabPeople.MANAGER);
        } finally {
            identity.deleteMembership(LabPeople.OPERATOR, Groups.MANAGERS);
        }
    }

    @Test
    void aRunThatNobodyStartedIsApprovedByNobody() {
        String run = runtime.startProcessInstanceByKey(Grant.PROCESS, Map.of("reminder", "PT1H"))
                .getId();
        Task gate = gate(toManagers(run));
        assertThatThrownBy(() -> actingAs.person(LabPeople.MANAGER, () -> tasks.complete(gate.getId())))
                .hasMessageContaining("it is not known who started it");
    }

    @Test
    void nobodyDecidesWithoutASignIn() {
        Task gate = gate(started(LabPeople.OPERATOR));
        assertThatThrownBy(() -> tasks.complete(gate.getId()))
                .hasMessageContaining("is completed by a person who is signed in, and nobody is.");
        assertThat(gate(gate.getProcessInstanceId()).getId()).isEqualTo(gate.getId());
    }

    @Test
    void whoLeftTheGroupDecidesNoMoreEvenWhatHeTook() {
        Task gate = gate(toManagers(started(LabPeople.OPERATOR)));
        actingAs.person(LabPeople.MANAGER, () -> tasks.claim(gate.getId(), LabPeople.MANAGER));
        identity.deleteMembership(LabPeople.MANAGER, Groups.MANAGERS);
        assertThatThrownBy(() -> actingAs.person(LabPeople.MANAGER, () -> tasks.complete(gate.getId())))
                .hasMessageContaining("\"Approve outage and plan\" asks managers, and manager is no member.");
    }

    @Test
    void whoLeavesAGroupLosesItsRightsWithTheNextClick() {
        Task gate = gate(toManagers(started(LabPeople.OPERATOR)));
        Browser manager = Browser.of(people.get(LabPeople.MANAGER), "tasklist", port);
        assertThat(seen(manager.get(ENGINE + "/task?taskDefinitionKey=" + MANAGERS_GATE)))
                .isTrue();
        identity.deleteMembership(LabPeople.MANAGER, Groups.MANAGERS);
        assertThat(seen(manager.get(ENGINE + "/task?taskDefinitionKey=" + MANAGERS_GATE)))
                .isFalse();
        assertThat(ok(manager.send("POST", ENGINE + "/task/" + gate.getId() + "/complete", "{}")))
                .isFalse();
    }

    @Test
    void nobodyMeetsAnEmptyList() {
        toManagers(started(LabPeople.OPERATOR));
        started(LabPeople.OPERATOR);
        for (LabPerson person : people.values()) {
            Browser browser = Browser.of(person, "tasklist", port);
            List<String> lists = ids(browser.get(ENGINE + "/filter?resourceType=Task"));
            assertThat(lists).as(person.user()).isNotEmpty();
            for (String list : lists) {
                assertThat(browser.get(ENGINE + "/filter/" + list + "/count").body())
                        .as(person.user())
                        .doesNotContain("\"count\":0")
                        .contains("\"count\":");
            }
        }
    }

    @Test
    void aSecondStartAddsNothingAndTakesAwayWhatSomebodyAdded() {
        String before = everything();
        atStart.afterSingletonsInstantiated();
        assertThat(everything()).isEqualTo(before);

        Authorization added = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
        added.setGroupId(Groups.OPS);
        added.setResource(Resources.TASK);
        added.setResourceId("*");
        added.addPermission(Permissions.ALL);
        authorizations.saveAuthorization(added);
        Filter list =
                filters.createTaskFilterQuery().filterName("Managers: approve").singleResult();
        list.setQuery(tasks.createTaskQuery().taskCandidateGroup("somebody"));
        filters.saveFilter(list);
        atStart.afterSingletonsInstantiated();
        assertThat(everything().replaceAll("revision \\d+", "")).isEqualTo(before.replaceAll("revision \\d+", ""));
    }

    /** One line for each deed: who got through with it, each at a run of his own that stands at its first gate. */
    private String table(Map<String, BiPredicate<Browser, String>> deeds) {
        Map<String, Browser> browsers = new LinkedHashMap<>();
        browsers.put("operator", Browser.of(people.get(LabPeople.OPERATOR), "tasklist", port));
        browsers.put("manager", Browser.of(people.get(LabPeople.MANAGER), "tasklist", port));
        browsers.put("ops", Browser.of(people.get(LabPeople.OPS), "cockpit", port));
        browsers.put("admin", Browser.of(administratorWithPassword(), "admin", port));
        toManagers(started(LabPeople.OPERATOR));
        StringBuilder table = new StringBuilder();
        deeds.forEach((deed, doing) -> {
            String who = browsers.entrySet().stream()
                    .filter(person -> doing.test(person.getValue(), started(LabPeople.OPERATOR)))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.joining(" "));
            table.append(String.format("%-30s %s", deed, who).stripTrailing()).append('\n');
        });
        identity.deleteUser("boss");
        return table.toString();
    }

    private LabPerson administratorWithPassword() {
        LabPerson boss = new LabPerson("boss", Groups.ADMINISTRATORS, new Passwords().next());
        new Administrator(identity, new Rehearsal(false), new Passwords())
                .reconcile(boss.user(), "env:BOSS", name -> boss.password());
        return boss;
    }

    private String administrator() {
        return identity.createUserQuery()
                .memberOfGroup(Groups.ADMINISTRATORS)
                .list()
                .get(0)
                .getId();
    }

    private String started(String person) {
        return actingAs.person(
                person,
                () -> runtime.startProcessInstanceByKey(Grant.PROCESS, Map.of("reminder", "PT1H"))
                        .getId());
    }

    private String toManagers(String run) {
        actingAs.person(LabPeople.OPERATOR, () -> tasks.complete(gate(run).getId()));
        return run;
    }

    private Task gate(String run) {
        return tasks.createTaskQuery().processInstanceId(run).singleResult();
    }

    private String task(String run, String deed) {
        return ENGINE + "/task/" + gate(run).getId() + deed;
    }

    private String job(String run) {
        return management.createJobQuery().processInstanceId(run).singleResult().getId();
    }

    private static String whoIs(Browser browser) {
        String answer = browser.get("/camunda/api/admin/auth/user/default").body();
        return answer.replaceAll(".*\"userId\":\"([^\"]+)\".*", "$1");
    }

    private static boolean ok(HttpResponse<String> answer) {
        return answer.statusCode() < 300;
    }

    private static boolean seen(HttpResponse<String> answer) {
        return ok(answer) && !answer.body().replaceAll("\\s", "").equals("[]");
    }

    private static List<String> ids(HttpResponse<String> answer) {
        return java.util.regex.Pattern.compile("\"id\":\"([^\"]+)\"")
                .matcher(answer.body())
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    private String everything() {
        String grants = authorizations.createAuthorizationQuery().list().stream()
                .map(a -> a.getGroupId() + " " + a.getUserId() + " " + a.getResourceType() + " " + a.getResourceId()
                        + " " + ((AuthorizationEntity) a).getPermissions())
                .sorted()
                .collect(Collectors.joining("\n"));
        String lists = filters.createFilterQuery().list().stream()
                .map(f -> f.getId() + " " + f.getName() + " revision " + ((FilterEntity) f).getRevision() + " "
                        + ((FilterEntity) f).getQueryInternal())
                .sorted()
                .collect(Collectors.joining("\n"));
        String groups = identity.createGroupQuery().orderByGroupId().asc().list().stream()
                .map(g -> g.getId() + " " + g.getName())
                .collect(Collectors.joining("\n"));
        return String.join("\n", grants, lists, groups);
    }
}
