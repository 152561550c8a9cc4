package org.failback.lab.tds;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that says exactly what a test wants said, without encryption. */
final class RawClient implements AutoCloseable {
    private static final int NOT_SUPPORTED = 2;

    final Socket socket;
    private final PacketReader answers;

    RawClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        answers = new PacketReader(socket.getInputStream(), 1 << 24);
    }

    static RawClient loggedIn(int port) throws IOException {
        RawClient client = new RawClient(port);
        client.send(PacketType.PRELOGIN, 1, prelogin(NOT_SUPPORTED));
        client.answer();
        client.send(PacketType.LOGIN7, 1, login(0x74000004));
        client.answer();
        return client;
    }

    static byte[] prelogin(int encryption) {
        return new WireWriter()
                .bytes((byte) 0, (byte) 0, (byte) 11, (byte) 0, (byte) 6)
                .bytes((byte) 1, (byte) 0, (byte) 17, (byte) 0, (byte) 1)
                .u8(0xFF)
                .bytes(new byte[6])
                .u8(encryption)
                .toByteArray();
    }

    static byte[] login(int tdsVersion) {
        byte[] password = ScriptedServer.PASSWORD.getBytes(StandardCharsets.UTF_16LE);
        for (int i = 0; i < password.length; i++) {
            int swapped = (password[i] & 0xFF) << 4 | (password[i] & 0xFF) >> 4;
            password[i] = (byte) (swapped ^ 0xA5);
        }
        int userAt = 94;
        int passwordAt = userAt + 2 * ScriptedServer.USER.length();
        int length = passwordAt + password.length;
        WireWriter out = new WireWriter().i32(length).i32(tdsVersion).i32(4096).bytes(new byte[24]);
        out.u16(length).u16(0).u16(userAt).u16(ScriptedServer.USER.length());
        out.u16(passwordAt).u16(password.length / 2);
        for (int field = 0; field < 6; field++) {
            out.u16(length).u16(0);
        }
        out.bytes(new byte[6]);
        for (int field = 0; field < 3; field++) {
            out.u16(length).u16(0);
        }
        return out.i32(0).utf16(ScriptedServer.USER).bytes(password).toByteArray();
    }

    static WireWriter headers() {
        return new WireWriter().i32(22).i32(18).u16(2).i64(0).i32(1);
    }

    static byte[] batch(String sql) {
        return headers().utf16(sql).toByteArray();
    }

    /** One packet, as it is. */
    void send(int type, int status, byte[] payload) throws IOException {
        int length = payload.length + PacketReader.HEADER;
        socket.getOutputStream()
                .write(new WireWriter()
                        .u8(type)
                        .u8(status)
                        .u8(length >> 8)
                        .u8(length)
                        .bytes((byte) 0, (byte) 0, (byte) 1, (byte) 0)
                        .bytes(payload)
                        .toByteArray());
    }

    /** The next message of the server; null when it has closed. */
    Request answer() throws IOException {
        return answers.next();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
