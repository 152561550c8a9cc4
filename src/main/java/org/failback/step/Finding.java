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
 */
public record Finding(
        Verdict verdict, String summary, Map<String, String> evidence, int percent, String remedy, String owner) {
    public Finding {
        evidence = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(evidence));
    }

    public static Finding needed(String summary, Map<String, String> evidence) {
        return new Finding(Verdict.NEEDED, summary, evidence, -1, "", "");
    }

    public static Finding running(String summary, int percent, Map<String, String> evidence) {
        return new Finding(Verdict.RUNNING, summary, evidence, percent, "", "");
    }

    public static Finding done(String summary, Map<String, String> evidence) {
        return new Finding(Verdict.DONE, summary, evidence, 100, "", "");
    }

    public static Finding blocked(String reason, String remedy, String owner, Map<String, String> evidence) {
        return new Finding(Verdict.BLOCKED, reason, evidence, -1, remedy, owner);
    }

    public boolean is(Verdict other) {
        return verdict == other;
    }
}
