package org.failback.lab.lync;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** How the modelled servers behave where reality leaves a choice; may be changed while they run. */
public final class Behaviour {
    private Duration replication;
    private Duration lingering;
    private boolean lingersForEver;
    private boolean talkative;
    private boolean reconnects;
    private Duration moduleLoad;
    private final Set<String> stale = new HashSet<>();
    private final Set<String> lagging = new HashSet<>();

    Behaviour() {
        reset();
    }

    /** How long a change takes to reach each replica; the master notices it after half of that. */
    public synchronized void replicationTakes(Duration duration) {
        replication = duration;
    }

    /** A replica that no longer takes changes, or takes them again. */
    public synchronized void stale(String server, boolean isStale) {
        if (isStale) {
            stale.add(server);
        } else {
            stale.remove(server);
        }
    }

    /** A server whose replica takes changes and says so, while its local store goes on showing the old ones. */
    public synchronized void localStoreLags(String server, boolean lags) {
        if (lags) {
            lagging.add(server);
        } else {
            lagging.remove(server);
        }
    }

    /** How long a server keeps the connections it has after it learnt that it is no longer active. */
    public synchronized void connectionsLinger(Duration duration) {
        lingering = duration;
        lingersForEver = false;
    }

    /** Connections end only with the service or by force, which the documentation does not exclude. */
    public synchronized void connectionsLingerForEver() {
        lingersForEver = true;
    }

    /** Connected people go on talking, so that each tick writes chat. */
    public synchronized void peopleTalk(boolean talk) {
        talkative = talk;
    }

    /** A lingering server whose session was ended by force comes back at once. */
    public synchronized void reconnects(boolean again) {
        reconnects = again;
    }

    /** How long importing the module takes in each shell. */
    public synchronized void moduleLoads(Duration duration) {
        moduleLoad = duration;
    }

    /** As it was at first. */
    final synchronized void reset() {
        replication = Duration.ofMillis(500);
        lingering = Duration.ofMillis(100);
        lingersForEver = false;
        talkative = false;
        reconnects = false;
        moduleLoad = Duration.ZERO;
        stale.clear();
        lagging.clear();
    }

    synchronized Duration replication() {
        return replication;
    }

    public synchronized boolean isStale(String server) {
        return stale.contains(server);
    }

    synchronized boolean localStoreLags(String server) {
        return lagging.contains(server);
    }

    synchronized boolean lingers(Duration since) {
        return lingersForEver || since.compareTo(lingering) < 0;
    }

    synchronized boolean talkative() {
        return talkative;
    }

    synchronized boolean reconnects() {
        return reconnects;
    }

    synchronized Duration moduleLoad() {
        return moduleLoad;
    }
}
