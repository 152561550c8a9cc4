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
    private final Set<String> sent = new LinkedHashSet<>();
    private final Map<Integer, Integer> provoked = new TreeMap<>();
    private final Set<Integer> inJobs = new LinkedHashSet<>();
    private final Map<String, String> skipped = new LinkedHashMap<>();
    private final List<String> left = new ArrayList<>();

    synchronized void sent(String text) {
        sent.add(text);
    }

    /** An error was expected and came. */
    void provoked(Told error) {
        provoked.put(error.number(), error.severity());
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
