package org.failback.step;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A journal for tests; its clock stands at the beginning of 2026 unless moved. */
public final class MemoryJournal implements Journal {
    private final List<Entry> entries = new ArrayList<>();
    public Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public synchronized void append(
            String run,
            Entry.Kind kind,
            String step,
            String host,
            String actor,
            String text,
            Map<String, String> data) {
        entries.add(new Entry(entries.size() + 1L, run, now, kind, step, host, actor, text, data));
    }

    @Override
    public void appendWithCaller(
            String run,
            Entry.Kind kind,
            String step,
            String host,
            String actor,
            String text,
            Map<String, String> data) {
        append(run, kind, step, host, actor, text, data);
    }

    @Override
    public synchronized List<Entry> entries(String run) {
        return entries.stream().filter(entry -> entry.run().equals(run)).toList();
    }
}
