package org.failback.lab.tds;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads the little-endian fields of a message; running past its end is the client's fault. */
final class WireReader {
    private final ByteBuffer in;

    WireReader(byte[] message) {
        in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    }

    int remaining() {
        return in.remaining();
    }

    int position() {
        return in.position();
    }

    void position(long at) throws ProtocolException {
        if (at < 0 || at > in.limit()) {
            throw new ProtocolException("A field points outside its message");
        }
        in.position((int) at);
    }

    /** The next byte, left where it is; -1 at the end. */
    int peek() {
        return in.hasRemaining() ? in.get(in.position()) & 0xFF : -1;
    }

    int u8() throws ProtocolException {
        need(1);
        return in.get() & 0xFF;
    }

    int u16() throws ProtocolException {
        need(2);
        return in.getShort() & 0xFFFF;
    }

    int i16() throws ProtocolException {
        need(2);
        return in.getShort();
    }

    int i32() throws ProtocolException {
        need(4);
        return in.getInt();
    }

    long u32() throws ProtocolException {
        return i32() & 0xFFFFFFFFL;
    }

    long i64() throws ProtocolException {
        need(8);
        return in.getLong();
    }

    float f32() throws ProtocolException {
        need(4);
        return in.getFloat();
    }

    double f64() throws ProtocolException {
        need(8);
        return in.getDouble();
    }

    /** An unsigned number of {@code size} bytes. */
    long unsigned(int size) throws ProtocolException {
        need(size);
        long value = 0;
        for (int i = 0; i < size; i++) {
            value |= (in.get() & 0xFFL) << 8 * i;
        }
        return value;
    }

    byte[] bytes(long length) throws ProtocolException {
        need(length);
        byte[] value = new byte[(int) length];
        in.get(value);
        return value;
    }

    void skip(long length) throws ProtocolException {
        need(length);
        in.position(in.position() + (int) length);
    }

    String utf16(int characters) throws ProtocolException {
        return new String(bytes(2L * characters), StandardCharsets.UTF_16LE);
    }

    String rest() throws ProtocolException {
        return utf16(remaining() / 2);
    }

    private void need(long length) throws ProtocolException {
        if (length < 0 || length > in.remaining()) {
            throw new ProtocolException("A message ends within a field");
        }
    }
}
