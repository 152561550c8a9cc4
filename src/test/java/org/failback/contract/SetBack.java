package org.failback.contract;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.failback.step.RemoteFailure;
import org.failback.step.Sort;

/**
 * Changes something that people use, and sets it back however that ends: by what reading shows, never by what the change
 * should have done.
 *
 * @param before as it is to be again
 * @param changed as the change leaves it; nothing else is set back, since somebody else would have made it
 * @param read how it is now
 * @param restore sends what brings it back from the changed state
 * @param byHand what a person has to set where nothing helps
 */
record SetBack<T>(T before, T changed, Supplier<T> read, Consumer<T> restore, String byHand, Consumer<Duration> pause) {
    private static final int TRIES = 6;
    /** After a change of which nobody knows the outcome: it may have its effect after the first look. */
    private static final int LOOKS_WHERE_UNKNOWN = 3;

    private static final Duration BETWEEN = Duration.ofSeconds(5);

    /** Does the work; throws its failure first, and with it, suppressed, that of setting back. */
    void after(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | AssertionError failure) {
            try {
                setBack(isUnknown(failure) ? LOOKS_WHERE_UNKNOWN : 1);
            } catch (AssertionError notBack) {
                failure.addSuppressed(notBack);
            }
            throw failure;
        }
        setBack(1);
    }

    private static boolean isUnknown(Throwable failure) {
        return failure instanceof RemoteFailure remote && remote.sort() == Sort.MAYBE_DONE;
    }

    private void setBack(int looks) {
        String last = "";
        int seen = 0;
        for (int tries = 0; tries < TRIES; tries++) {
            try {
                T now = read.get();
                seen = now.equals(before) ? seen + 1 : 0;
                last = "It is " + now + ".";
                if (now.equals(changed)) {
                    restore.accept(now);
                    now = read.get();
                    seen = now.equals(before) ? looks : 0;
                    last = "It is " + now + ".";
                }
                if (seen == looks) {
                    return;
                }
            } catch (RuntimeException | AssertionError failure) {
                last = String.valueOf(failure.getMessage());
            }
            pause.accept(BETWEEN);
        }
        String words = "It could not be set back to " + before + ". " + last + " Do it by hand: " + byHand;
        // The report may show the first failure only, and this must not be overlooked.
        System.out.println(words);
        throw new AssertionError(words);
    }
}
