package org.failback.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What was sent, what was provoked, and what was skipped, over all promises of one run. */
final class Evidence {
    /** "… is terminating abnormally" and "ALTER DATABASE statement failed". */
    private static final Set<Integer> ENDINGS = Set.of(3013, 5069);

    private final Set<String> sent = new LinkedHashSet<>();
    private final Map<Integer, Integer> provoked = new TreeMap<>();
    private final Set<Integer> endedWork = new LinkedHashSet<>();
    private final Set<Integer> inJobs = new LinkedHashSet<>();
    private final Map<String, String> skipped = new LinkedHashMap<>();
    private final List<String> left = new ArrayList<>();

    synchronized void sent(String text) {
        sent.add(text);
    }

    /** Errors were expected and came, in this order. */
    void provoked(List<Told> chain) {
        chain.forEach(error -> provoked.put(error.number(), error.severity()));
        if (ENDINGS.contains(chain.get(chain.size() - 1).number())) {
            endedWork.add(chain.get(0).number());
        }
    }

    void provokedInJob(int number) {
        inJobs.add(number);
    }

    void skipped(String promise, String reason) {
        skipped.put(promise, reason);
    }

    void left(String file) {
        left.add(file);
    }

    synchronized Set<String> sent() {
        return Set.copyOf(sent);
    }

    /** Errors by number, with the severity that they came with. */
    Map<Integer, Integer> provoked() {
        return provoked;
    }

    /** Errors by which a backup, a restore or a change of a database ended. */
    Set<Integer> endedWork() {
        return endedWork;
    }

    Set<Integer> provokedInJobs() {
        return inJobs;
    }

    Map<String, String> skipped() {
        return skipped;
    }

    /** Files that people have to delete. */
    List<String> left() {
        return left;
    }
}
