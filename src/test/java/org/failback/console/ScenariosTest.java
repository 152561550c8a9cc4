package org.failback.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.engine.TaskService;
import org.camunda.spin.json.SpinJsonNode;
import org.failback.access.LabPeople;
import org.failback.lab.Lab;
import org.failback.lab.LabPorts;
import org.failback.lab.LabShape;
import org.failback.lab.scenario.Place;
import org.failback.lab.scenario.Scenario;
import org.failback.lab.scenario.Scenarios;
import org.failback.process.Rooms;
import org.failback.process.Variable;
import org.failback.step.Run;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Nights with a mishap: the product stops before any harm and says what is wrong, where, and what to do; somebody does
 * just that with a SQL client of his own; and the pool comes home.
 */
class ScenariosTest {
    /** What may have happened to the databases by the time that people are asked. */
    private enum Harm {
        NONE,
        FENCED,
        RESTORED,
        OVERWRITTEN
    }

    /**
     * A mishap and how it must be met.
     *
     * @param task where people are asked how to go on
     * @param words what they must be able to read there, in any order: place, cause and remedy
     */
    private record Met(String scenario, String task, Harm harm, String... words) {
        @Override
        public String toString() {
            return scenario;
        }
    }

    static Stream<Met> mishaps() {
        return Stream.of(
                new Met("agent-cannot-read-share", "Decide_ProveReadiness", Harm.NONE, "SQLB01\\LYNC", "Agent"));
    }

    @TempDir
    static Path folder;

    private static Lab lab;
    private static ConfigurableApplicationContext context;
    private static LabClient client;

    @BeforeAll
    static void open() {
        lab = Lab.start(new LabShape(50, 0), LabPorts.free(), folder.resolve("ca.pem"));
        client = new LabClient(lab.address());
        Map<String, Object> properties = new HashMap<>(lab.address().estate());
        properties.put("failback.settings.replication-wait", "2s");
        properties.put("failback.settings.compliance-wait", "2s");
        context = Application.start(WebApplicationType.NONE, properties);
        context.getBean(LabPeople.class).introduce();
    }

    @AfterAll
    static void close() {
        context.close();
        lab.close();
    }

    @ParameterizedTest
    @MethodSource("mishaps")
    void people_are_told_in_time_and_the_pool_comes_home_once_the_cause_is_gone(Met met) {
        Scenario scenario = Scenarios.find(met.scenario()).orElseThrow();
        client.run(Place.P, "EXEC lab.dbo.scenario N'" + scenario.name() + "'");
        List<String> asked = new ArrayList<>();

        Run run = new Night(context).run("PCF-" + scenario.name(), task -> {
            if (!task.startsWith("Decide_")) {
                return Run.APPROVE;
            }
            asked.add(task);
            assertThat(asked).as("asked once, and never again after the cure").hasSize(1);
            assertThat(shownAt(task)).contains(met.words());
            assertThat(harm()).isEqualTo(met.harm());
            scenario.cure().forEach(client::run);
            return "tryAgain";
        });

        assertThat(asked).containsExactly(met.task());
        assertThat(Drill.endOf(run)).isEqualTo("End_FailedBack");
        assertThat(new Proofs(context.getBean(Rooms.class)).of(run))
                .filteredOn(proof -> !proof.holds())
                .isEmpty();
        assertThat(restores()).isEqualTo(Map.of(Place.P, 1, Place.PM, 0, Place.B, 1, Place.BM, 0));
    }

    /** All that the form shows. */
    private static String shownAt(String task) {
        TaskService tasks = context.getBean(TaskService.class);
        String id =
                tasks.createTaskQuery().taskDefinitionKey(task).singleResult().getId();
        return ((SpinJsonNode) tasks.getVariable(id, Variable.EVIDENCE.name())).toString();
    }

    private static Harm harm() {
        Map<Place, Integer> restores = restores();
        assertThat(restores.get(Place.PM) + restores.get(Place.BM)).isZero();
        if (restores.get(Place.B) > 0) {
            return Harm.OVERWRITTEN;
        }
        if (restores.get(Place.P) > 0) {
            return Harm.RESTORED;
        }
        List<String> state = client.ask(Place.B, "SELECT state_desc FROM sys.databases WHERE name = N'mgc'");
        return state.contains("ONLINE") ? Harm.NONE : Harm.FENCED;
    }

    /** How often mgc was restored from a full backup since the lab was set to the scenario, by the servers' own history. */
    private static Map<Place, Integer> restores() {
        Map<Place, Integer> counts = new EnumMap<>(Place.class);
        for (Place place : Place.values()) {
            counts.put(
                    place,
                    Integer.valueOf(client.ask(
                                    place,
                                    "SELECT COUNT(*) FROM msdb.dbo.restorehistory"
                                            + " WHERE destination_database_name = N'mgc' AND restore_type = 'D'")
                            .get(0)));
        }
        return counts;
    }
}
