package org.failback.step;

import java.util.List;
import java.util.Map;

/** The append-only record of everything seen, done and decided. */
public interface Journal {
    /** Appends in a transaction of its own, so that it stays whatever happens to the caller's. */
    void append(
            String run, Entry.Kind kind, String step, String host, String actor, String text, Map<String, String> data);

    /** Appends in the caller's transaction: a decision and the task it completes stand or fall together. */
    void appendWithCaller(
            String run, Entry.Kind kind, String step, String host, String actor, String text, Map<String, String> data);

    /** All entries of a run, in order. */
    List<Entry> entries(String run);
}
