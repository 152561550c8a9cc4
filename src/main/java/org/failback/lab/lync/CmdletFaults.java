package org.failback.lab.lync;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What goes wrong with cmdlets; for tests and rehearsals. Safe for many threads.
 *
 * <p>A cmdlet is meant by the beginning of its text. {@code times} counts cmdlets; 0 stands for every one until {@link
 * #reset}.
 */
public final class CmdletFaults {
    /** When an error comes, and whether the script goes on after it. */
    public enum When {
        /** Terminating, and nothing was done. */
        BEFORE,
        /** Terminating, and all was done. */
        AFTER,
        /** Written to the error stream, nothing was done, and the script goes on: some ignore every preference. */
        WRITTEN
    }

    private static final class Armed<T> {
        private final String prefix;
        private final T fault;
        private final boolean always;
        private int left;

        Armed(String prefix, T fault, int times) {
            this.prefix = prefix;
            this.fault = fault;
            this.always = times == 0;
            this.left = times;
        }
    }

    private record Failing(When when, CmdletError error) {}

    private record Hanging(When when, String prefix) {
        boolean holds(When at, String cmdlet) {
            return when == at && cmdlet.startsWith(prefix);
        }
    }

    private final List<Armed<Failing>> errors = new ArrayList<>();
    private final List<Armed<String>> warnings = new ArrayList<>();
    private final List<Armed<Garble>> garbled = new ArrayList<>();
    private final List<Hanging> hanging = new ArrayList<>();
    private final List<String> held = new ArrayList<>();
    private boolean hopDenied;

    /** The next cmdlet whose text begins so fails before it does anything. */
    public void failNext(String prefix, CmdletError error) {
        fail(prefix, error, When.BEFORE, 1);
    }

    /** The next cmdlet whose text begins so does its work and fails nevertheless. */
    public void failNextAfterEffect(String prefix, CmdletError error) {
        fail(prefix, error, When.AFTER, 1);
    }

    /** Cmdlets whose text begins so bring this error. */
    public synchronized void fail(String prefix, CmdletError error, When when, int times) {
        errors.add(new Armed<>(prefix, new Failing(when, error), times));
    }

    /** The next changing cmdlet warns. */
    public void warnNext(String text) {
        warn("", text, 1);
    }

    /** Changing cmdlets whose text begins so warn. */
    public synchronized void warn(String prefix, String text, int times) {
        warnings.add(new Armed<>(prefix, text, times));
    }

    /** The answers of scripts come out spoilt. */
    public synchronized void garble(Garble how, int times) {
        garbled.add(new Armed<>("", how, times));
    }

    /** Cmdlets whose text begins so wait, before they do anything, until {@link #release}. */
    public void hang(String prefix) {
        hang(prefix, When.BEFORE);
    }

    /** The same, before they do anything or after all was done. */
    public synchronized void hang(String prefix, When when) {
        if (!prefix.isEmpty()) {
            hanging.add(new Hanging(when, prefix));
        }
    }

    /** The cmdlets that wait now. */
    public synchronized List<String> held() {
        return List.copyOf(held);
    }

    /** Lets go what hangs, and hangs nothing more. */
    public synchronized void release() {
        hanging.clear();
        notifyAll();
    }

    /** The Central Management store sees an anonymous caller: delegation is missing. */
    public synchronized void denyHop(boolean denied) {
        hopDenied = denied;
    }

    /** Whether delegation is missing now. */
    public synchronized boolean isHopDenied() {
        return hopDenied;
    }

    /** Whether a cmdlet of this text would wait. */
    public synchronized boolean hangs(String cmdlet) {
        return hangs(cmdlet, When.BEFORE);
    }

    private boolean hangs(String cmdlet, When when) {
        return hanging.stream().anyMatch(one -> one.holds(when, cmdlet));
    }

    private synchronized void waitWhileHanging(String cmdlet, When when) throws InterruptedException {
        if (!hangs(cmdlet, when)) {
            return;
        }
        held.add(cmdlet);
        try {
            while (hangs(cmdlet, when)) {
                wait();
            }
        } finally {
            held.remove(cmdlet);
        }
    }

    /** Takes everything back. */
    public synchronized void reset() {
        release();
        errors.clear();
        warnings.clear();
        garbled.clear();
        hopDenied = false;
    }

    /**
     * What a cmdlet meets before it does anything.
     *
     * @return an error that is written while the script goes on
     * @throws CmdletError one that ends it
     */
    Optional<CmdletError> before(String cmdlet, boolean usesCentralStore) throws CmdletError, InterruptedException {
        synchronized (this) {
            waitWhileHanging(cmdlet, When.BEFORE);
            if (hopDenied && usesCentralStore) {
                throw CmdletError.secondHop(cmdlet);
            }
            Optional<CmdletError> ends = error(cmdlet, When.BEFORE);
            if (ends.isPresent()) {
                throw ends.get();
            }
            return error(cmdlet, When.WRITTEN);
        }
    }

    synchronized void after(String cmdlet) throws CmdletError, InterruptedException {
        waitWhileHanging(cmdlet, When.AFTER);
        Optional<CmdletError> ends = error(cmdlet, When.AFTER);
        if (ends.isPresent()) {
            throw ends.get();
        }
    }

    synchronized List<String> takeWarnings(String cmdlet) {
        List<String> taken = new ArrayList<>();
        Iterator<Armed<String>> all = warnings.iterator();
        while (all.hasNext()) {
            Armed<String> warning = all.next();
            if (cmdlet.startsWith(warning.prefix)) {
                taken.add(warning.fault);
                used(warning, all);
            }
        }
        return taken;
    }

    synchronized Optional<Garble> takeGarble() {
        Iterator<Armed<Garble>> all = garbled.iterator();
        if (!all.hasNext()) {
            return Optional.empty();
        }
        Armed<Garble> first = all.next();
        used(first, all);
        return Optional.of(first.fault);
    }

    private Optional<CmdletError> error(String cmdlet, When when) {
        Iterator<Armed<Failing>> all = errors.iterator();
        while (all.hasNext()) {
            Armed<Failing> armed = all.next();
            if (armed.fault.when() == when && cmdlet.startsWith(armed.prefix)) {
                used(armed, all);
                return Optional.of(armed.fault.error());
            }
        }
        return Optional.empty();
    }

    private static void used(Armed<?> armed, Iterator<?> all) {
        if (!armed.always && --armed.left <= 0) {
            all.remove();
        }
    }
}
