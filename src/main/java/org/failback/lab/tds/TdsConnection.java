package org.failback.lab.tds;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of one connection. Its own thread runs the session; a second one reads meanwhile. */
final class TdsConnection implements Runnable, Channel.Connection {
    private static final Logger LOG = LoggerFactory.getLogger(TdsConnection.class);
    /** What a proxy says that has lost its server. */
    private static final String GARBAGE = "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n";

    private static final long READER_ENDS_WITHIN_MILLIS = 5000;

    private final Socket socket;
    private final SqlServer server;
    private final TdsSettings settings;
    private final ScheduledExecutorService deadlines;
    private volatile boolean endedHere;

    TdsConnection(Socket socket, SqlServer server, TdsSettings settings, ScheduledExecutorService deadlines) {
        this.socket = socket;
        this.server = server;
        this.settings = settings;
        this.deadlines = deadlines;
    }

    @Override
    public void run() {
        try {
            Opening.Opened opened = open();
            if (opened != null) {
                serve(opened);
            }
        } catch (IOException e) {
            LOG.debug("Connection from {}: {}", socket.getRemoteSocketAddress(), e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("The lab failed with a connection from {}", socket.getRemoteSocketAddress(), e);
        } finally {
            close();
        }
    }

    private Opening.Opened open() throws IOException {
        long millis = settings.loginDeadline().toMillis();
        ScheduledFuture<?> deadline = deadlines.schedule(this::close, millis, TimeUnit.MILLISECONDS);
        try {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            return new Opening(server, settings, this, in, socket.getOutputStream()).perform();
        } finally {
            deadline.cancel(false);
        }
    }

    private void serve(Opening.Opened opened) throws InterruptedException, ProtocolException {
        SqlSession session = opened.session();
        Attentions attentions = new Attentions();
        Inbox inbox = new Inbox(opened.packets(), attentions, session, () -> endedHere);
        Thread reader = new Thread(inbox, Thread.currentThread().getName() + "-reader");
        reader.setDaemon(true);
        reader.start();
        Channel channel =
                new Channel(opened.answers(), this, attentions::raised, server.serverName(), opened.database());
        try {
            answerAll(inbox, attentions, channel, new Requests(session, channel));
        } finally {
            close();
            try {
                reader.interrupt();
                reader.join(READER_ENDS_WITHIN_MILLIS);
            } finally {
                session.close();
            }
        }
    }

    private static void answerAll(Inbox inbox, Attentions attentions, Channel channel, Requests requests)
            throws InterruptedException, ProtocolException {
        for (Request next = inbox.take(); next != null && !channel.closed(); next = inbox.take()) {
            if (next.type() == PacketType.ATTENTION) {
                requests.acknowledgeAttention();
                continue;
            }
            try {
                requests.run(next);
            } finally {
                attentions.end();
            }
        }
    }

    @Override
    public void drop() {
        endedHere = true;
        try {
            // What is still unsent goes with the connection, as when a server dies.
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            LOG.debug("Already closed: {}", e.toString());
        }
        close();
    }

    @Override
    public void garble() {
        try {
            // Past TLS, if there is any: what answers here is no SQL Server.
            socket.getOutputStream().write(GARBAGE.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
        } catch (IOException e) {
            LOG.debug("Already closed: {}", e.toString());
        }
        end();
    }

    @Override
    public void end() {
        endedHere = true;
        close();
    }

    /** From any thread; the session then ends by itself. */
    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("Already closed: {}", e.toString());
        }
    }
}
