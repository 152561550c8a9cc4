package org.failback.lab.server;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.UUID;

/** A uniqueidentifier as SQL Server lays it out in bytes: the first three groups are little-endian. */
final class GuidBytes {
    private GuidBytes() {}

    static byte[] of(UUID guid) {
        long most = guid.getMostSignificantBits();
        return ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) (most >>> 32))
                .putShort((short) (most >>> 16))
                .putShort((short) most)
                .order(ByteOrder.BIG_ENDIAN)
                .putLong(guid.getLeastSignificantBits())
                .array();
    }

    /** As CONVERT shows it, for example in the program name of a job step: {@code 0x} and 32 upper-case digits. */
    static String hex(UUID guid) {
        return "0x" + HexFormat.of().withUpperCase().formatHex(of(guid));
    }
}
