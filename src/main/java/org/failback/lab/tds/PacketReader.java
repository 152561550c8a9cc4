package org.failback.lab.tds;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;

/** Puts a client's packets together to messages, and takes nothing absurd. */
final class PacketReader {
    static final int HEADER = 8;
    private static final int END_OF_MESSAGE = 0x01;
    private static final int TLS_HANDSHAKE_RECORD = 0x16;
    /** A message of empty packets would never grow and never end. */
    private static final int MAX_EMPTY_PACKETS = 16;

    private final InputStream in;
    private final int maxMessage;

    /** @param maxMessage the longest message taken, in bytes */
    PacketReader(InputStream in, int maxMessage) {
        this.in = in;
        this.maxMessage = maxMessage;
    }

    /** The next message; null when the client closed between two messages. */
    Request next() throws IOException {
        byte[] header = new byte[HEADER];
        int first = in.read();
        if (first < 0) {
            return null;
        }
        if (first == TLS_HANDSHAKE_RECORD) {
            throw new TlsFirstException();
        }
        header[0] = (byte) first;
        readFully(header, 1);
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        int status = header[1];
        int empty = 0;
        while (true) {
            byte[] body = body(header, payload.size());
            payload.writeBytes(body);
            status |= header[1];
            if ((header[1] & END_OF_MESSAGE) != 0) {
                return new Request(first, status, payload.toByteArray());
            }
            if (body.length == 0 && ++empty > MAX_EMPTY_PACKETS) {
                throw new ProtocolException("The client sends nothing but empty packets");
            }
            readFully(header, 0);
            if (header[0] != first) {
                throw new ProtocolException("A packet of type " + header[0] + " within a message of type " + first);
            }
        }
    }

    private byte[] body(byte[] header, int soFar) throws IOException {
        int length = (header[2] & 0xFF) << 8 | header[3] & 0xFF;
        if (length < HEADER) {
            throw new ProtocolException("A packet says it is " + length + " bytes long");
        }
        if (soFar + length - HEADER > maxMessage) {
            throw new ProtocolException("A message is longer than " + maxMessage + " bytes");
        }
        byte[] body = new byte[length - HEADER];
        readFully(body, 0);
        return body;
    }

    private void readFully(byte[] into, int from) throws IOException {
        if (in.readNBytes(into, from, into.length - from) < into.length - from) {
            throw new EOFException("The client closed within a packet");
        }
    }

    /** The client opened with TLS, as TDS 8.0 ({@code encrypt=strict}) does. */
    static final class TlsFirstException extends ProtocolException {
        private static final long serialVersionUID = 1L;

        TlsFirstException() {
            super("The client speaks TDS 8.0; the lab speaks 7.2 to 7.4");
        }
    }
}
