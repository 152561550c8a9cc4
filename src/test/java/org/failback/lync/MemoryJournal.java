package org.failback.lync;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.failback.step.Entry;
import org.failback.step.Journal;

/** A journal that lasts as long as its test. */
final class MemoryJournal implements Journal {
    private final List<Entry> entries = new CopyOnWriteArrayList<>();
    private final Clock clock;

    MemoryJournal(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void append(
            String run,
            Entry.Kind kind,
            String step,
            String host,
            String actor,
            String text,
            Map<String, String> data) {
        entries.add(new Entry(entries.size() + 1, run, clock.instant(), kind, step, host, actor, text, data));
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
        return List.copyOf(entries);
    }
}
