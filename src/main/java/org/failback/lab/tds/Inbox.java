package org.failback.lab.tds;

import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a client's requests while its session works, so that an attention or a broken connection is seen at once. */
final class Inbox implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    private static final Request END = new Request(-1, 0, new byte[0]);
    /** Clients wait for the answer before they ask again; a second place is for the attention. */
    private static final int AHEAD = 2;

    private final PacketReader packets;
    private final Attentions attentions;
    private final SqlSession session;
    private final BooleanSupplier endedHere;
    private final BlockingQueue<Request> requests = new ArrayBlockingQueue<>(AHEAD);

    /** @param endedHere whether the end of the connection is the server's own doing, which cancels nothing */
    Inbox(PacketReader packets, Attentions attentions, SqlSession session, BooleanSupplier endedHere) {
        this.packets = packets;
        this.attentions = attentions;
        this.session = session;
        this.endedHere = endedHere;
    }

    /** The next request; null when the client has gone. */
    Request take() throws InterruptedException {
        Request next = requests.take();
        return next == END ? null : next;
    }

    @Override
    public void run() {
        try {
            readToTheEnd();
            if (!endedHere.getAsBoolean()) {
                attentions.raise(session::cancel);
            }
            requests.put(END);
        } catch (InterruptedException e) {
            // The session has ended before its client; there is nobody left to read for.
            Thread.currentThread().interrupt();
        }
    }

    private void readToTheEnd() throws InterruptedException {
        try {
            for (Request next = packets.next(); next != null; next = packets.next()) {
                if (next.type() == PacketType.ATTENTION) {
                    attentions.raise(session::cancel);
                } else {
                    attentions.begin();
                }
                requests.put(next);
            }
        } catch (IOException e) {
            LOG.debug("Session {} lost its client: {}", session.id(), e.toString());
        }
    }
}
