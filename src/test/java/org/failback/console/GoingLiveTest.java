package org.failback.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.failback.access.LabPeople;
import org.failback.lab.Lab;
import org.failback.lab.LabPorts;
import org.failback.lab.LabShape;
import org.failback.lab.scenario.Place;
import org.failback.process.Model;
import org.failback.step.Entry;
import org.failback.step.Run;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/** Whole nights that do not go smoothly between the restored primary and working chat. */
@Tag("nights")
class GoingLiveTest {
    private static final String CHAT_1 = "chat1.dc1.lab.example";
    private static final String CHAT_2 = "chat2.dc1.lab.example";

    @TempDir
    static Path folder;

    private static Lab lab;
    private static ConfigurableApplicationContext context;
    /** Tasks "Decide how to go on" in the order in which people met them, with what they were told. */
    private final List<String> decided = new ArrayList<>();

    @BeforeAll
    static void open() {
        lab = Lab.start(new LabShape(50, 0), LabPorts.free(), folder.resolve("ca.pem"));
        context = start(Map.of("failback.settings.replication-wait", "2s"));
    }

    private static ConfigurableApplicationContext start(Map<String, Object> settings) {
        Map<String, Object> properties = new HashMap<>(lab.address().estate());
        properties.putAll(settings);
        ConfigurableApplicationContext started = Application.start(WebApplicationType.NONE, properties);
        started.getBean(LabPeople.class).introduce();
        return started;
    }

    @BeforeEach
    void theLabBeginsAnew() {
        new LabClient(lab.address()).run(Place.P, "EXEC lab.dbo.reset");
    }

    @AfterAll
    static void close() {
        context.close();
        lab.close();
    }

    @Test
    void operators_look_again_then_managers_refuse_the_servers_and_operators_choose_others() {
        Night night = new Night(context);
        List<String> asked = new ArrayList<>();

        Run run = night.run("PCF-other-servers", task -> {
            asked.add(task);
            if (task.equals(Model.Gates.CONFIRM_ACTIVE_SERVERS)
                    && asked.stream().filter(task::equals).count() == 1) {
                return Run.REFUSE;
            }
            if (task.equals(Model.Gates.APPROVE_GO_LIVE)
                    && asked.stream().filter(task::equals).count() == 1) {
                night.type(CHAT_1);
                return Run.REFUSE;
            }
            return Run.APPROVE;
        });

        assertThat(Drill.endOf(run)).isEqualTo("End_FailedBack");
        assertThat(asked)
                .filteredOn(task -> task.equals(Model.Gates.CONFIRM_ACTIVE_SERVERS))
                .as("once to look again, once more after the managers' refusal")
                .hasSize(3);
        assertThat(lab.chat().activeServers()).containsExactly(CHAT_1);
        assertThat(intents(run, "setActiveServers")).hasSize(1);
    }

    @Test
    @EnabledIfSystemProperty(named = Night.EVERY, matches = "true")
    void with_the_state_first_the_servers_come_second_and_the_end_is_the_same() {
        try (ConfigurableApplicationContext stateFirst =
                start(Map.of("failback.settings.go-live-order", "state-first"))) {
            Run run = new Night(stateFirst).run("PCF-state-first", task -> Run.APPROVE);

            assertThat(Drill.endOf(run)).isEqualTo("End_FailedBack");
            assertThat(lab.chat().activeServers()).containsExactlyInAnyOrder(CHAT_1, CHAT_2);
            assertThat(intents(run, "setPoolState")).hasSize(1);
            assertThat(intents(run, "setPoolState").get(0).number())
                    .isLessThan(intents(run, "setActiveServers").get(0).number());
        }
    }

    @Test
    @EnabledIfSystemProperty(named = Night.EVERY, matches = "true")
    void a_mirror_that_somebody_brought_online_stops_everything_before_a_server_is_set() {
        Run run = new Night(context).run("PCF-mirror-online", task -> {
            if (task.equals(Model.Gates.APPROVE_GO_LIVE) && decided.isEmpty()) {
                onPrimaryMirror("CREATE DATABASE [mgc]");
            }
            if (task.startsWith("Decide_")) {
                decided.add(task);
                assertThat(lab.chat().activeServers()).isEmpty();
                onPrimaryMirror("DROP DATABASE [mgc]");
                return "tryAgain";
            }
            return Run.APPROVE;
        });

        assertThat(decided).containsExactly("Decide_GoLive");
        assertThat(run.of(Entry.Kind.NOTE)).anyMatch(note -> note.text().contains("mgc is ONLINE on SQLP02\\LYNC"));
        assertThat(Drill.endOf(run)).isEqualTo("End_FailedBack");
        assertThat(intents(run, "setActiveServers")).hasSize(1);
    }

    @Test
    @EnabledIfSystemProperty(named = Night.EVERY, matches = "true")
    void a_mirror_online_while_preparing_is_named_before_anybody_is_asked() {
        Run run = new Night(context).run("PCF-mirror-early", task -> {
            if (task.equals(Model.Gates.APPROVE_OVERWRITE)) {
                onPrimaryMirror("CREATE DATABASE [mgc]");
            }
            if (task.startsWith("Decide_")) {
                decided.add(task);
                onPrimaryMirror("DROP DATABASE [mgc]");
                return "tryAgain";
            }
            return Run.APPROVE;
        });

        assertThat(decided).containsExactly("Decide_PrepareGoLive");
        assertThat(Drill.endOf(run)).isEqualTo("End_FailedBack");
    }

    @Test
    @EnabledIfSystemProperty(named = Night.EVERY, matches = "true")
    void a_server_whose_local_store_lags_is_named_and_waited_for_again() {
        lab.chat().behaviour().localStoreLags(CHAT_2, true);

        Run run = new Night(context).run("PCF-lagging", task -> {
            if (task.startsWith("Decide_")) {
                decided.add(task);
                lab.chat().behaviour().localStoreLags(CHAT_2, false);
                return "tryAgain";
            }
            return Run.APPROVE;
        });

        assertThat(decided).containsExactly("Decide_GoLive");
        assertThat(run.of(Entry.Kind.NOTE).map(Entry::text).toList())
                .anyMatch(text -> text.contains("the local store of " + CHAT_2 + " does not say Normal"));
        assertThat(Drill.endOf(run)).isEqualTo("End_FailedBack");
        assertThat(intents(run, "setPoolState")).hasSize(1);
    }

    @Test
    @EnabledIfSystemProperty(named = Night.EVERY, matches = "true")
    void services_that_this_run_stopped_run_again_before_the_pool_goes_live() {
        lab.chat().behaviour().connectionsLingerForEver();

        Run run = new Night(context).run("PCF-stopped", task -> {
            if (task.startsWith("Decide_")) {
                decided.add(task);
                return "stopChatServices";
            }
            return Run.APPROVE;
        });

        assertThat(decided).containsExactly("Decide_TakeChatOut");
        assertThat(Drill.endOf(run)).isEqualTo("End_FailedBack");
        assertThat(intents(run, "startChatServices").get(0).number())
                .isLessThan(intents(run, "setActiveServers").get(0).number());
    }

    @Test
    @EnabledIfSystemProperty(named = Night.EVERY, matches = "true")
    void chat_that_does_not_work_is_looked_at_again_and_nothing_is_done_twice() {
        List<String> asked = new ArrayList<>();

        Run run = new Night(context).run("PCF-no-chat", task -> {
            if (task.startsWith("Decide_")) {
                decided.add(task);
                return "tryAgain";
            }
            asked.add(task);
            boolean first = asked.stream().filter(task::equals).count() == 1;
            return task.equals(Model.Gates.CONFIRM_CHAT_WORKS) && first ? Run.REFUSE : Run.APPROVE;
        });

        assertThat(decided).containsExactly("Decide_ChatWorks");
        assertThat(Drill.endOf(run)).isEqualTo("End_FailedBack");
        assertThat(intents(run, "setActiveServers")).hasSize(1);
        assertThat(intents(run, "setPoolState")).hasSize(1);
    }

    private static List<Entry> intents(Run run, String step) {
        return run.of(Entry.Kind.INTENT)
                .filter(intent -> intent.step().equals(step))
                .toList();
    }

    private void onPrimaryMirror(String sql) {
        new LabClient(lab.address()).run(Place.PM, sql);
    }
}
