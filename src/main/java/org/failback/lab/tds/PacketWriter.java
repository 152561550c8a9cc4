package org.failback.lab.tds;

import java.io.IOException;
import java.io.OutputStream;

/** Cuts a message of the server into packets. */
final class PacketWriter {
    static final int SMALLEST = 512;
    static final int LARGEST = 32767;
    private static final int END_OF_MESSAGE = 0x01;

    private final OutputStream out;
    private final int type;
    private byte[] packet;
    private int filled = PacketReader.HEADER;
    private int sequence;
    private int spid;

    PacketWriter(OutputStream out, int type, int packetSize) {
        this.out = out;
        this.type = type;
        this.packet = new byte[packetSize];
    }

    /** The session id that packets carry from now on. */
    void spid(int id) {
        spid = id;
    }

    void write(byte[] bytes, int length) throws IOException {
        int from = 0;
        while (from < length) {
            if (filled == packet.length) {
                send(0);
            }
            int part = Math.min(length - from, packet.length - filled);
            System.arraycopy(bytes, from, packet, filled, part);
            filled += part;
            from += part;
        }
    }

    void write(byte[] bytes) throws IOException {
        write(bytes, bytes.length);
    }

    /** Sends what there is, in mid-message. */
    void flush() throws IOException {
        if (filled > PacketReader.HEADER) {
            send(0);
        }
        out.flush();
    }

    void endMessage() throws IOException {
        send(END_OF_MESSAGE);
        sequence = 0;
        out.flush();
    }

    private void send(int status) throws IOException {
        packet[0] = (byte) type;
        packet[1] = (byte) status;
        packet[2] = (byte) (filled >> 8);
        packet[3] = (byte) filled;
        packet[4] = (byte) (spid >> 8);
        packet[5] = (byte) spid;
        packet[6] = (byte) ++sequence;
        packet[7] = 0;
        out.write(packet, 0, filled);
        filled = PacketReader.HEADER;
    }
}
