package org.failback.lab.winrm;

import java.util.EnumMap;
import java.util.Map;

/** What goes wrong on the way, and what has come by; for tests and rehearsals. Safe for many threads. */
public final class WireFaults {
    private final Map<Action, Integer> toLose = new EnumMap<>(Action.class);
    private final Map<Action, Integer> seen = new EnumMap<>(Action.class);
    private int refusedLogins;

    /** The next so many requests of this kind take effect, but their answer is lost with the connection. */
    public synchronized void loseAnswers(Action action, int times) {
        toLose.put(action, times);
    }

    /** How often this kind of request arrived. */
    public synchronized int seen(Action action) {
        return seen.getOrDefault(action, 0);
    }

    /** How often a login with a wrong password or name was refused. */
    public synchronized int refusedLogins() {
        return refusedLogins;
    }

    synchronized void count(Action action) {
        seen.merge(action, 1, Integer::sum);
    }

    synchronized void countRefusedLogin() {
        refusedLogins++;
    }

    synchronized boolean loses(Action action) {
        int left = toLose.getOrDefault(action, 0);
        if (left > 0) {
            toLose.put(action, left - 1);
        }
        return left > 0;
    }
}
