package org.failback;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.failback.step.Sort;

/** The page on errors, whose tables are made from the code. */
public final class ErrorsPage {
    /** Writes the tables into the page instead of comparing them. */
    private static final String REWRITE = "errors.page.rewrite";

    private static final Path PAGE = Path.of("src/site/markdown/errors.md");

    private ErrorsPage() {}

    /**
     * Compares a table with the page, or writes it there.
     *
     * @param title of the table, below the heading of its sort
     * @param rows cells of each row, the head first
     */
    public static void holds(Sort sort, String title, List<List<String>> rows) throws IOException {
        String table = rows.stream().map(ErrorsPage::row).collect(Collectors.joining("\n"));
        String separated =
                table.replaceFirst("\n", "\n" + "|---".repeat(rows.get(0).size()) + "|\n");
        String page = Files.readString(PAGE);
        Matcher section = Pattern.compile(
                        "(## " + Pattern.quote(sort.title()) + "\n.*?### " + Pattern.quote(title)
                                + "\n\n)(\\|.*?\n)(?=\n|\\z)",
                        Pattern.DOTALL)
                .matcher(page);
        assertThat(section.find())
                .as("a table \"%s\" below \"%s\"", title, sort.title())
                .isTrue();
        if (Boolean.getBoolean(REWRITE)) {
            Files.writeString(
                    PAGE, page.substring(0, section.start(2)) + separated + "\n" + page.substring(section.end(2)));
            return;
        }
        assertThat(section.group(2).stripTrailing())
                .as("made anew by: mvn test -Dtest='ErrorsPageTest,TroublePageTest' -D%s=true", REWRITE)
                .isEqualTo(separated);
        assertThat(page).contains("## " + sort.title() + "\n\n" + sort.whatFollows() + "\n");
    }

    /** Whether the page says this. */
    public static void says(String sentence) throws IOException {
        assertThat(Files.readString(PAGE).replaceAll("\\s+", " ")).contains(sentence);
    }

    private static String row(List<String> cells) {
        return cells.stream()
                .map(cell -> cell.replace("|", "\\|").replace("[", "\\["))
                .collect(Collectors.joining(" | ", "| ", " |"));
    }
}
