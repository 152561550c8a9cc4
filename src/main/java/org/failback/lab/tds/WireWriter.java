package org.failback.lab.tds;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes little-endian fields. */
final class WireWriter {
    private byte[] bytes = new byte[256];
    private int length;

    WireWriter u8(int value) {
        return number(value, 1);
    }

    WireWriter u16(int value) {
        return number(value, 2);
    }

    WireWriter i32(int value) {
        return number(value, 4);
    }

    WireWriter i64(long value) {
        return number(value, 8);
    }

    /** The lowest {@code size} bytes of a number. */
    WireWriter number(long value, int size) {
        room(size);
        for (int i = 0; i < size; i++) {
            bytes[length++] = (byte) (value >> 8 * i);
        }
        return this;
    }

    WireWriter bytes(byte... value) {
        room(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
        return this;
    }

    WireWriter utf16(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_16LE));
    }

    /** B_VARCHAR: one byte for the number of characters. */
    WireWriter shortText(String value) {
        String text = clipped(value, 255);
        return u8(text.length()).utf16(text);
    }

    /** US_VARCHAR: two bytes for the number of characters. */
    WireWriter longText(String value, int atMost) {
        String text = clipped(value, atMost);
        return u16(text.length()).utf16(text);
    }

    /** A token with a length of its own, two bytes, before what {@code body} holds. */
    WireWriter token(int type, WireWriter body) {
        return u8(type).u16(body.length).append(body);
    }

    WireWriter append(WireWriter other) {
        room(other.length);
        System.arraycopy(other.bytes, 0, bytes, length, other.length);
        length += other.length;
        return this;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }

    private static String clipped(String value, int atMost) {
        return value.length() <= atMost ? value : value.substring(0, atMost);
    }
}
