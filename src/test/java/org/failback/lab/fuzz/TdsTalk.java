package org.failback.lab.fuzz;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;

/** One connection of a client that sends what it is told, and notices when it is neither answered nor left. */
final class TdsTalk implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 8_000;
    private static final int LAST_PACKET = 1;
    private static final int DONE = 0xFD;
    private static final int DONE_LENGTH = 13;
    private static final int ATTENTION_HEARD = 0x20;

    private final Socket socket;
    private final DataInputStream in;

    TdsTalk(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new DataInputStream(socket.getInputStream());
    }

    static TdsTalk loggedIn(int port) throws IOException {
        TdsTalk talk = new TdsTalk(port);
        talk.send(TdsBytes.prelogin());
        talk.answer();
        talk.send(TdsBytes.login(LabUnderFire.LOGIN, LabUnderFire.PASSWORD));
        talk.answer();
        return talk;
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** The payload of the next message; null when the server has closed. */
    byte[] answer() throws IOException {
        byte[] whole = new byte[0];
        while (true) {
            int type = in.read();
            if (type < 0) {
                return null;
            }
            int status = in.readUnsignedByte();
            int length = in.readUnsignedShort();
            in.skipBytes(4);
            byte[] part = in.readNBytes(length - TdsBytes.HEADER);
            int at = whole.length;
            whole = Arrays.copyOf(whole, at + part.length);
            System.arraycopy(part, 0, whole, at, part.length);
            if ((status & LAST_PACKET) != 0) {
                return whole;
            }
        }
    }

    /** As {@link #answer}, and after so long with an attention, which must be heard. */
    byte[] answerOrAttention(int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            return answer();
        } catch (SocketTimeoutException slow) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            send(TdsBytes.attention());
            byte[] answer = answer();
            while (answer != null && !heardAttention(answer)) {
                answer = answer();
            }
            return answer;
        } finally {
            socket.setSoTimeout(PATIENCE_MILLIS);
        }
    }

    private static boolean heardAttention(byte[] answer) {
        int done = answer.length - DONE_LENGTH;
        return done >= 0 && (answer[done] & 0xFF) == DONE && (answer[done + 1] & ATTENTION_HEARD) != 0;
    }

    /** Says that nothing more comes and waits until the server has closed, too; a reset is an end as well. */
    void untilTheEnd() throws SocketTimeoutException {
        try {
            socket.shutdownOutput();
            byte[] some = new byte[8192];
            while (in.read(some) >= 0) {
                continue;
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException reset) {
            // Whatever was wrong, the server has left.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
