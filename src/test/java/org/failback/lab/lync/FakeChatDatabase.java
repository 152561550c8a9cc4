package org.failback.lab.lync;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** mgc on both sides, as far as chat servers care. */
public final class FakeChatDatabase implements ChatDatabase {
    private final Map<Side, TreeSet<String>> sessions = new EnumMap<>(Side.class);
    private final List<String> said = new ArrayList<>();
    private int pings;
    private boolean refuses;

    /** The database takes no connections, or takes them again. */
    public synchronized void refuses(boolean everybody) {
        refuses = everybody;
    }

    @Override
    public synchronized boolean openSession(Side side, String host) {
        if (refuses) {
            return false;
        }
        sessions.computeIfAbsent(side, none -> new TreeSet<>()).add(host);
        return true;
    }

    @Override
    public synchronized boolean isConnected(Side side, String host) {
        return on(side).contains(host);
    }

    @Override
    public synchronized void closeSessions(Side side, String host) {
        sessions.getOrDefault(side, new TreeSet<>()).remove(host);
    }

    @Override
    public synchronized void ping(Side side, String host) {
        pings++;
    }

    @Override
    public synchronized void writeChat(Side side, String host) {
        said.add(side + " " + host);
    }

    public synchronized TreeSet<String> on(Side side) {
        return new TreeSet<>(sessions.getOrDefault(side, new TreeSet<>()));
    }

    public synchronized int chatRows() {
        return said.size();
    }

    public synchronized int pings() {
        return pings;
    }
}
