package org.failback.process;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.failback.step.Command;
import org.failback.step.Entry;
import org.failback.step.Facts;
import org.failback.step.Gate;
import org.failback.step.InWords;
import org.failback.step.Run;
import org.failback.step.Step;

/** Rows of the tables that forms show. */
final class Rows {
    private static final Pattern MOVE = Pattern.compile("MOVE N'((?:[^']|'')*)' TO N'((?:[^']|'')*)'");

    private Rows() {}

    static Map<String, String> row(String... namesAndValues) {
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            row.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return row;
    }

    /** A moment as people read it. */
    static String at(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS)
                .toString()
                .replace('T', ' ')
                .replace("Z", " UTC");
    }

    /** What a step found, with the moment. */
    static String found(Entry entry) {
        return entry.text() + " (" + at(entry.at()) + ")";
    }

    /** The commands that an approval at this gate releases, as they read with these facts. */
    static List<Map<String, String>> commands(Procedure procedure, Gate gate, Facts facts) {
        List<Map<String, String>> commands = new ArrayList<>();
        for (Step step : procedure.steps()) {
            if (step.gate() == gate) {
                step.commands(facts).forEach(command -> commands.add(command(commands.size() + 1, step, command)));
            }
        }
        return commands;
    }

    static Map<String, String> command(int number, Step step, Command command) {
        return row(
                "number", String.valueOf(number),
                "step", step.title(),
                "host", command.host(),
                "effect", command.effect(),
                "text", command.text(),
                "jobStep",
                        command instanceof Command.Tsql batch ? batch.jobStep().orElse("") : "");
    }

    /**
     * Where files come to lie.
     *
     * @param moves fact with the MOVE clauses
     * @param inBackup fact with a line for each file in the backup
     * @param free fact that says what room there is
     */
    static List<Map<String, String>> moves(Run run, String moves, String inBackup, String free) {
        Map<String, String[]> files = new LinkedHashMap<>();
        run.fact(inBackup).stream().flatMap(String::lines).forEach(line -> {
            String[] file = line.split("\\|");
            files.put(file[0], file);
        });
        String room = run.fact(free).orElse("");
        return MOVE.matcher(run.fact(moves).orElse(""))
                .results()
                .map(move -> {
                    String name = unquoted(move.group(1));
                    String[] file = files.getOrDefault(name, new String[] {name, "", ""});
                    return row(
                            "file",
                            name,
                            "source",
                            file[1],
                            "target",
                            unquoted(move.group(2)),
                            "size",
                            file[2],
                            "free",
                            room);
                })
                .toList();
    }

    private static String unquoted(String literal) {
        return literal.replace("''", "'");
    }

    static String words(Duration duration) {
        return duration.toMinutes() < 1
                ? "under a minute"
                : "about " + InWords.of(Duration.ofMinutes(duration.toMinutes()));
    }
}
