package org.failback.sqlserver;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.failback.step.Entry;
import org.failback.step.Run;

/**
 * How much is in mgc: rows of every table and the date of the newest message, in ticks.
 *
 * @param newest empty where there is no message
 */
record Contents(SortedMap<String, Long> rows, String newest) {
    private static final String ROWS = "rows of every table";
    private static final String NEWEST = "newest message (ticks)";
    private static final long TICKS_A_SECOND = 10_000_000;
    private static final String MESSAGES = "dbo.tblChat";

    static Contents of(Inquiry inquiry) {
        SortedMap<String, Long> rows = new TreeMap<>();
        inquiry.ask(Lookup.ROW_COUNTS)
                .forEach(row ->
                        rows.put(row.text("schema_name") + "." + row.text("table_name"), row.number("row_count")));
        return new Contents(rows, inquiry.ask(Lookup.NEWEST_MESSAGE).get(0).text("newest"));
    }

    /** What was last recorded by one of these steps in this run. */
    static Optional<Contents> recorded(Run run, String... steps) {
        return run.of(Entry.Kind.FOUND)
                .filter(entry -> Arrays.asList(steps).contains(entry.step())
                        && entry.data().containsKey(ROWS))
                .reduce((earlier, later) -> later)
                .map(entry -> from(entry.data()));
    }

    static Contents from(Map<String, String> evidence) {
        SortedMap<String, Long> rows = new TreeMap<>();
        for (String part : evidence.get(ROWS).split("; ")) {
            int equals = part.lastIndexOf('=');
            if (equals > 0) {
                rows.put(part.substring(0, equals), Long.valueOf(part.substring(equals + 1)));
            }
        }
        return new Contents(rows, evidence.getOrDefault(NEWEST, ""));
    }

    long messages() {
        return rows.getOrDefault(MESSAGES, 0L);
    }

    /** 0 where there is no message. */
    long newestTicks() {
        return newest.isEmpty() ? 0 : Long.parseLong(newest);
    }

    Map<String, String> evidence() {
        Map<String, String> evidence = new LinkedHashMap<>();
        evidence.put("messages", String.valueOf(messages()));
        evidence.put("newest message", newest.isEmpty() ? "none" : date(newestTicks()));
        evidence.put(NEWEST, newest);
        evidence.put(
                ROWS,
                String.join(
                        "; ",
                        rows.entrySet().stream()
                                .map(e -> e.getKey() + "=" + e.getValue())
                                .toList()));
        return evidence;
    }

    /** Ticks are 100 ns since the year 1, UTC, as the schema reference of Persistent Chat says. */
    private static String date(long ticks) {
        return Instant.parse("0001-01-01T00:00:00Z")
                .plusSeconds(ticks / TICKS_A_SECOND)
                .toString();
    }

    /** What is not the same, as {@code dbo.tblChat 12 instead of 13}; nothing where all is the same. */
    List<String> differencesFrom(Contents expected) {
        TreeSet<String> tables = new TreeSet<>(expected.rows.keySet());
        tables.addAll(rows.keySet());
        List<String> differences = new java.util.ArrayList<>(tables.stream()
                .filter(table -> !java.util.Objects.equals(rows.get(table), expected.rows.get(table)))
                .map(table -> table + " " + count(rows, table) + " instead of " + count(expected.rows, table))
                .toList());
        if (!newest.equals(expected.newest)) {
            differences.add("newest message " + newest + " instead of " + expected.newest);
        }
        return differences;
    }

    private static String count(SortedMap<String, Long> rows, String table) {
        Long count = rows.get(table);
        return count == null ? "missing" : count.toString();
    }
}
