package org.failback.lab.tds;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Speaks TDS for one modelled instance, from the moment it is made until it is closed. All its threads are daemons.
 *
 * <p>The protocol is MS-TDS 7.2 to 7.4, as high as {@link SqlServer#version()} would go.
 */
public final class TdsListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TdsListener.class);
    private static final int BACKLOG = 256;
    private static final long PAUSE_AFTER_A_FAILED_ACCEPT_MILLIS = 100;
    private static final long GRACE_MILLIS = 5000;
    private static final long LAST_GRACE_MILLIS = 1000;

    private final ServerSocket socket;
    private final SqlServer server;
    private final TdsSettings settings;
    private final Map<TdsConnection, Thread> connections = new ConcurrentHashMap<>();
    private final Set<Thread> deadlineThreads = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ScheduledThreadPoolExecutor deadlines;
    private final Thread acceptor;
    private long lastConnection;

    /** Offers TLS, forces nobody, and lets SQL logins in alone. */
    public TdsListener(InetAddress address, int port, SqlServer server, SSLContext tls) throws IOException {
        this(address, port, server, TdsSettings.offering(tls));
    }

    /**
     * @param port 0 for a free one
     * @throws IOException when the port is taken
     */
    public TdsListener(InetAddress address, int port, SqlServer server, TdsSettings settings) throws IOException {
        this.server = server;
        this.settings = settings;
        ServerVersion.of(server.version());
        socket = new ServerSocket();
        try {
            socket.bind(new InetSocketAddress(address, port), BACKLOG);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        deadlines = new ScheduledThreadPoolExecutor(1, this::deadlineThread);
        deadlines.setRemoveOnCancelPolicy(true);
        acceptor = daemon(this::acceptAll, threadName());
        acceptor.start();
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** Ends every connection and waits, six seconds at most, until their sessions have ended too. */
    @Override
    public void close() {
        closed.countDown();
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("Already closed: {}", e.toString());
        }
        try {
            join(acceptor, GRACE_MILLIS);
            connections.keySet().forEach(TdsConnection::close);
            long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GRACE_MILLIS);
            for (Thread thread : connections.values()) {
                join(thread, Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())));
            }
            for (Thread thread : connections.values()) {
                interrupt(thread);
                join(thread, LAST_GRACE_MILLIS);
            }
            deadlines.shutdownNow();
            for (Thread thread : deadlineThreads) {
                join(thread, LAST_GRACE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            deadlines.shutdownNow();
        }
    }

    /** A session may close the listener it came by: it cannot wait for itself. */
    private static void join(Thread thread, long millis) throws InterruptedException {
        if (thread != Thread.currentThread()) {
            thread.join(millis);
        }
    }

    private static void interrupt(Thread thread) {
        if (thread != Thread.currentThread()) {
            thread.interrupt();
        }
    }

    private void acceptAll() {
        while (closed.getCount() > 0) {
            try {
                accept(socket.accept());
            } catch (IOException e) {
                if (closed.getCount() > 0) {
                    LOG.warn("Port {} could not take a connection: {}", port(), e.toString());
                    pause();
                }
            }
        }
    }

    private void accept(Socket client) throws IOException {
        // Kept until here and not removed by themselves: who closes must see a thread to its very end.
        connections.values().removeIf(thread -> !thread.isAlive());
        boolean refused = !server.accepts();
        if (refused) {
            // A reset is as near as an open port comes to a closed one.
            client.setSoLinger(true, 0);
        }
        if (refused || connections.size() >= settings.maxConnections()) {
            client.close();
            return;
        }
        TdsConnection connection = new TdsConnection(client, server, settings, deadlines);
        Thread thread = daemon(connection, threadName() + "-" + ++lastConnection);
        thread.start();
        connections.put(connection, thread);
    }

    /** Out of file handles, for one: trying again at once would only burn the processor. */
    private void pause() {
        try {
            if (closed.await(PAUSE_AFTER_A_FAILED_ACCEPT_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.debug("Closed while pausing");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Thread deadlineThread(Runnable work) {
        Thread thread = daemon(work, threadName() + "-deadlines");
        deadlineThreads.add(thread);
        return thread;
    }

    private String threadName() {
        return "tds-" + port();
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
