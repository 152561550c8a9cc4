package org.failback.lab.tds;

import java.io.IOException;
import java.util.function.BooleanSupplier;

/** The way to the client of a session; once it is closed, or an attention has come, what is written is dropped. */
final class Channel {
    /** How a channel ends its connection. */
    interface Connection {
        /** At once, without another byte. */
        void drop();

        /** After what was written. */
        void end();

        /** After bytes that no client of the protocol can read. */
        void garble();
    }

    private final PacketWriter out;
    private final Connection connection;
    private final BooleanSupplier attention;
    private final String serverName;
    private String database;
    private volatile boolean closed;

    Channel(PacketWriter out, Connection connection, BooleanSupplier attention, String serverName, String database) {
        this.out = out;
        this.connection = connection;
        this.attention = attention;
        this.serverName = serverName;
        this.database = database;
    }

    String serverName() {
        return serverName;
    }

    /** Notes the session's new database and tells the one before. */
    String changeDatabase(String now) {
        String before = database;
        database = now;
        return before;
    }

    /** Whether the client waits for nothing but the acknowledgement of its attention. */
    boolean attention() {
        return attention.getAsBoolean();
    }

    boolean closed() {
        return closed;
    }

    void write(byte[] token) {
        if (!attention()) {
            onWire(() -> out.write(token));
        }
    }

    void flush() {
        if (!attention()) {
            onWire(out::flush);
        }
    }

    /** Ends the message, attention or not. */
    void endMessage(byte[] token) {
        onWire(() -> {
            out.write(token);
            out.endMessage();
        });
    }

    void drop() {
        closed = true;
        connection.drop();
    }

    void garble() {
        closed = true;
        connection.garble();
    }

    void end() {
        closed = true;
        connection.end();
    }

    private interface Writing {
        void run() throws IOException;
    }

    private void onWire(Writing writing) {
        if (closed) {
            return;
        }
        try {
            writing.run();
        } catch (IOException e) {
            // The client has gone; whoever reads from it finds that out too, and cancels what runs.
            closed = true;
        }
    }
}
