package org.failback.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.failback.lab.scenario.Scenario;
import org.failback.lab.scenario.Scenarios;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"serve", "drill", "lab", "plan"})
    void every_command_explains_itself(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString()).contains("Usage: persistent-chat-failback " + command);
    }

    @Test
    void the_list_of_scenarios_tells_each_story_and_its_cure() {
        assertThat(run("lab", "--list")).isZero();
        for (Scenario scenario : Scenarios.all()) {
            assertThat(out.toString()).contains(scenario.name() + "\n", scenario.title() + ".");
            scenario.cure()
                    .forEach(order -> assertThat(out.toString())
                            .contains(
                                    "Cure on " + order.on() + ":",
                                    order.sql().lines().findFirst().orElseThrow()));
        }
        assertThat(out.toString().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    }

    @Test
    void an_unknown_scenario_is_refused_with_the_nearest_names() {
        assertThat(run("lab", "--scenario", "share-full")).isNotZero();
        assertThat(err.toString())
                .contains("there is no scenario 'share-full'; did you mean")
                .contains("share-nearly-full")
                .contains("lab --list");
    }

    @Test
    void a_scenario_is_only_for_a_lab_of_ones_own() {
        assertThat(run("drill", "--lab", "external", "--scenario", "share-nearly-full"))
                .isNotZero();
        assertThat(err.toString()).contains("an external one belongs to somebody else");
        assertThat(run("serve", "--scenario", "share-nearly-full")).isNotZero();
        assertThat(err.toString()).contains("--scenario needs the lab");
    }

    @Test
    void a_drill_on_a_lab_of_its_own_leaves_nothing_to_go_on_with() {
        assertThat(run("drill", "--resume")).isNotZero();
        assertThat(err.toString()).contains("--resume needs --lab external");
    }

    @Test
    void a_plan_for_no_lab_refuses_a_scenario_too() {
        assertThat(run("plan", "--scenario", "share-nearly-full")).isNotZero();
        assertThat(err.toString()).contains("--scenario needs the lab");
        err.getBuffer().setLength(0);
        String estate = folder.resolve("estate.yaml").toString();
        assertThat(run("plan", "--estate", estate, "--scenario", "share-nearly-full"))
                .isNotZero();
        assertThat(err.toString()).contains("--scenario needs the lab");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void a_lab_that_is_too_small_for_its_scenarios_is_refused() {
        assertThat(run("plan", "--lab", "--size-mb", "15")).isNotZero();
        assertThat(err.toString()).contains("--size-mb 15 is too small for a lab: say 16 or more");
    }

    @Test
    void a_plan_without_an_estate_says_what_to_configure_and_never_takes_the_lab() {
        assertThat(run("plan")).isNotZero();
        assertThat(err.toString())
                .startsWith("No estate is configured")
                .contains("--estate FILE")
                .contains("--lab");
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "plan"})
    void an_estate_file_that_is_not_there_is_one_clear_sentence(String command) {
        assertThat(run(command, "--estate", folder.resolve("estate.yaml").toString()))
                .isNotZero();
        assertThat(err.toString().strip())
                .startsWith("The estate file " + folder.resolve("estate.yaml") + " cannot be read.")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "plan"})
    void an_estate_file_is_read_and_everything_wrong_with_it_is_said_at_once(String command) throws IOException {
        Path file = folder.resolve("estate.yaml");
        Files.writeString(file, "failback.estate:\n  pool.fqdn: 'not a name'\n  primary.instance.port: 99999\n");

        assertThat(run(command, "--estate", file.toString())).isNotZero();
        assertThat(err.toString())
                .contains("failback.estate.pool.fqdn")
                .contains("failback.estate.primary.instance.port")
                .doesNotContain("No estate is configured");
    }

    @Test
    void the_plan_of_the_lab_shows_commands_with_placeholders_in_the_order_of_the_phases() {
        assertThat(run("plan", "--lab")).isZero();
        assertThat(out.toString())
                .containsSubsequence(
                        "== Prove readiness ==",
                        "== Take chat out of service ==",
                        "Set-CsPersistentChatActiveServer",
                        "== Remove mirroring ==",
                        "ALTER DATABASE [mgc] SET PARTNER OFF",
                        "== Back up mgc ==",
                        "BACKUP DATABASE [mgc]",
                        "{run}",
                        "== Restore mgc ==",
                        "RESTORE DATABASE [mgc]",
                        "{move-list}",
                        "== Go back ==",
                        "Plan (SHA-256): ")
                .doesNotContain("Practice-range-1");
    }

    @Test
    void a_taken_port_is_one_clear_sentence() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String first = String.valueOf(taken.getLocalPort());

            assertThat(run(
                            "lab",
                            "--ports-from",
                            first,
                            "--ca",
                            folder.resolve("ca.pem").toString()))
                    .isNotZero();
            assertThat(err.toString().strip())
                    .isEqualTo(
                            "Port " + first + " for sqlp01.dc1.lab.example is taken. Stop what listens there, perhaps"
                                    + " another lab, or move all ports with --ports-from.");
        }
    }

    private int run(String... arguments) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(arguments);
    }
}
