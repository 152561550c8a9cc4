package org.failback.console;

import java.util.ArrayList;
import java.util.List;
import org.failback.lab.scenario.Order;
import org.failback.lab.scenario.Scenario;

/** All scenarios for people to read, no line longer than 100 characters unless it is a statement to copy. */
final class ScenarioList {
    private static final int WIDTH = 100;
    private static final String INDENT = "    ";

    private ScenarioList() {}

    static String of(List<Scenario> scenarios) {
        StringBuilder text = new StringBuilder();
        for (Scenario one : scenarios) {
            text.append(one.name()).append('\n');
            paragraph(text, one.title() + ".");
            paragraph(text, one.story());
            paragraph(text, "Known from: " + one.knownFrom() + ".");
            for (Order order : one.cure()) {
                paragraph(text, "Cure on " + order.on() + ":");
                order.sql()
                        .lines()
                        .forEach(line ->
                                text.append(INDENT).append(INDENT).append(line).append('\n'));
            }
            text.append('\n');
        }
        return text.append(
                        "Start one with: lab --scenario NAME, drill --scenario NAME or serve --lab --scenario NAME.\n")
                .append(
                        "On a running lab: EXEC lab.dbo.scenario N'NAME'; SELECT * FROM lab.dbo.scenarios lists them.\n")
                .toString();
    }

    private static void paragraph(StringBuilder text, String words) {
        for (String line : wrapped(words)) {
            text.append(INDENT).append(line).append('\n');
        }
    }

    private static List<String> wrapped(String words) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : words.split(" ")) {
            if (!line.isEmpty() && INDENT.length() + line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
