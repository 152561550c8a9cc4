package org.failback.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
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
import org.failback.process.Rooms;
import org.failback.process.Variable;
import org.failback.step.Run;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Nights with a mishap: the product stops before any harm and says what is wrong, where, and what to do; somebody does
 * just that with a SQL client of his own; and the pool comes home.
 */
@Tag("nights")
class ScenariosTest {
    private static final Set<String> IN_EVERY_BUILD = Set.of("answer-lost");

    /** Which copies of mgc have been overwritten by the time that people are asked. */
    private enum Harm {
        NONE,
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
        return played(
                new Met(
                        "agent-off-on-primary",
                        "Decide_ProveReadiness",
                        Harm.NONE,
                        "SQL Server Agent on SQLP01\\\\LYNC: Stopped",
                        "Start it and set it to start automatically",
                        "Agent XPs"),
                new Met(
                        "server-name-null",
                        "Decide_ProveReadiness",
                        Harm.NONE,
                        "@@SERVERNAME",
                        "sp_addserver 'SQLP01\\\\LYNC', 'local'"),
                new Met(
                        "backup-is-mirror",
                        "Decide_ProveReadiness",
                        Harm.NONE,
                        "State of mgc on SQLB01\\\\LYNC: RESTORING",
                        "fail mirroring over to SQLB01\\\\LYNC first",
                        "It is the principal: the live copy may be this one"),
                new Met(
                        "single-user-taken",
                        "Decide_ProveReadiness",
                        Harm.NONE,
                        "Somebody took the only connection",
                        "(error 924)",
                        "Find the session in sys.dm_exec_sessions and end it"),
                new Met(
                        "mgc-encrypted",
                        "Decide_ProveReadiness",
                        Harm.NONE,
                        "Encryption of mgc on SQLP01\\\\LYNC",
                        "create it on SQLP01\\\\LYNC (CREATE CERTIFICATE"),
                new Met(
                        "backup-newer-than-primary",
                        "Decide_ProveReadiness",
                        Harm.NONE,
                        "SQLP01\\\\LYNC 10.50",
                        "SQLB01\\\\LYNC 11.0",
                        "A backup is restored to the same or a newer version only"),
                new Met(
                        "no-second-hop",
                        "Decide_ProveReadiness",
                        Harm.NONE,
                        "ANONYMOUS LOGON",
                        "resource-based constrained delegation"),
                new Met(
                        "old-log-shipping-left",
                        "Decide_ProveReadiness",
                        Harm.NONE,
                        "Log shipping leftovers on SQLP01\\\\LYNC",
                        "sp_delete_log_shipping_primary_database"),
                new Met(
                        "primary-disk-full",
                        "Decide_ProveReadiness",
                        Harm.NONE,
                        "Room for mgc on SQLP01\\\\LYNC",
                        "Make room on the volumes of mgc's files"),
                new Met(
                        "engine-cannot-write-share",
                        "Decide_ProveReadiness",
                        Harm.NONE,
                        "by the account that the server's engine runs as",
                        "Operating system error 5(Access is denied.)",
                        "correct that for the engine's account, then try again"),
                new Met(
                        "agent-cannot-read-share",
                        "Decide_ProveReadiness",
                        Harm.NONE,
                        "The SQL Server Agent account on SQLB01\\\\LYNC could not copy a file from the share",
                        "Access is denied.",
                        "Let the account of SQL Server Agent on SQLB01\\\\LYNC read"),
                new Met(
                        "stale-replica",
                        "Decide_TakeChatOut",
                        Harm.NONE,
                        "has not reached chat1.dc1.lab.example",
                        "Invoke-CsManagementStoreReplication"),
                new Met(
                        "compliance-never-drains",
                        "Decide_TakeChatOut",
                        Harm.NONE,
                        "2 compliance events are still unprocessed",
                        "See whether the compliance service runs",
                        Run.WAIVE),
                new Met(
                        "chat-servers-keep-writing",
                        "Decide_TakeChatOut",
                        Harm.NONE,
                        "mgc is not quiet: dbo.tblChat",
                        "chat3.dc2.lab.example",
                        "stop the chat services, or end the sessions"),
                new Met(
                        "client-returns",
                        "Decide_TakeChatOut",
                        Harm.NONE,
                        "mgc is not quiet: 1 sessions stand in mgc",
                        "end the sessions"),
                new Met(
                        "agent-dies-in-backup",
                        "Decide_BackUpMgc",
                        Harm.NONE,
                        "It ran when SQL Server Agent was stopped, which aborts it.",
                        "See whether SQL Server Agent runs there"),
                new Met(
                        "corrupt-pages",
                        "Decide_BackUpMgc",
                        Harm.NONE,
                        "Data is at risk: The database is damaged.",
                        "Msg 8928",
                        "keep every backup there is"),
                new Met(
                        "orphaned-user",
                        "Decide_RestoreMgc",
                        Harm.RESTORED,
                        "chat_report",
                        "Create these logins on SQLP01\\\\LYNC"),
                new Met(
                        "job-name-taken",
                        "Decide_ShipLog",
                        Harm.OVERWRITTEN,
                        "(error 32022)",
                        "A job that does not belong to log shipping has the name"),
                new Met(
                        "restore-job-restores-nothing",
                        "Decide_ShipLog",
                        Harm.OVERWRITTEN,
                        "succeeded, but the file it is about did not come through",
                        "look for a log backup that somebody else took"),
                new Met(
                        "local-store-lags",
                        "Decide_GoLive",
                        Harm.OVERWRITTEN,
                        "the local store of chat1.dc1.lab.example does not say Normal",
                        "Invoke-CsManagementStoreReplication -ReplicaFqdn chat1.dc1.lab.example"));
    }

    /** What a run has made of it cannot be mended: the way is back, and the next night succeeds. */
    static Stream<Met> spoilt() {
        return played(new Met(
                "backup-file-damaged",
                "Decide_BackUpMgc",
                Harm.NONE,
                "The backup medium is damaged or not a backup.",
                "go back, and take a new backup onto sound storage"));
    }

    @SafeVarargs
    private static <T> Stream<T> played(T... nights) {
        return Stream.of(nights)
                .filter(night -> Boolean.getBoolean(Night.EVERY) || IN_EVERY_BUILD.contains(night.toString()));
    }

    /** Mishaps that a program can deal with by itself: it looks, and goes on from what it sees. */
    static Stream<String> passing() {
        return played("answer-lost", "domain-unreachable", "mirroring-unstable", "primary-already-mirrored");
    }

    @TempDir
    static Path folder;

    private static Lab lab;
    private static ConfigurableApplicationContext context;
    private static LabClient client;
    private Map<Place, Integer> before;

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

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("mishaps")
    void people_are_told_in_time_and_the_pool_comes_home_once_the_cause_is_gone(Met met) {
        Scenario scenario = begin(met.scenario());
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
        theNightEndedWell(run);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("spoilt")
    void people_are_told_to_go_back_and_the_next_night_brings_the_pool_home(Met met) {
        Scenario scenario = begin(met.scenario());
        List<String> asked = new ArrayList<>();

        Run first = new Night(context).run("PCF-1-" + scenario.name(), task -> {
            if (!task.startsWith("Decide_")) {
                return Run.APPROVE;
            }
            asked.add(task);
            assertThat(shownAt(task)).contains(met.words());
            assertThat(restores()).containsEntry(Place.B, 0);
            return Run.GO_BACK;
        });
        assertThat(asked).containsExactly(met.task());
        assertThat(Drill.endOf(first)).isEqualTo("End_Abandoned");
        assertThat(client.ask(Place.B, "SELECT state_desc FROM sys.databases WHERE name = N'mgc'"))
                .containsExactly("ONLINE");

        scenario.cure().forEach(client::run);
        before = counts();
        theNightEndedWell(new Night(context).run("PCF-2-" + scenario.name(), task -> Run.APPROVE));
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("passing")
    void what_needs_nobody_asks_nobody(String name) {
        begin(name);

        Run run = new Night(context).run("PCF-" + name, task -> {
            assertThat(task).startsWith("Gate_");
            return Run.APPROVE;
        });

        theNightEndedWell(run);
    }

    private Scenario begin(String name) {
        client.run(Place.P, "EXEC lab.dbo.scenario N'" + name + "'");
        before = counts();
        return Scenarios.find(name).orElseThrow();
    }

    private void theNightEndedWell(Run run) {
        assertThat(Drill.endOf(run)).isEqualTo("End_FailedBack");
        assertThat(new Proofs(context.getBean(Rooms.class)).of(run))
                .filteredOn(proof -> !proof.holds())
                .isEmpty();
        assertThat(restores()).isEqualTo(Map.of(Place.P, 1, Place.PM, 0, Place.B, 1, Place.BM, 0));
    }

    /** All that the form shows, as JSON. */
    private static String shownAt(String task) {
        TaskService tasks = context.getBean(TaskService.class);
        String id =
                tasks.createTaskQuery().taskDefinitionKey(task).singleResult().getId();
        return tasks.getVariable(id, Variable.EVIDENCE.name()).toString();
    }

    private Harm harm() {
        Map<Place, Integer> restores = restores();
        assertThat(restores.get(Place.PM) + restores.get(Place.BM)).isZero();
        if (restores.get(Place.B) > 0) {
            return Harm.OVERWRITTEN;
        }
        return restores.get(Place.P) > 0 ? Harm.RESTORED : Harm.NONE;
    }

    /** How often mgc was restored from a full backup during the night, by the servers' own history. */
    private Map<Place, Integer> restores() {
        Map<Place, Integer> during = new EnumMap<>(Place.class);
        counts().forEach((place, count) -> during.put(place, count - before.get(place)));
        return during;
    }

    private static Map<Place, Integer> counts() {
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
