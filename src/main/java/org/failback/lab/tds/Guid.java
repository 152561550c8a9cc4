package org.failback.lab.tds;

import java.util.UUID;

/** A uniqueidentifier on the wire: its first three groups little-endian. */
final class Guid {
    private Guid() {}

    static byte[] bytes(UUID id) {
        long most = id.getMostSignificantBits();
        long least = id.getLeastSignificantBits();
        WireWriter out =
                new WireWriter().i32((int) (most >> 32)).u16((int) (most >> 16)).u16((int) most);
        return out.i64(Long.reverseBytes(least)).toByteArray();
    }

    static UUID of(byte[] bytes) {
        long most = little(bytes, 0, 4) << 32 | little(bytes, 4, 2) << 16 | little(bytes, 6, 2);
        return new UUID(most, Long.reverseBytes(little(bytes, 8, 8)));
    }

    private static long little(byte[] bytes, int from, int length) {
        long value = 0;
        for (int i = length - 1; i >= 0; i--) {
            value = value << 8 | bytes[from + i] & 0xFF;
        }
        return value;
    }
}
