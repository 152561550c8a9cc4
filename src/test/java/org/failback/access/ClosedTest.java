package org.failback.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.TaskQueryImpl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What is closed, seen from outside. */
@InARehearsal
class ClosedTest {
    private static final Set<Integer> CLOSED = Set.of(401, 403, 404);
    private static final Path PAGE = Path.of("src/site/markdown/security.md");

    @LocalServerPort
    int port;

    @Autowired
    ApplicationContext context;

    @Autowired
    IdentityService identity;

    @Autowired
    LabPeople labPeople;

    @Autowired
    ActingAs actingAs;

    private Map<String, LabPerson> people;

    @BeforeEach
    void introduce() {
        people = labPeople.introduce().stream().collect(Collectors.toMap(LabPerson::user, person -> person));
    }

    @Test
    void withoutALoginOnlyWhatThePageListsAnswers() throws IOException {
        List<Open> listed = listed();
        Set<Open> met = new HashSet<>();
        Set<String> surprises = new TreeSet<>();
        Set<Doors.Door> doors = Doors.of(context);
        Browser anybody = Browser.anonymous(port);
        for (Doors.Door door : doors) {
            boolean reads = door.method().equals("GET");
            if (!reads) {
                // A refused write takes the session and its token along; without them the answer proves nothing.
                anybody = Browser.anonymous(port);
            }
            HttpResponse<String> answer = anybody.send(door.method(), door.path(), reads ? null : "{}");
            if (!CLOSED.contains(answer.statusCode())) {
                List<Open> reasons =
                        listed.stream().filter(open -> open.covers(door)).toList();
                met.addAll(reasons);
                if (reasons.isEmpty()) {
                    surprises.add(answer.statusCode() + " " + door);
                }
            }
        }
        assertThat(doors).hasSizeGreaterThan(700);
        assertThat(surprises).as("answer without a login, and are not listed").isEmpty();
        assertThat(listed).as("listed, but nothing answers there").allMatch(met::contains);
    }

    @Test
    void aPageThatNobodyListedIsForWhoIsSignedInAndActsWithHisRights() {
        Browser anybody = Browser.anonymous(port);
        assertThat(anybody.get("/some-page").statusCode()).isEqualTo(401);
        HttpResponse<String> turnedAway = anybody.open("/some-page");
        assertThat(turnedAway.statusCode()).isEqualTo(302);
        assertThat(turnedAway.headers().firstValue("Location").orElse("")).endsWith("/camunda/app/welcome/default/");

        Browser ops = Browser.of(people.get(LabPeople.OPS), "cockpit", port);
        assertThat(ops.get("/some-page").body()).isEqualTo("seen by ops of [ops]");
        assertThat(ops.send("POST", "/some-page", "{}").statusCode()).isEqualTo(405);
        identity.deleteUser(LabPeople.OPS);
        assertThat(ops.get("/some-page").statusCode()).isEqualTo(401);
    }

    @Test
    void anAddressInDisguiseIsRefused() {
        Browser anybody = Browser.anonymous(port);
        assertThat(List.of(
                        "/camunda/%61pi/engine/engine/default/user",
                        "/camunda/api;x=1/engine/engine/default/user",
                        "/camunda/api/%65ngine/engine/default/user",
                        "//camunda/api/engine/engine/default/user",
                        "/camunda//api/engine/engine/default/user",
                        "/x/../camunda/api/engine/engine/default/user",
                        "/camunda/./api/engine/engine/default/user",
                        "/camunda/api/cockpit/plugin/base/static/../default/process-definition/x"))
                .allSatisfy(path ->
                        assertThat(anybody.get(path).statusCode()).as(path).isEqualTo(400));
        assertThat(PlainPaths.isPlain(
                        "/camunda/api/engine/engine/default/user/a%40b", "/camunda/api/engine/engine/default/user/a@b"))
                .isTrue();
        assertThat(PlainPaths.isPlain("/", "/")).isTrue();
        assertThat(PlainPaths.isPlain("/camunda/%zz", "/camunda/%zz")).isFalse();
    }

    @Test
    void theSetUpEndpointMakesNoAdministratorEvenForOne() {
        String newAdministrator = """
                {"profile":{"id":"intruder","firstName":"In","lastName":"Truder"},"credentials":{"password":"Kvtr-mzpk-48273"}}""";
        for (Browser browser :
                List.of(Browser.anonymous(port), Browser.of(people.get(LabPeople.OPS), "cockpit", port))) {
            assertThat(browser.send("POST", "/camunda/api/admin/setup/default/user/create", newAdministrator)
                            .statusCode())
                    .isEqualTo(404);
            assertThat(browser.get("/camunda/app/admin/default/setup/").statusCode())
                    .isEqualTo(404);
        }
        assertThat(identity.createUserQuery().userId("intruder").count()).isZero();
    }

    @Test
    void anExpressionInAQueryIsNeverEvaluatedWhicheverWayItComes() {
        Browser manager = Browser.of(people.get(LabPeople.MANAGER), "tasklist", port);
        String engine = "/camunda/api/engine/engine/default";
        String filter = context.getBean(FilterService.class)
                .createTaskFilterQuery()
                .filterName("All that waits for you")
                .singleResult()
                .getId();
        // Were it evaluated, the person would be gone.
        String deletes = "${identityService.deleteUser('" + LabPeople.OPERATOR + "')}";
        String plain = "{\"dueAfterExpression\":\"" + deletes + "\"}";
        String inAnOr = "{\"orQueries\":[{\"dueAfterExpression\":\"" + deletes + "\"}]}";
        for (String query : List.of(plain, inAnOr)) {
            for (String way :
                    List.of("/task", "/task/count", "/filter/" + filter + "/list", "/filter/" + filter + "/count")) {
                assertThat(manager.send("POST", engine + way, query).statusCode())
                        .as(way + " " + query)
                        .isEqualTo(400);
            }
        }
        assertThat(identity.createUserQuery().userId(LabPeople.OPERATOR).count())
                .isOne();
    }

    @Test
    void aListWithAnExpressionIsNotEvenRunForTheApplicationItself() {
        FilterService filters = context.getBean(FilterService.class);
        Filter filter = filters.newTaskFilter("with an expression");
        filter.setQuery(
                context.getBean(TaskService.class).createTaskQuery().taskAssigneeExpression("${currentUser()}"));
        assertThatThrownBy(() -> filters.saveFilter(filter)).isInstanceOf(BadUserRequestException.class);
        TaskQueryImpl or = new TaskQueryImpl();
        or.taskAssigneeExpression("${currentUser()}");
        TaskQueryImpl outer = (TaskQueryImpl) context.getBean(TaskService.class).createTaskQuery();
        outer.addOrQuery(or);
        assertThatThrownBy(outer::list).isInstanceOf(BadUserRequestException.class);
    }

    @Test
    void theLastAdministratorStays() {
        User last =
                identity.createUserQuery().memberOfGroup(Groups.ADMINISTRATORS).singleResult();
        assertThatThrownBy(() -> identity.deleteMembership(last.getId(), Groups.ADMINISTRATORS))
                .hasMessageContaining("is the only member of camunda-admin");
        assertThatThrownBy(() -> identity.deleteUser(last.getId())).isInstanceOf(NotAllowed.class);
        assertThatThrownBy(() -> actingAs.person(last.getId(), () -> identity.deleteUser(last.getId())))
                .isInstanceOf(NotAllowed.class);
        assertThatThrownBy(() -> identity.deleteGroup(Groups.ADMINISTRATORS)).isInstanceOf(NotAllowed.class);
        new Administrator(identity, new Rehearsal(false), new Passwords())
                .reconcile("second", "env:SECOND", name -> "Kvtr-mzpk-48273");
        identity.deleteMembership("second", Groups.ADMINISTRATORS);
        identity.deleteUser("second");
        assertThat(identity.createUserQuery()
                        .memberOfGroup(Groups.ADMINISTRATORS)
                        .count())
                .isOne();
    }

    @Test
    void theAdministratorComesFromConfiguration(@TempDir Path directory) throws IOException {
        Administrator administrator = new Administrator(identity, new Rehearsal(false), new Passwords());
        Path secret = Files.writeString(directory.resolve("secret"), "Kvtr-mzpk-48273\n");
        administrator.reconcile("boss", "file:" + secret, name -> null);
        administrator.reconcile("boss", "file:" + secret, name -> null);
        assertThat(identity.checkPassword("boss", "Kvtr-mzpk-48273")).isTrue();
        identity.deleteUser("boss");

        assertThatThrownBy(() -> administrator.reconcile("boss", "", name -> null))
                .hasMessageStartingWith("failback.access.administrator.password-from is not set");
        assertThatThrownBy(() -> administrator.reconcile("", "env:X", name -> null))
                .hasMessageStartingWith("failback.access.administrator.user is not set");
        assertThatThrownBy(() -> administrator.reconcile("boss", "env:NOT_THERE", name -> null))
                .hasMessageContaining("nothing is there");
        assertThatThrownBy(() -> administrator.reconcile("boss", "file:" + directory.resolve("none"), name -> null))
                .hasMessageContaining("cannot be read");
        assertThatThrownBy(() -> administrator.reconcile("boss", "hunter2", name -> null))
                .hasMessageContaining("env:NAME and file:/path")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void outsideARehearsalItDoesNotStartWithoutAnAdministrator() {
        assertThatThrownBy(() -> started("jdbc:h2:mem:bare;DB_CLOSE_DELAY=-1"))
                .isInstanceOf(AccessNotConfigured.class)
                .hasMessage("failback.access.administrator.user is not set and nobody is in the group camunda-admin;"
                        + " set it, and failback.access.administrator.password-from to env:NAME or file:/path.");
    }

    @Test
    void itDoesNotStartOnADatabaseThatForgets(@TempDir Path directory) {
        String url = "jdbc:h2:file:" + directory.resolve("engine");
        assertThatThrownBy(() -> bounds(url).afterSingletonsInstantiated())
                .hasMessageStartingWith("spring.datasource.url leaves H2's WRITE_DELAY at 500; only 0 is allowed");
        bounds(url + ";WRITE_DELAY=0").afterSingletonsInstantiated();
        assertThatThrownBy(() -> bounds("jdbc:h2:tcp://127.0.0.1:1/engine").afterSingletonsInstantiated())
                .hasMessageStartingWith("The engine's database did not answer");
    }

    private static EngineBounds bounds(String url) {
        return new EngineBounds(new DriverManagerDataSource(url), 21, 4, 12);
    }

    @Test
    void itDoesNotStartWithFewerConnectionsThanThreads() {
        assertThatThrownBy(() -> new EngineBounds(null, 20, 4, 12).afterSingletonsInstantiated())
                .hasMessageStartingWith("spring.datasource.hikari.maximum-pool-size is 20; at least 21 is allowed");
    }

    @Test
    void everyPageOfARehearsalSaysSo() {
        Browser anybody = Browser.anonymous(port);
        assertThat(anybody.get("/").body()).contains(Rehearsal.WORD);
        for (String app : List.of("tasklist", "cockpit", "admin", "welcome")) {
            assertThat(anybody.get("/camunda/app/" + app + "/styles/user-styles.css")
                            .body())
                    .as(app)
                    .containsSubsequence("/failback.css", "/rehearsal.css");
        }
        assertThat(anybody.get("/failback.css").body()).contains("Production estate");
        assertThat(anybody.get("/rehearsal.css").body()).containsIgnoringCase(Rehearsal.WORD);
        FrontPage outside = new FrontPage(new Rehearsal(false));
        assertThat(outside.page().getBody()).doesNotContain(Rehearsal.WORD);
        assertThat(outside.rehearsalLook().getBody()).isEmpty();
    }

    @Test
    void outsideARehearsalNobodyIsIntroduced() {
        assertThatThrownBy(() -> new LabPeople(identity, new Rehearsal(false), new Passwords()).introduce())
                .isInstanceOf(IllegalStateException.class);
    }

    private static void started(String database) {
        new SpringApplicationBuilder(AccessOnly.class)
                .web(WebApplicationType.NONE)
                .run(
                        "--spring.datasource.url=" + database,
                        "--camunda.bpm.process-engine-name=other",
                        "--camunda.bpm.job-execution.enabled=false")
                .close();
    }

    private record Open(String methods, String path) {
        boolean covers(Doors.Door door) {
            String pattern =
                    Arrays.stream(path.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining("[^/]+"));
            return (methods.equals("any") || List.of(methods.split(", ")).contains(door.method()))
                    && door.path().matches(pattern);
        }
    }

    private static List<Open> listed() throws IOException {
        List<Open> listed = new ArrayList<>();
        String text = Files.readString(PAGE);
        String table = text.substring(text.indexOf("## What answers without a login"), text.indexOf("Everything else"));
        Matcher row = Pattern.compile("^\\| (any|[A-Z, ]+) \\| (.+?) \\|", Pattern.MULTILINE)
                .matcher(table);
        while (row.find()) {
            Matcher path = Pattern.compile("`(.+?)`").matcher(row.group(2));
            while (path.find()) {
                listed.add(new Open(row.group(1), path.group(1)));
            }
        }
        return listed;
    }
}
