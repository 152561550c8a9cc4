package org.failback.lab.tds;

/** A whole message of a client. */
record Request(int type, int status, byte[] payload) {
    private static final int IGNORE = 0x02;
    private static final int RESET = 0x08 | 0x10;

    /** The client thought better of it while sending. */
    boolean ignored() {
        return (status & IGNORE) != 0;
    }

    boolean resetsConnection() {
        return (status & RESET) != 0;
    }
}
