package org.failback;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a page points to within the project is there. */
class LinksTest {
    private static final Pattern LINK = Pattern.compile("]\\((?!\\w+:|#)([^)#]+)");

    @Test
    void leadSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        int links = 0;
        for (Path page : pages()) {
            for (String target : LINK.matcher(Files.readString(page))
                    .results()
                    .map(m -> m.group(1))
                    .toList()) {
                links++;
                if (!Files.exists(page.resolveSibling(target))) {
                    broken.add(page + ": " + target);
                }
            }
        }
        assertThat(broken).isEmpty();
        assertThat(links).isPositive();
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> site = Files.walk(Path.of("src", "site", "markdown"))) {
            return Stream.concat(Stream.of(Path.of("README.md")), site)
                    .filter(path -> path.toString().endsWith(".md"))
                    .toList();
        }
    }
}
