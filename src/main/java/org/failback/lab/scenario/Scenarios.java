package org.failback.lab.scenario;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** All scenarios there are. */
public final class Scenarios {
    private static final int OFFERED = 3;
    private static final List<Scenario> ALL = Stream.of(
                    AccessScenarios.all(),
                    ServerScenarios.all(),
                    MirroringScenarios.all(),
                    BackupScenarios.all(),
                    LogShippingScenarios.all(),
                    HomecomingScenarios.all(),
                    ChatScenarios.all())
            .flatMap(List::stream)
            .sorted(Comparator.comparing(Scenario::name))
            .toList();

    private Scenarios() {}

    /** By name. */
    public static List<Scenario> all() {
        return ALL;
    }

    public static Optional<Scenario> find(String name) {
        String wanted = name.strip().toLowerCase(Locale.ROOT);
        return ALL.stream().filter(one -> one.name().equals(wanted)).findFirst();
    }

    /** The names that somebody may have meant, the nearest first. */
    public static List<String> nearest(String name) {
        String wanted = name.strip().toLowerCase(Locale.ROOT);
        return ALL.stream()
                .map(Scenario::name)
                .sorted(Comparator.comparingInt(one -> distance(wanted, one)))
                .limit(OFFERED)
                .toList();
    }

    /** How many letters must change; a word that occurs in the name counts as half of that. */
    private static int distance(String wanted, String name) {
        int letters = edits(wanted, name);
        boolean shared =
                Stream.of(wanted.split("[^a-z0-9]+")).anyMatch(word -> word.length() > 2 && name.contains(word));
        return shared ? letters / 2 : letters;
    }

    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int above = row[j];
                int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j] + 1, row[j - 1] + 1), diagonal + change);
                diagonal = above;
            }
        }
        return row[to.length()];
    }
}
