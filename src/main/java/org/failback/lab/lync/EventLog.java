package org.failback.lab.lync;

/** The Windows event log of the chat servers. */
@FunctionalInterface
interface EventLog {
    /** @param text with the event's number in front */
    void add(String server, String text);
}
