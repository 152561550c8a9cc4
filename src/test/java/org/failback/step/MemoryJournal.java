package org.failback.step;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A journal that lasts as long as its test. */
public final class MemoryJournal implements Journal {
    private final List<Entry> entries = new CopyOnWriteArrayList<>();
    private final Clock clock;

    public MemoryJournal(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized void append(
            String run,
            Entry.Kind kind,
            String step,
            String host,
            String actor,
            String text,
            Map<String, String> data) {
        entries.add(new Entry(entries.size() + 1L, run, clock.instant(), kind, step, host, actor, text, data));
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
    public List<Entry> entries(String run) {
        return entries.stream().filter(entry -> entry.run().equals(run)).toList();
    }
}
