package org.failback.lab.lync;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
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
    private final Set<String> stuck = new HashSet<>();
    private final Map<String, Duration> replicationOf = new HashMap<>();
    private final Map<String, Duration> starting = new HashMap<>();
    private final Map<String, Duration> stopping = new HashMap<>();
    private final Map<String, ServiceDefect> defects = new HashMap<>();
    private final Map<String, ChatDatabase.Side> anyway = new HashMap<>();

    Behaviour() {
        reset();
    }

    /** How long a change takes to reach each replica; the master notices it after half of that. */
    public synchronized void replicationTakes(Duration duration) {
        replication = duration;
    }

    /** The same for the replica of one server. */
    public synchronized void replicationTakes(String server, Duration duration) {
        replicationOf.put(server, duration);
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

    /** How long the services of a server take to start and to stop; until then they are pending. */
    public synchronized void servicesTake(String server, Duration start, Duration stop) {
        starting.put(server, start);
        stopping.put(server, stop);
    }

    /** What is wrong with the chat service of a server, or with its compliance service. */
    public synchronized void serviceHas(String server, boolean compliance, ServiceDefect defect) {
        defects.put(key(server, compliance ? ChatServerMachine.COMPLIANCE : ChatServerMachine.CHAT), defect);
    }

    /** A server that has once lost its database comes back only with a restart of its service. */
    public synchronized void staysStuck(String server, boolean stays) {
        if (stays) {
            stuck.add(server);
        } else {
            stuck.remove(server);
        }
    }

    /** A server that serves whatever the list and the state of the pool are; empty for one that follows them. */
    public synchronized void servesAnyway(String server, Optional<ChatDatabase.Side> side) {
        side.ifPresentOrElse(one -> anyway.put(server, one), () -> anyway.remove(server));
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
        stuck.clear();
        replicationOf.clear();
        starting.clear();
        stopping.clear();
        defects.clear();
        anyway.clear();
    }

    synchronized Duration replication(String server) {
        return replicationOf.getOrDefault(server, replication);
    }

    synchronized Duration takes(String server, boolean start) {
        return (start ? starting : stopping).getOrDefault(server, Duration.ZERO);
    }

    synchronized ServiceDefect defect(String server, String service) {
        return defects.getOrDefault(key(server, service), ServiceDefect.NONE);
    }

    synchronized boolean staysStuck(String server) {
        return stuck.contains(server);
    }

    synchronized Optional<ChatDatabase.Side> servesAnyway(String server) {
        return Optional.ofNullable(anyway.get(server));
    }

    private static String key(String server, String service) {
        return server + ' ' + service;
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
