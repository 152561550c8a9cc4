package org.failback.estate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page on configuration says of every property what the code does with it. */
class ConfigurationPageTest {
    /** A row of a table: name, what it is, what is allowed, default. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| (.+?) \\| (.+?) \\| (.+?) \\|$");

    @TempDir
    static Path secrets;

    @BeforeAll
    static void layOut() {
        Example.layOut(secrets);
    }

    @Test
    void saysWhatIsAllowedAndWhatHoldsOtherwise() throws IOException {
        Map<String, String> said = new TreeMap<>();
        Matcher row = ROW.matcher(Files.readString(Path.of("src/site/markdown/configuration.md")));
        while (row.find()) {
            assertThat(row.group(2)).as(row.group(1)).isNotBlank();
            said.put(row.group(1), row.group(3) + " | " + row.group(4));
        }
        Map<String, String> read = new TreeMap<>();
        Reading reading = Example.in(secrets).reading();
        Configuration.read(reading);
        for (Property property : reading.known()) {
            read.put(
                    nameOnThePage(property.name()),
                    property.allowed().replace("|", "\\|") + " | " + property.otherwise());
        }
        assertThat(said).containsExactlyEntriesOf(read);
    }

    /** What several places describe alike, the page describes once. */
    private static String nameOnThePage(String name) {
        return name.replaceFirst("failback\\.estate\\.(primary|backup)\\.(instance|mirror|witness)\\.", "<instance>.")
                .replaceFirst("failback\\.estate\\.compliance\\.(primary|backup-mirror|backup)\\.", "<instance>.")
                .replaceFirst(
                        "failback\\.estate\\.(management-server|chat-servers\\[\\d+]\\.endpoint)\\.", "<endpoint>.")
                .replaceFirst("<\\w+>\\.(look|act|credential)\\.", "<credential>.")
                .replaceFirst("chat-servers\\[\\d+]", "chat-servers[n]");
    }
}
