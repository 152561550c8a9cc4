package org.failback.lab.lync;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** What goes wrong with cmdlets; for tests and rehearsals. Safe for many threads. */
public final class CmdletFaults {
    private record Armed(String prefix, boolean afterEffect, CmdletError error) {}

    private final List<Armed> armed = new ArrayList<>();
    private final Deque<String> warnings = new ArrayDeque<>();
    private String hangingPrefix = "";
    private CountDownLatch release = new CountDownLatch(0);
    private boolean hopDenied;

    /** The next cmdlet whose text begins so fails before it does anything. */
    public synchronized void failNext(String prefix, CmdletError error) {
        armed.add(new Armed(prefix, false, error));
    }

    /** The next cmdlet whose text begins so does its work and fails nevertheless. */
    public synchronized void failNextAfterEffect(String prefix, CmdletError error) {
        armed.add(new Armed(prefix, true, error));
    }

    /** The next changing cmdlet warns. */
    public synchronized void warnNext(String text) {
        warnings.add(text);
    }

    /** Cmdlets whose text begins so wait, before they do anything, until {@link #release}. */
    public synchronized void hang(String prefix) {
        hangingPrefix = prefix;
        release = new CountDownLatch(1);
    }

    /** Lets go what hangs, and hangs nothing more. */
    public synchronized void release() {
        hangingPrefix = "";
        release.countDown();
    }

    /** The Central Management store sees an anonymous caller: delegation is missing. */
    public synchronized void denyHop(boolean denied) {
        hopDenied = denied;
    }

    /** Takes everything back. */
    public synchronized void reset() {
        release();
        armed.clear();
        warnings.clear();
        hopDenied = false;
    }

    void before(String cmdlet, boolean usesCentralStore) throws CmdletError, InterruptedException {
        hanging(cmdlet).await();
        synchronized (this) {
            if (hopDenied && usesCentralStore) {
                throw CmdletError.secondHop(cmdlet.split(" ")[0]);
            }
            strike(cmdlet, false);
        }
    }

    synchronized void after(String cmdlet) throws CmdletError {
        strike(cmdlet, true);
    }

    synchronized List<String> takeWarnings() {
        List<String> all = List.copyOf(warnings);
        warnings.clear();
        return all;
    }

    private synchronized CountDownLatch hanging(String cmdlet) {
        return !hangingPrefix.isEmpty() && cmdlet.startsWith(hangingPrefix) ? release : new CountDownLatch(0);
    }

    private void strike(String cmdlet, boolean afterEffect) throws CmdletError {
        for (Armed fault : armed) {
            if (fault.afterEffect() == afterEffect && cmdlet.startsWith(fault.prefix())) {
                armed.remove(fault);
                throw fault.error();
            }
        }
    }
}
