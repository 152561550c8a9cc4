package org.failback.lab.tds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A wire tap between one client and the server. */
final class Tap implements AutoCloseable {
    private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final ByteArrayOutputStream fromClient = new ByteArrayOutputStream();
    private final ByteArrayOutputStream fromServer = new ByteArrayOutputStream();
    private final Thread forth;
    private volatile Thread back;

    Tap(int serverPort) throws IOException {
        forth = new Thread(() -> tap(serverPort));
        forth.setDaemon(true);
        forth.start();
    }

    int port() {
        return listening.getLocalPort();
    }

    private void tap(int serverPort) {
        try (Socket client = listening.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
            back = new Thread(() -> pump(server, client, fromServer));
            back.setDaemon(true);
            back.start();
            pump(client, server, fromClient);
            server.shutdownOutput();
            back.join(10_000);
        } catch (IOException e) {
            // A tap ends when either side does.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pump(Socket from, Socket to, ByteArrayOutputStream copy) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] some = new byte[4096];
            for (int got = in.read(some); got > 0; got = in.read(some)) {
                copy.write(some, 0, got);
                out.write(some, 0, got);
            }
        } catch (IOException e) {
            // A tap ends when either side does.
        }
    }

    /** What can be read of the client's bytes, as UTF-16 at even and odd places. */
    String textFromClient() throws InterruptedException {
        forth.join(10_000);
        return text(fromClient.toByteArray());
    }

    /** What can be read of the server's bytes, alike. */
    String textFromServer() throws InterruptedException {
        forth.join(10_000);
        return text(fromServer.toByteArray());
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_16LE)
                + new String(bytes, 1, bytes.length - 1, StandardCharsets.UTF_16LE);
    }

    void assertServerSentWholePacketsOnly() throws InterruptedException {
        forth.join(10_000);
        byte[] bytes = fromServer.toByteArray();
        int at = 0;
        while (at < bytes.length) {
            assertThat((int) bytes[at]).isIn(PacketType.ANSWER, PacketType.PRELOGIN);
            at += (bytes[at + 2] & 0xFF) << 8 | bytes[at + 3] & 0xFF;
        }
        assertThat(at).isEqualTo(bytes.length);
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
