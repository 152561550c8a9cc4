package org.failback.lab.tds;

import java.net.ProtocolException;

/** ALL_HEADERS, which stand before a batch, an RPC and a transaction manager request since TDS 7.2. */
final class Headers {
    private Headers() {}

    static void skip(WireReader in) throws ProtocolException {
        long length = in.u32();
        if (length < 4) {
            throw new ProtocolException("Headers of " + length + " bytes");
        }
        in.skip(length - 4);
    }
}
