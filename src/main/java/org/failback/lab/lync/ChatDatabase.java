package org.failback.lab.lync;

/**
 * mgc as chat servers see it; the SQL side of the lab stands behind it. Called with the chat model's lock held, so it
 * must never call back into that model, nor wait long.
 */
public interface ChatDatabase {
    /** Whose database: that of the primary data center or that of the backup one. */
    enum Side {
        PRIMARY,
        BACKUP
    }

    /** Connects the host to mgc; false when the database takes no connections now. A second call changes nothing. */
    boolean openSession(Side side, String host);

    /** Whether the host's sessions still stand: somebody may have killed them, or taken the database away. */
    boolean isConnected(Side side, String host);

    /** Ends every session of the host. */
    void closeSessions(Side side, String host);

    /** The host updates its row in {@code tblServerIdentity}, as evidence that it is running. */
    void ping(Side side, String host);

    /** Somebody who is connected to the host says something: a row in {@code tblChat}. */
    void writeChat(Side side, String host);
}
