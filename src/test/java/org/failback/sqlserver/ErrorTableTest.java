package org.failback.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.failback.step.Sort;
import org.junit.jupiter.api.Test;

/**
 * The table of errors against what the practice range knows and raises. That a number stands in a call which raises it is
 * read in the lab's sources; whether a state leads there is shown only by the tests that provoke it.
 */
class ErrorTableTest {
    private static final int GUARD = 50000;
    /** {@code of} is that of the lab's errors, not of a collection or a date. */
    private static final Pattern CALL =
            Pattern.compile("(?:(?:(?<![.\\w])|(?<=\\bErrors\\.))of|\\b(?:message|SqlError|error|alert|then))\\(");

    private static final Pattern NUMBER = Pattern.compile("\\s*(\\d{3,5})\\s*");

    private static Set<Integer> known() {
        return IntStream.range(1, 60000)
                .filter(number -> number != GUARD && ErrorTable.knows(number))
                .boxed()
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Number and the rest of each line of a file of the lab. */
    private static Map<Integer, String> lines(String file) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                ErrorTableTest.class.getResourceAsStream("/org/failback/lab/server/" + file),
                StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .map(line -> line.split("\t", 2))
                    .collect(Collectors.toMap(
                            fields -> Integer.valueOf(fields[0]), fields -> fields[1], (a, b) -> a, TreeMap::new));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Numbers written into calls of the lab that raise errors. */
    private static Set<Integer> raised() throws IOException {
        Set<Integer> numbers = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java/org/failback/lab"))) {
            for (Path source :
                    sources.filter(path -> path.toString().endsWith(".java")).toList()) {
                String code = Files.readString(source);
                CALL.matcher(code).results().forEach(call -> numbers.addAll(numbersIn(code, call.end())));
            }
        }
        return numbers;
    }

    /** A message's number is the first argument of a call, or the second one, after the error that it follows. */
    private static List<Integer> numbersIn(String code, int begin) {
        List<Integer> found = new ArrayList<>();
        int depth = 0;
        int argument = begin;
        int arguments = 0;
        for (int i = begin; depth >= 0 && arguments < 2; i++) {
            char c = code.charAt(i);
            boolean ends = depth == 0 && (c == ',' || c == ')');
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (ends) {
                Matcher number = NUMBER.matcher(code.substring(argument, i));
                if (number.matches()) {
                    found.add(Integer.valueOf(number.group(1)));
                }
                argument = i + 1;
                arguments++;
            }
        }
        return found;
    }

    @Test
    void everyErrorOfTheTableIsAMessageThatTheLabKnows() {
        assertThat(lines("messages.tsv").keySet()).containsAll(known());
    }

    @Test
    void everyErrorOfTheTableStandsWhereTheLabRaisesErrorsOrIsListedWithTheReasonWhyNot() throws IOException {
        Map<Integer, String> listed = lines("ordered-only.tsv");
        Set<Integer> missing = known();
        missing.removeAll(raised());
        assertThat(listed.keySet()).containsExactlyElementsOf(missing);
        assertThat(listed.values()).allMatch(reason -> reason.length() > 10);
    }

    @Test
    void workThatWasNotNotedWasDoneUnlessSomethingFailedAfterwards() {
        assertThat(ErrorTable.meaning(List.of(1105, 3009)).sentence()).contains("msdb could not note it");
        assertThat(ErrorTable.meaning(List.of(1105, 3013)).sentence()).contains("space");
        assertThat(ErrorTable.meaning(List.of(3009, 4305, 3013)).sentence()).startsWith("Data is at risk");
        assertThat(ErrorTable.meaning(List.of(3009)).sort())
                .as("nobody sends it again on the guess that it was not done")
                .isEqualTo(Sort.ASKS);
    }

    @Test
    void theReasonMayComeAfterTheStatementsEnd() {
        assertThat(ErrorTable.meaning(List.of(3167, 3013, 909, 933)).sentence()).contains("edition");
        assertThat(ErrorTable.meaning(List.of(5120, 5181, 5069)).sentence()).contains("file of the database");
    }
}
