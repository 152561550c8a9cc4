package org.failback.lab.ntlm;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A message of the client, whose fields point into itself. */
final class NtlmMessage {
    static final byte[] SIGNATURE = "NTLMSSP\0".getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes;
    private final ByteBuffer in;

    NtlmMessage(byte[] bytes, int type, int atLeast) throws ProtocolException {
        this.bytes = bytes;
        this.in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < atLeast
                || !Arrays.equals(Arrays.copyOf(bytes, SIGNATURE.length), SIGNATURE)
                || in.getInt(SIGNATURE.length) != type) {
            throw new ProtocolException("Not an NTLM message of type " + type);
        }
    }

    byte[] bytes() {
        return bytes;
    }

    int number(int at) {
        return in.getInt(at);
    }

    byte[] field(int at) throws ProtocolException {
        int length = in.getShort(at) & 0xFFFF;
        long offset = in.getInt(at + 4) & 0xFFFFFFFFL;
        if (length == 0) {
            return new byte[0];
        }
        if (offset + length > bytes.length) {
            throw new ProtocolException("An NTLM field points outside its message");
        }
        return Arrays.copyOfRange(bytes, (int) offset, (int) offset + length);
    }
}
