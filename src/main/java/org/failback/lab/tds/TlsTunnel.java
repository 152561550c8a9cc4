package org.failback.lab.tds;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * TLS as TDS 7.x has it: the handshake travels in PRELOGIN messages, what follows in bare records. Built on an engine
 * and not on a socket, so that after a login-only encryption nothing is left that could ever write to the connection.
 */
final class TlsTunnel {
    private static final int RECORD_HEADER = 5;
    /** The longest TLS 1.2 record with its padding (RFC 5246, 6.2.3). */
    private static final int MAX_RECORD = 16384 + 2048;

    private final SSLEngine engine;
    private final InputStream rawIn;
    private final OutputStream rawOut;
    private final Plain plain = new Plain();
    private final Secret secret = new Secret();

    TlsTunnel(SSLContext context, InputStream rawIn, OutputStream rawOut) {
        this.rawIn = rawIn;
        this.rawOut = rawOut;
        engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        // TLS 1.3 ends its handshake with records that a PRELOGIN message cannot carry.
        engine.setEnabledProtocols(new String[] {"TLSv1.2"});
    }

    /** What the client sends from now on. */
    InputStream in() {
        return plain;
    }

    /** What goes to the client from now on. */
    OutputStream out() {
        return secret;
    }

    /** Shakes hands within PRELOGIN messages: one flight of ours is one message, or some clients stall. */
    void handshake(PacketReader packets, PacketWriter answers) throws IOException {
        try {
            exchangeFlights(packets, answers);
        } catch (RuntimeException e) {
            // The JDK takes a message that only a server may send, as HelloRequest, for a programming error of its own.
            throw new SSLException("The client sent something that has no place in its handshake", e);
        }
    }

    private void exchangeFlights(PacketReader packets, PacketWriter answers) throws IOException {
        ByteArrayOutputStream flight = new ByteArrayOutputStream();
        ByteBuffer received = ByteBuffer.allocate(0);
        ByteBuffer nothing = ByteBuffer.allocate(0);
        ByteBuffer application = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        engine.beginHandshake();
        while (true) {
            HandshakeStatus status = engine.getHandshakeStatus();
            if (status == HandshakeStatus.NEED_TASK) {
                engine.getDelegatedTask().run();
            } else if (status == HandshakeStatus.NEED_WRAP) {
                wrap(nothing, flight);
            } else if (status == HandshakeStatus.NEED_UNWRAP) {
                send(flight, answers);
                received = unwrap(received, application, packets, flight, answers);
            } else {
                send(flight, answers);
                plain.startWith(received);
                return;
            }
        }
    }

    private ByteBuffer unwrap(
            ByteBuffer received,
            ByteBuffer application,
            PacketReader packets,
            ByteArrayOutputStream flight,
            PacketWriter answers)
            throws IOException {
        SSLEngineResult result;
        try {
            result = engine.unwrap(received, application);
        } catch (SSLException e) {
            sayGoodbye(flight, answers);
            throw e;
        }
        if (result.getStatus() == Status.CLOSED) {
            throw new EOFException("The client ended the TLS handshake");
        }
        if (result.getStatus() != Status.BUFFER_UNDERFLOW) {
            return received;
        }
        Request more = packets.next();
        if (more == null) {
            throw new EOFException("The client closed within the TLS handshake");
        }
        if (more.type() != PacketType.PRELOGIN || received.remaining() > MAX_RECORD) {
            throw new ProtocolException("The client left the TLS handshake");
        }
        return ByteBuffer.allocate(received.remaining() + more.payload().length)
                .put(received)
                .put(more.payload())
                .flip();
    }

    /** The alert that tells the client why. */
    private void sayGoodbye(ByteArrayOutputStream flight, PacketWriter answers) {
        try {
            while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && !engine.isOutboundDone()) {
                wrap(ByteBuffer.allocate(0), flight);
            }
            send(flight, answers);
        } catch (IOException e) {
            // The handshake has failed already; that error is the one to tell.
        }
    }

    private static void send(ByteArrayOutputStream flight, PacketWriter answers) throws IOException {
        if (flight.size() > 0) {
            answers.write(flight.toByteArray());
            answers.endMessage();
            flight.reset();
        }
    }

    private void wrap(ByteBuffer from, OutputStream to) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        SSLEngineResult result = engine.wrap(from, record);
        if (result.getStatus() == Status.CLOSED && record.position() == 0) {
            throw new EOFException("TLS is closed");
        }
        to.write(record.array(), 0, record.position());
    }

    /** Reads exactly one record at a time, so that not a byte of a later bare stream is swallowed. */
    private final class Plain extends InputStream {
        private ByteBuffer early = ByteBuffer.allocate(0);
        private ByteBuffer clear = ByteBuffer.allocate(0);

        void startWith(ByteBuffer records) {
            early = records;
        }

        @Override
        public int read() throws IOException {
            return fill() ? clear.get() & 0xFF : -1;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            int part = Math.min(length, clear.remaining());
            clear.get(into, from, part);
            return part;
        }

        private boolean fill() throws IOException {
            while (!clear.hasRemaining()) {
                byte[] record = record();
                if (record == null) {
                    return false;
                }
                ByteBuffer decrypted = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
                SSLEngineResult result = engine.unwrap(ByteBuffer.wrap(record), decrypted);
                if (result.getStatus() == Status.CLOSED) {
                    return false;
                }
                if (result.getStatus() != Status.OK || result.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
                    throw new SSLException("The client wants another TLS handshake; the lab does not");
                }
                clear = decrypted.flip();
            }
            return true;
        }

        private byte[] record() throws IOException {
            byte[] header = new byte[RECORD_HEADER];
            int got = readRaw(header, 0, RECORD_HEADER);
            if (got == 0) {
                return null;
            }
            int length = (header[3] & 0xFF) << 8 | header[4] & 0xFF;
            if (got < RECORD_HEADER || length > MAX_RECORD) {
                throw new SSLException("Not a TLS record");
            }
            byte[] record = new byte[RECORD_HEADER + length];
            System.arraycopy(header, 0, record, 0, RECORD_HEADER);
            if (readRaw(record, RECORD_HEADER, length) < length) {
                throw new EOFException("The client closed within a TLS record");
            }
            return record;
        }

        private int readRaw(byte[] into, int from, int length) throws IOException {
            int part = Math.min(length, early.remaining());
            early.get(into, from, part);
            return part + rawIn.readNBytes(into, from + part, length - part);
        }
    }

    private final class Secret extends OutputStream {
        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            ByteBuffer clear = ByteBuffer.wrap(bytes, from, length);
            while (clear.hasRemaining()) {
                wrap(clear, rawOut);
            }
        }

        @Override
        public void flush() throws IOException {
            rawOut.flush();
        }
    }
}
