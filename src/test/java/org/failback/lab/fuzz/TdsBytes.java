package org.failback.lab.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** What a right client sends, written from MS-TDS and not with the lab's own classes. */
final class TdsBytes {
    static final int BATCH = 1;
    static final int RPC = 3;
    static final int ATTENTION = 6;
    static final int BULK_LOAD = 7;
    static final int TRANSACTION = 14;
    static final int LOGIN7 = 16;
    static final int SSPI = 17;
    static final int PRELOGIN = 18;
    static final int HEADER = 8;

    private static final int ENCRYPT_OFF = 0;
    private static final int NOT_SUPPORTED = 2;
    private static final int LOGIN7_FIXED = 94;

    private TdsBytes() {}

    static byte[] packet(int type, int status, byte[] payload) {
        int length = payload.length + HEADER;
        return ByteBuffer.allocate(length)
                .put((byte) type)
                .put((byte) status)
                .putShort((short) length)
                .putInt(0x0000_0100)
                .put(payload)
                .array();
    }

    static byte[] message(int type, byte[] payload) {
        return packet(type, 1, payload);
    }

    /** One that leaves everything in clear. */
    static byte[] prelogin() {
        return message(PRELOGIN, preloginOptions(NOT_SUPPORTED));
    }

    static byte[] preloginWithTls() {
        return message(PRELOGIN, preloginOptions(ENCRYPT_OFF));
    }

    private static byte[] preloginOptions(int encryption) {
        return new byte[] {0, 0, 11, 0, 6, 1, 0, 17, 0, 1, (byte) 0xFF, 0, 0, 0, 0, 0, 0, (byte) encryption};
    }

    static byte[] login(String user, String password) {
        byte[] hidden = utf16(password);
        for (int i = 0; i < hidden.length; i++) {
            int swapped = (hidden[i] & 0xF) << 4 | (hidden[i] & 0xF0) >> 4;
            hidden[i] = (byte) (swapped ^ 0xA5);
        }
        return message(LOGIN7, login(0, utf16(user), hidden, new byte[0]));
    }

    static byte[] windowsLogin(byte[] negotiate) {
        return message(LOGIN7, login(0x80, new byte[0], new byte[0], negotiate));
    }

    private static byte[] login(int flags2, byte[] user, byte[] password, byte[] sspi) {
        byte[] application = utf16("fuzz");
        int length = LOGIN7_FIXED + user.length + password.length + application.length + sspi.length;
        ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(length).putInt(0x74000004).putInt(4096).putInt(7).putInt(1).putInt(0);
        out.put((byte) 0xE0)
                .put((byte) flags2)
                .put((byte) 0)
                .put((byte) 0)
                .putInt(0)
                .putInt(0x409);
        int at = LOGIN7_FIXED;
        field(out, at, 0);
        field(out, at, user.length / 2);
        field(out, at += user.length, password.length / 2);
        field(out, at += password.length, application.length / 2);
        at += application.length;
        for (int i = 0; i < 5; i++) {
            field(out, at, 0);
        }
        out.put(new byte[6]);
        field(out, at, sspi.length);
        field(out, at, 0);
        field(out, at, 0);
        return out.putInt(0).put(user).put(password).put(application).put(sspi).array();
    }

    private static void field(ByteBuffer out, int at, int length) {
        out.putShort((short) at).putShort((short) length);
    }

    static byte[] batch(String sql) {
        return message(BATCH, batchPayload(sql));
    }

    static byte[] batchPayload(String sql) {
        return joined(headers(), utf16(sql));
    }

    /** sp_executesql with an nvarchar, an int, a numeric, a datetime2 and an nvarchar(max) parameter. */
    static byte[] executeSql() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(headers());
        out.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xFF, 10, 0, 0, 0});
        text(out, "SELECT @n, @i, @d, @t, @m");
        text(out, "@n nvarchar(20), @i int OUTPUT, @d numeric(9,2), @t datetime2(7), @m nvarchar(max)");
        text(out, "words");
        out.writeBytes(new byte[] {0, 1, 0x26, 4, 4, 42, 0, 0, 0});
        out.writeBytes(new byte[] {0, 0, 0x6C, 5, 9, 2, 5, 1, 0x39, 0x30, 0, 0});
        out.writeBytes(new byte[] {0, 0, 0x2A, 7, 8, 1, 2, 3, 4, 5, 0x10, 0x35, 0xB});
        out.writeBytes(new byte[] {0, 0, (byte) 0xE7, (byte) 0xFF, (byte) 0xFF, 9, 4, (byte) 0xD0, 0, 52});
        out.writeBytes(new byte[] {4, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 'a', 0, 'b', 0, 0, 0, 0, 0});
        return message(RPC, out.toByteArray());
    }

    /** sp_prepexec, and an sp_execute of its handle in the same message. */
    static byte[] prepared() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(headers());
        out.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xFF, 13, 0, 0, 0});
        out.writeBytes(new byte[] {0, 1, 0x26, 4, 0});
        text(out, "@i int");
        text(out, "SELECT @i");
        out.writeBytes(new byte[] {0, 0, 0x26, 4, 4, 1, 0, 0, 0, (byte) 0x80});
        out.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xFF, 12, 0, 0, 0});
        out.writeBytes(new byte[] {0, 0, 0x26, 4, 4, 1, 0, 0, 0});
        out.writeBytes(new byte[] {0, 0, 0x26, 4, 4, 2, 0, 0, 0});
        return message(RPC, out.toByteArray());
    }

    static byte[] named() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(headers());
        byte[] name = utf16("sp_who2");
        out.writeBytes(new byte[] {(byte) (name.length / 2), 0});
        out.writeBytes(name);
        out.writeBytes(new byte[] {0, 0});
        return message(RPC, out.toByteArray());
    }

    static byte[] attention() {
        return message(ATTENTION, new byte[0]);
    }

    static byte[] beginTransaction() {
        return message(TRANSACTION, joined(headers(), new byte[] {5, 0, 0, 0}));
    }

    static byte[] bulkLoad() {
        return message(BULK_LOAD, new byte[] {(byte) 0x81, 1, 0, 0, 0, 0, 0, 8, 0, 0x38, 0});
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = utf16(text);
        out.writeBytes(new byte[] {0, 0, (byte) 0xE7, 0x40, 0x1F, 9, 4, (byte) 0xD0, 0, 52});
        out.write(bytes.length);
        out.write(bytes.length >> 8);
        out.writeBytes(bytes);
    }

    private static byte[] headers() {
        return ByteBuffer.allocate(22)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(22)
                .putInt(18)
                .putShort((short) 2)
                .putLong(0)
                .putInt(1)
                .array();
    }

    static byte[] utf16(String text) {
        return text.getBytes(StandardCharsets.UTF_16LE);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }
}
