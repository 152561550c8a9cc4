package org.failback.lab.tds;

import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;

/** A LOGIN7 message (MS-TDS 2.2.6.4). {@code sspi} is empty for a SQL login. */
record Login7(
        int tdsVersion,
        int packetSize,
        String host,
        String user,
        String password,
        String application,
        String database,
        boolean integrated,
        byte[] sspi) {
    private static final int INTEGRATED = 0x80;
    private static final int LENGTH_BEYOND = 0xFFFF;

    static Login7 read(byte[] message) throws ProtocolException {
        WireReader in = new WireReader(message);
        if (in.u32() > message.length) {
            throw new ProtocolException("LOGIN7 says it is longer than it is");
        }
        int version = in.i32();
        int packetSize = in.i32();
        in.position(25);
        boolean integrated = (in.u8() & INTEGRATED) != 0;
        return new Login7(
                version,
                packetSize,
                text(in, 36),
                text(in, 40),
                password(in),
                text(in, 48),
                text(in, 68),
                integrated,
                integrated ? sspi(in) : new byte[0]);
    }

    Login proved(String account, boolean encrypted) {
        return new Login(account, null, true, encrypted, application, host, database);
    }

    Login asSqlLogin(boolean encrypted) {
        return new Login(user, password, false, encrypted, application, host, database);
    }

    /** Never shows the password. */
    @Override
    public String toString() {
        return "LOGIN7 of " + user + " from " + host + " with " + application;
    }

    private static String text(WireReader in, int fieldAt) throws ProtocolException {
        return new String(field(in, fieldAt), StandardCharsets.UTF_16LE);
    }

    private static String password(WireReader in) throws ProtocolException {
        byte[] hidden = field(in, 44);
        for (int i = 0; i < hidden.length; i++) {
            int swapped = (hidden[i] ^ 0xA5) & 0xFF;
            hidden[i] = (byte) (swapped << 4 | swapped >> 4);
        }
        return new String(hidden, StandardCharsets.UTF_16LE);
    }

    /** The bytes of a field whose length is told in characters. */
    private static byte[] field(WireReader in, int fieldAt) throws ProtocolException {
        in.position(fieldAt);
        int offset = in.u16();
        int characters = in.u16();
        if (characters == 0) {
            return new byte[0];
        }
        in.position(offset);
        return in.bytes(2L * characters);
    }

    private static byte[] sspi(WireReader in) throws ProtocolException {
        in.position(78);
        int offset = in.u16();
        long length = in.u16();
        if (length == LENGTH_BEYOND) {
            in.position(90);
            length = in.u32();
        }
        in.position(offset);
        return in.bytes(length);
    }
}
