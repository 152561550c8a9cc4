package org.failback.lab.tds;

import java.net.ProtocolException;

/** The PRELOGIN exchange (MS-TDS 2.2.6.5): what version stands here, and what is to be encrypted. */
final class Prelogin {
    /** How much of a connection travels under TLS. */
    enum Encryption {
        NONE,
        LOGIN_ONLY,
        EVERYTHING
    }

    private static final int VERSION = 0;
    private static final int ENCRYPTION = 1;
    private static final int INSTANCE = 2;
    private static final int THREAD = 3;
    private static final int MARS = 4;
    private static final int TERMINATOR = 0xFF;

    private static final int OFF = 0;
    private static final int ON = 1;
    private static final int NOT_SUPPORTED = 2;
    private static final int REQUIRED = 3;
    /** Set together with the others by a client that offers a certificate. */
    private static final int CLIENT_CERTIFICATE = 0x80;

    private final int asked;

    Prelogin(byte[] message) throws ProtocolException {
        asked = option(message, ENCRYPTION);
    }

    /** What the client's wish and the server's policy come to; null where they cannot meet. */
    Encryption agree(boolean serverCan, boolean serverInsists) {
        if (asked == NOT_SUPPORTED) {
            return serverInsists ? null : Encryption.NONE;
        }
        if (!serverCan) {
            return asked == OFF ? Encryption.NONE : null;
        }
        return asked == OFF && !serverInsists ? Encryption.LOGIN_ONLY : Encryption.EVERYTHING;
    }

    /** The server's own PRELOGIN message. */
    byte[] answer(ServerVersion version, boolean serverCan, boolean serverInsists) {
        int says;
        if (!serverCan || asked == NOT_SUPPORTED && !serverInsists) {
            says = NOT_SUPPORTED;
        } else if (asked == OFF || asked == NOT_SUPPORTED) {
            says = serverInsists ? REQUIRED : OFF;
        } else {
            says = ON;
        }
        int[] lengths = {6, 1, 1, 0, 1};
        int[] options = {VERSION, ENCRYPTION, INSTANCE, THREAD, MARS};
        WireWriter out = new WireWriter();
        int at = 5 * options.length + 1;
        for (int i = 0; i < options.length; i++) {
            out.u8(options[i]).u8(at >> 8).u8(at).u8(lengths[i] >> 8).u8(lengths[i]);
            at += lengths[i];
        }
        out.u8(TERMINATOR);
        return out.bytes(version.bytes()).u16(0).u8(says).u8(0).u8(0).toByteArray();
    }

    private static int option(byte[] message, int wanted) throws ProtocolException {
        WireReader in = new WireReader(message);
        for (int token = in.u8(); token != TERMINATOR; token = in.u8()) {
            int offset = in.u8() << 8 | in.u8();
            int length = in.u8() << 8 | in.u8();
            if (token == wanted && length > 0) {
                in.position(offset);
                return in.u8() & ~CLIENT_CERTIFICATE;
            }
        }
        return NOT_SUPPORTED;
    }
}
