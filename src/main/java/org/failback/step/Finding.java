package org.failback.step;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The answer of a look.
 *
 * @param summary one sentence
 * @param evidence what was seen, label to value, in the order in which people read it
 * @param percent 0 to 100 while running, -1 where it is not known
 * @param remedy what to do next, where somebody has to
 * @param owner whose it is to do: DBA, Lync administrator, operator, manager
 * @param dataAtRisk whether going on may lose data; only what is BLOCKED can say so
 */
public record Finding(
        Verdict verdict,
        String summary,
        Map<String, String> evidence,
        int percent,
        String remedy,
        String owner,
        boolean dataAtRisk) {
    public Finding {
        evidence = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(evidence));
    }

    public static Finding needed(String summary, Map<String, String> evidence) {
        return new Finding(Verdict.NEEDED, summary, evidence, -1, "", "", false);
    }

    public static Finding running(String summary, int percent, Map<String, String> evidence) {
        return new Finding(Verdict.RUNNING, summary, evidence, percent, "", "", false);
    }

    public static Finding done(String summary, Map<String, String> evidence) {
        return new Finding(Verdict.DONE, summary, evidence, 100, "", "", false);
    }

    public static Finding blocked(String reason, String remedy, String owner, Map<String, String> evidence) {
        return new Finding(Verdict.BLOCKED, reason, evidence, -1, remedy, owner, false);
    }

    /** Blocked, and going on may lose data: people are warned above everything else. */
    public static Finding endangered(String reason, String remedy, String owner, Map<String, String> evidence) {
        return new Finding(Verdict.BLOCKED, reason, evidence, -1, remedy, owner, true);
    }

    /** The same, with more seen. */
    public Finding with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(evidence);
        all.putAll(more);
        return new Finding(verdict, summary, all, percent, remedy, owner, dataAtRisk);
    }

    public boolean is(Verdict other) {
        return verdict == other;
    }
}
