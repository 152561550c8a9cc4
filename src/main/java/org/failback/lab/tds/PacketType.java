package org.failback.lab.tds;

/** Message types (MS-TDS 2.2.3.1.1). */
final class PacketType {
    static final int BATCH = 1;
    static final int RPC = 3;
    static final int ANSWER = 4;
    static final int ATTENTION = 6;
    static final int BULK_LOAD = 7;
    static final int TRANSACTION_MANAGER = 14;
    static final int LOGIN7 = 16;
    static final int SSPI = 17;
    static final int PRELOGIN = 18;

    private PacketType() {}
}
