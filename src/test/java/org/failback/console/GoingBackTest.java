package org.failback.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.camunda.bpm.engine.TaskService;
import org.failback.access.LabPeople;
import org.failback.lab.Lab;
import org.failback.lab.LabPorts;
import org.failback.lab.LabShape;
import org.failback.lab.scenario.Place;
import org.failback.lab.scenario.Scenario;
import org.failback.lab.scenario.Scenarios;
import org.failback.process.Model;
import org.failback.process.Procedure;
import org.failback.process.Rooms;
import org.failback.process.Variable;
import org.failback.step.CheckReadiness;
import org.failback.step.Entry;
import org.failback.step.Finding;
import org.failback.step.Run;
import org.failback.step.Verdict;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Whole nights that go back, from a failed step of every phase and from the gates before going live: chat is served from
 * the backup data center as before, nothing of the run is left, and the next night brings the pool home.
 */
@Tag("nights")
class GoingBackTest {
    private static final Set<String> IN_EVERY_BUILD = Set.of("copyLog");
    private static final String MESSAGES = "SELECT CONVERT(nvarchar(20), COUNT(*)) FROM mgc.dbo.tblChat";
    private static final String STATE = "SELECT state_desc FROM sys.databases WHERE name = N'mgc'";

    /**
     * A step that fails for good, by an error that the server raises.
     *
     * @param restored whether going back costs a restore by then
     */
    private record Failing(String step, String decide, Place on, String statement, int error, boolean restored) {
        @Override
        public String toString() {
            return step;
        }
    }

    static Stream<Failing> failing() {
        return Stream.of(
                        new Failing(
                                "removeMirroringFromMgc",
                                "Decide_RemoveMirroring",
                                Place.B,
                                "ALTER DATABASE%PARTNER OFF%",
                                5011,
                                false),
                        new Failing("fenceMgc", "Decide_BackUpMgc", Place.B, "BACKUP LOG%", 3202, false),
                        new Failing("restoreMgc", "Decide_RestoreMgc", Place.P, "RESTORE DATABASE%", 3203, false),
                        new Failing(
                                "verifyPrimaryBackup",
                                "Decide_BackUpPrimary",
                                Place.B,
                                "RESTORE VERIFYONLY%",
                                3203,
                                false),
                        new Failing("refusedRestore", "Decide_ShipLog", Place.B, "RESTORE DATABASE%", 3201, false),
                        new Failing("brokenRestore", "Decide_ShipLog", Place.B, "RESTORE DATABASE%", 3203, true),
                        new Failing("copyLog", "Decide_ShipLog", Place.B, "%sqllogship%-Copy%", 22022, true))
                .filter(night -> Boolean.getBoolean(Night.EVERY) || IN_EVERY_BUILD.contains(night.toString()));
    }

    @TempDir
    static Path folder;

    private static Lab lab;
    private static LabClient client;
    private static ConfigurableApplicationContext context;
    private List<String> messages;

    @BeforeAll
    static void open() {
        lab = Lab.start(new LabShape(50, 0), LabPorts.free(), folder.resolve("ca.pem"));
        client = new LabClient(lab.address());
        context = start(Map.of());
    }

    private static ConfigurableApplicationContext start(Map<String, Object> settings) {
        Map<String, Object> properties = new HashMap<>(lab.address().estate());
        properties.put("failback.settings.replication-wait", "2s");
        properties.putAll(settings);
        ConfigurableApplicationContext started = Application.start(WebApplicationType.NONE, properties);
        started.getBean(LabPeople.class).introduce();
        return started;
    }

    @BeforeEach
    void theLabBeginsAnew() {
        client.run(Place.P, "EXEC lab.dbo.reset");
        messages = client.ask(Place.B, MESSAGES);
    }

    @AfterAll
    static void close() {
        context.close();
        lab.close();
    }

    @ParameterizedTest
    @MethodSource("failing")
    void from_a_failed_step_the_way_is_back_and_the_next_night_succeeds(Failing failing) {
        client.run(
                failing.on(),
                "EXEC lab.dbo.fail_next @like = N'" + failing.statement() + "', @error = " + failing.error());
        List<String> asked = new ArrayList<>();

        Run run = new Night(context).run("PCF-1-" + failing, task -> {
            if (!task.startsWith("Decide_")) {
                asked.add(task);
                return Run.APPROVE;
            }
            assertThat(task).isEqualTo(failing.decide());
            client.run(failing.on(), "EXEC lab.dbo.forget_faults");
            return Run.GO_BACK;
        });

        assertThat(asked.contains(Model.Gates.APPROVE_RESTORE_COPY)).isEqualTo(failing.restored());
        chatIsServedAsBefore(
                run, failing.restored() ? "OFFLINE" : client.ask(Place.P, STATE).get(0));
        theNextNightSucceeds(context, "PCF-2-" + failing);
    }

    @Test
    @EnabledIfSystemProperty(named = Night.EVERY, matches = "true")
    void from_the_gates_before_going_live_the_way_is_back_after_its_cost_was_approved() {
        for (String gate : List.of(Model.Gates.CONFIRM_ACTIVE_SERVERS, Model.Gates.APPROVE_GO_LIVE)) {
            List<String> cost = new ArrayList<>();
            Run run = new Night(context).run("PCF-" + gate.replace('_', '-'), task -> {
                assertThat(task).startsWith("Gate_");
                if (task.equals(Model.Gates.APPROVE_RESTORE_COPY)) {
                    cost.add(shownAt(task));
                    assertThat(client.ask(Place.B, STATE)).containsExactly("RESTORING");
                }
                return task.equals(gate) ? Run.GO_BACK : Run.APPROVE;
            });

            assertThat(cost).singleElement().asString().contains("The restore alone", messages.get(0) + " messages");
            chatIsServedAsBefore(run, "OFFLINE");
        }
        theNextNightSucceeds(context, "PCF-after-two");
    }

    @Test
    @EnabledIfSystemProperty(named = Night.EVERY, matches = "true")
    void managers_who_refuse_the_cost_let_the_night_go_on_to_its_good_end() {
        List<String> asked = new ArrayList<>();
        Run run = new Night(context).run("PCF-refused-cost", task -> {
            asked.add(task);
            return switch (task) {
                case Model.Gates.CONFIRM_ACTIVE_SERVERS ->
                    asked.stream().filter(task::equals).count() == 1 ? Run.GO_BACK : Run.APPROVE;
                case Model.Gates.APPROVE_RESTORE_COPY -> Run.REFUSE;
                default -> Run.APPROVE;
            };
        });

        assertThat(Drill.endOf(run)).isEqualTo("End_FailedBack");
        assertThat(run.intended("removeLogShippingFromPrimary")).isFalse();
        everyProofHolds(context, run);
    }

    @Test
    @EnabledIfSystemProperty(named = Night.EVERY, matches = "true")
    void without_a_fence_the_way_is_the_same() {
        try (ConfigurableApplicationContext unfenced = start(Map.of("failback.settings.fence", "none"))) {
            Run run = new Night(unfenced)
                    .run("PCF-unfenced", task -> task.equals(Model.Gates.APPROVE_GO_LIVE) ? Run.GO_BACK : Run.APPROVE);
            chatIsServedAsBefore(run, "OFFLINE");
            theNextNightSucceeds(unfenced, "PCF-unfenced-2");
        }
    }

    @Test
    @EnabledIfSystemProperty(named = Night.EVERY, matches = "true")
    void a_second_copy_that_is_online_stops_going_live_and_people_may_still_go_back() {
        Run run = new Night(context).run("PCF-two-copies", task -> {
            if (task.equals(Model.Gates.APPROVE_GO_LIVE)) {
                client.run(Place.PM, "CREATE DATABASE [mgc]");
            }
            if (task.startsWith("Decide_")) {
                assertThat(task).isEqualTo("Decide_GoLive");
                client.run(Place.PM, "DROP DATABASE [mgc]");
                return Run.GO_BACK;
            }
            return Run.APPROVE;
        });

        assertThat(run.intended("setActiveServers")).isFalse();
        chatIsServedAsBefore(run, "OFFLINE");
    }

    @Test
    @EnabledIfSystemProperty(named = Night.EVERY, matches = "true")
    void a_primary_that_could_not_come_up_is_known_as_an_earlier_attempt_and_overwritten() {
        Scenario scenario = Scenarios.find("enterprise-feature-in-mgc").orElseThrow();
        client.run(Place.P, "EXEC lab.dbo.scenario N'" + scenario.name() + "'");
        messages = client.ask(Place.B, MESSAGES);
        Run first =
                new Night(context).run("PCF-1-edition", task -> task.startsWith("Decide_") ? Run.GO_BACK : Run.APPROVE);
        chatIsServedAsBefore(first, "RESTORING");

        scenario.cure().forEach(client::run);
        Run second = theNextNightSucceeds(context, "PCF-2-edition");
        assertThat(second.lastFound("checkReadiness")
                        .map(found -> found.data().get(CheckReadiness.TABLE))
                        .orElseThrow())
                .contains("left by an earlier attempt of the failback: failback run PCF-1-edition restored it");
    }

    /** The list is as it was, every message is on B and it alone serves, and nothing of the run is left anywhere. */
    private void chatIsServedAsBefore(Run run, String primary) {
        assertThat(Drill.endOf(run)).isEqualTo("End_Abandoned");
        assertThat(lab.chat().activeServers()).containsExactly("chat3.dc2.lab.example", "chat4.dc2.lab.example");
        assertThat(client.ask(Place.B, STATE)).containsExactly("ONLINE");
        assertThat(client.ask(Place.B, MESSAGES)).isEqualTo(messages);
        assertThat(client.ask(Place.P, STATE)).containsExactly(primary);
        for (Place mirror : List.of(Place.PM, Place.BM)) {
            assertThat(client.ask(mirror, STATE)).doesNotContain("ONLINE");
        }
        for (Place place : List.of(Place.P, Place.B)) {
            assertThat(client.ask(
                            place,
                            "SELECT name FROM msdb.dbo.sysjobs WHERE name LIKE N'Failback%' OR name LIKE N'LS%'"))
                    .as("jobs and marks on " + place)
                    .isEmpty();
            assertThat(client.ask(place, "SELECT primary_database FROM msdb.dbo.log_shipping_primary_databases"))
                    .isEmpty();
            assertThat(client.ask(place, "SELECT primary_database FROM msdb.dbo.log_shipping_secondary"))
                    .isEmpty();
        }
        Procedure procedure = context.getBean(Procedure.class);
        for (String step : List.of("proveWayBack", "removeJobsFromPrimary", "removeJobsFromBackup")) {
            Finding finding = procedure.step(step).orElseThrow().look(run);
            assertThat(finding.verdict()).as(step + ": " + finding.summary()).isEqualTo(Verdict.DONE);
        }
    }

    private Run theNextNightSucceeds(ConfigurableApplicationContext application, String id) {
        Run run = new Night(application).run(id, task -> {
            assertThat(task).as("nothing fails on this way").startsWith("Gate_");
            return Run.APPROVE;
        });
        assertThat(Drill.endOf(run)).isEqualTo("End_FailedBack");
        assertThat(run.of(Entry.Kind.NOTE)).isEmpty();
        everyProofHolds(application, run);
        return run;
    }

    private static void everyProofHolds(ConfigurableApplicationContext application, Run run) {
        assertThat(new Proofs(application.getBean(Rooms.class)).of(run))
                .filteredOn(proof -> !proof.holds())
                .isEmpty();
    }

    private static String shownAt(String task) {
        TaskService tasks = context.getBean(TaskService.class);
        String id =
                tasks.createTaskQuery().taskDefinitionKey(task).singleResult().getId();
        return tasks.getVariable(id, Variable.EVIDENCE.name()).toString();
    }
}
