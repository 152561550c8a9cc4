package org.failback.sqlserver;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.failback.ErrorsPage;
import org.failback.step.Sort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page on errors says of SQL Server's errors what the table of the code says. */
class ErrorsPageTest {
    @ParameterizedTest
    @EnumSource
    void ofSqlServer(Sort sort) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("Errors", "What failed", "What to do", "Whose it is"));
        Map<ErrorTable.Meaning, List<Integer>> numbers = new LinkedHashMap<>();
        ErrorTable.meanings()
                .forEach((number, meaning) -> numbers.computeIfAbsent(meaning, same -> new ArrayList<>())
                        .add(number));
        numbers.forEach((meaning, same) -> add(rows, sort, meaning, inWords(same)));
        ErrorTable.withoutNumber().forEach(meaning -> add(rows, sort, meaning, ""));
        ErrorsPage.holds(sort, "SQL Server", rows);
    }

    private static void add(List<List<String>> rows, Sort sort, ErrorTable.Meaning meaning, String numbers) {
        if (meaning.sort() == sort) {
            rows.add(List.of(numbers, meaning.sentence(), meaning.remedy(), meaning.owner()));
        }
    }

    @Test
    void ofErrorsThatOnlyFollowAnother() throws IOException {
        ErrorsPage.says(inWords(ErrorTable.trailing()) + " say only that an earlier error ended the statement");
    }

    private static String inWords(java.util.Collection<Integer> numbers) {
        return numbers.stream().sorted().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
