package org.failback;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever opens the project sees a handful of things, each of which he would look for there. */
class TopLevelTest {
    @Test
    void holdsWhatEverybodyLooksForAndNothingElse() throws IOException {
        List<String> left = Files.readAllLines(Path.of(".gitignore"));
        try (Stream<Path> entries = Files.list(Path.of(""))) {
            List<String> names = entries.map(Path::toString)
                    .filter(name -> !name.startsWith("."))
                    .filter(name -> !left.contains(name + "/"))
                    .toList();
            assertThat(names).containsExactlyInAnyOrder("pom.xml", "src", "bpmn", "docker", "README.md", "LICENSE");
        }
    }
}
