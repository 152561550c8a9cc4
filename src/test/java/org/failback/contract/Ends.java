package org.failback.contract;

import java.util.ArrayDeque;
import java.util.Deque;

/** What is to be taken away again: all of it, whatever fails on the way. */
final class Ends implements AutoCloseable {
    private final Deque<Runnable> ends = new ArrayDeque<>();

    void add(Runnable end) {
        ends.push(end);
    }

    /** Runs all, the last one first; throws the first failure then, with the others suppressed. */
    @Override
    public void close() {
        AssertionError failed = null;
        while (!ends.isEmpty()) {
            try {
                ends.pop().run();
            } catch (RuntimeException | AssertionError failure) {
                if (failed == null) {
                    failed = new AssertionError("not everything was taken away: " + failure.getMessage(), failure);
                } else {
                    failed.addSuppressed(failure);
                }
            }
        }
        if (failed != null) {
            throw failed;
        }
    }
}
