package org.failback.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the nights showed, for people and for programs. */
final class CrashTable {
    private final List<NightReport> nights;

    CrashTable(List<NightReport> nights) {
        this.nights = nights;
    }

    /** Writes {@code cases.csv} and {@code table.md}. */
    void write(Path folder) {
        List<String> cases = new ArrayList<>(List.of("night,boundary,done,journal ended with,went on after ms,wrong"));
        nights.stream()
                .flatMap(night -> night.cases().stream())
                .map(one -> String.join(
                        ",",
                        Stream.of(
                                        one.night(),
                                        one.where(),
                                        one.what(),
                                        one.seen(),
                                        String.valueOf(one.wentOnMillis()),
                                        one.wrong())
                                .map(CrashTable::quoted)
                                .toList()))
                .forEach(cases::add);
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve("cases.csv"), cases);
            Files.writeString(folder.resolve("table.md"), text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text() {
        List<String> lines = new ArrayList<>(List.of(
                "| night | cases | missed | duplicates | lost | other | went on after, median | at most |",
                "|---|---|---|---|---|---|---|---|"));
        for (NightReport night : nights) {
            lines.add("| " + night.name() + " | " + night.cases().size() + " | " + missed(night) + " | "
                    + wrong(night, "duplicate") + " | " + wrong(night, "lost") + " | " + other(night) + " | "
                    + seconds(night, 0.5) + " | " + seconds(night, 1) + " |");
        }
        return String.join("\n", lines) + "\n";
    }

    private static long missed(NightReport night) {
        return night.cases().stream().filter(one -> !one.wrong().isEmpty()).count();
    }

    private static long wrong(NightReport night, String kind) {
        return night.wrong().stream().filter(one -> one.startsWith(kind)).count();
    }

    private static long other(NightReport night) {
        return night.wrong().size() - wrong(night, "duplicate") - wrong(night, "lost");
    }

    private static String seconds(NightReport night, double share) {
        long[] sorted = night.cases().stream()
                .mapToLong(Case::wentOnMillis)
                .filter(millis -> millis >= 0)
                .sorted()
                .toArray();
        return sorted.length == 0
                ? ""
                : String.format(
                        java.util.Locale.ROOT,
                        "%.1f s",
                        sorted[(int) Math.round((sorted.length - 1) * share)] / 1000.0);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"").replace('\n', ' ') + '"';
    }
}
