package org.failback.lab.server;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A message that SQL Server knows.
 *
 * @param severity as {@code sys.messages} has it; up to 10 it is no error
 * @param state the state it is raised with where that is known, else 1
 * @param logged whether raising it also writes to the event log
 * @param text with {@code %ls} and {@code %d} for the arguments
 */
record KnownMessage(int number, int severity, int state, boolean logged, String text) {
    private static final Pattern PLACE = Pattern.compile("%(ls|d|%)");
    private static final int FIELDS = 5;

    /** Reads a line of the catalogue: number, severity, state, yes or no, text, with tabs between them. */
    static KnownMessage parse(String line) {
        String[] fields = line.split("\t", FIELDS);
        return new KnownMessage(
                Integer.parseInt(fields[0]),
                Integer.parseInt(fields[1]),
                Integer.parseInt(fields[2]),
                fields[3].equals("yes"),
                fields[4]);
    }

    /** How severe it is when it is raised: what people were sent of 945 and 15281 differs from {@code sys.messages}. */
    int raisedSeverity() {
        return switch (number) {
            case 945 -> 14;
            case 15281 -> 16;
            default -> severity;
        };
    }

    /** What goes into the places of the text: "ls" for text, "d" for a number. */
    List<String> places() {
        return PLACE.matcher(text)
                .results()
                .map(place -> place.group(1))
                .filter(kind -> !kind.equals("%"))
                .toList();
    }

    /** The text with its arguments; as many as it has places, or the lab has a defect. */
    String with(Object... arguments) {
        StringBuilder filled = new StringBuilder();
        Matcher place = PLACE.matcher(text);
        int next = 0;
        while (place.find()) {
            boolean percent = place.group(1).equals("%");
            if (!percent && next == arguments.length) {
                throw new IllegalArgumentException("message " + number + " has more places than arguments");
            }
            place.appendReplacement(
                    filled, Matcher.quoteReplacement(percent ? "%" : String.valueOf(arguments[next++])));
        }
        if (next < arguments.length) {
            throw new IllegalArgumentException("message " + number + " has no place for " + arguments[next]);
        }
        return place.appendTail(filled).toString();
    }
}
