package org.failback.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.failback.lab.scenario.Scenario;
import org.failback.lab.scenario.Scenarios;
import org.junit.jupiter.api.Test;

/** The page "Faults and scenarios" shows exactly the scenarios that there are, and only procedures that exist. */
class ScenariosPageTest {
    private static final Path PAGE = Path.of("src/site/markdown/scenarios.md");

    @Test
    void theTableIsThatOfTheCode() throws IOException {
        List<String> rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();
        assertThat(rows)
                .containsExactlyElementsOf(
                        Scenarios.all().stream().map(ScenariosPageTest::row).toList());
    }

    private static String row(Scenario scenario) {
        return "| `" + scenario.name() + "` | " + scenario.title() + " | " + scenario.knownFrom() + " |";
    }

    @Test
    void thereAreAtLeastSixteenAndEachTellsWhatAStoryTells() {
        assertThat(Scenarios.all()).hasSizeGreaterThanOrEqualTo(16).allSatisfy(scenario -> {
            assertThat(scenario.name()).matches("[a-z]+(-[a-z]+)*");
            assertThat(scenario.story().split("[.;:](\\s|$)"))
                    .as(scenario.story())
                    .hasSizeBetween(2, 4);
            assertThat(scenario.cause()).isNotEmpty();
            assertThat(scenario.cure()).isNotEmpty();
        });
        assertThat(Scenarios.all()).extracting(Scenario::name).doesNotHaveDuplicates();
    }

    @Test
    void whatSomebodyMayHaveMeantComesFirst() {
        assertThat(Scenarios.nearest("stale")).startsWith("stale-replica");
        assertThat(Scenarios.nearest("agent-off")).startsWith("agent-off-on-primary");
        assertThat(Scenarios.nearest("corupt-pages")).startsWith("corrupt-pages");
        assertThat(Scenarios.find("Corrupt-Pages")).isPresent();
    }

    @Test
    void noProcedureIsNamedThatDoesNotExist() throws Exception {
        Path folder = Files.createTempDirectory(Path.of("target"), "page");
        try (RunningLab lab = new RunningLab(folder);
                java.sql.Connection client = lab.backup()) {
            List<String> known = RunningLab.rows(client, "EXEC lab.dbo.help").stream()
                    .map(row -> row.get(0))
                    .toList();
            assertThat(Pattern.compile("EXEC (lab\\.dbo\\.\\w+)")
                            .matcher(Files.readString(PAGE))
                            .results())
                    .isNotEmpty()
                    .allSatisfy(named -> assertThat(known).contains(named.group(1)));
        }
    }
}
