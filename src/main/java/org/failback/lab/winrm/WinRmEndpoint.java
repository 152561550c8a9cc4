package org.failback.lab.winrm;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/** WinRM of one modelled computer, on the loopback interface. */
public final class WinRmEndpoint implements AutoCloseable {
    /** A connection has a thread from its first byte on, also when nothing follows. */
    private static final int MOST_THREADS = 512;

    private static final int REQUEST_WITHIN_SECONDS = 60;
    private static final int LONGEST_REQUEST = 512 * 1024;

    private final HttpsServer server;
    private final ExecutorService workers;
    private final Shells shells;
    private final Logins logins;
    private final Responses responses;
    private final WireFaults faults;

    private WinRmEndpoint(HttpsServer server, ShellHost host, Accounts accounts, WireFaults faults) {
        this.server = server;
        this.faults = faults;
        AtomicInteger number = new AtomicInteger();
        workers = new ThreadPoolExecutor(0, MOST_THREADS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
            Thread thread = new Thread(work, "lab-winrm-" + host.computer() + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        shells = new Shells(host, workers);
        logins = new Logins(accounts, faults, host.computer().split("\\.")[0].toUpperCase(java.util.Locale.ROOT));
        responses = new Responses(host.computer());
        server.createContext("/wsman", this::serve);
        server.setExecutor(workers);
    }

    /**
     * Listens and answers until it is closed.
     *
     * @param port TCP port on loopback; 0 takes a free one
     * @throws IOException when the port is taken
     */
    public static WinRmEndpoint start(SSLContext tls, int port, ShellHost host, Accounts accounts, WireFaults faults)
            throws IOException {
        // Otherwise the JDK's server holds small answers back for 40 ms each; it reads the property once.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        // Otherwise whoever never ends a request keeps a thread for ever.
        System.setProperty("sun.net.httpserver.maxReqTime", Integer.toString(REQUEST_WITHIN_SECONDS));
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        WinRmEndpoint endpoint = new WinRmEndpoint(server, host, accounts, faults);
        server.start();
        return endpoint;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public WireFaults faults() {
        return faults;
    }

    /** Shells that clients have left open. */
    public int openShells() {
        return shells.size();
    }

    @Override
    public void close() {
        shells.closeAll();
        server.stop(0);
        workers.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(LONGEST_REQUEST);
            if (!exchange.getRequestMethod().equals("POST")) {
                answer(exchange, 405, "");
                return;
            }
            if (unauthenticatedIdentify(exchange)) {
                answer(exchange, 200, responses.identity());
                return;
            }
            Optional<String> account = logins.accountOf(exchange);
            if (account.isEmpty()) {
                answer(exchange, 401, "");
                return;
            }
            Request request;
            try {
                request = Request.parse(body);
            } catch (IOException notSoap) {
                answer(exchange, 400, "");
                return;
            }
            answer(exchange, account.get(), request);
        }
    }

    private static boolean unauthenticatedIdentify(HttpExchange exchange) {
        return "unauthenticated".equals(exchange.getRequestHeaders().getFirst("WSMANIDENTIFY"));
    }

    private void answer(HttpExchange exchange, String account, Request request) throws IOException {
        if (request.identify()) {
            answer(exchange, 200, responses.identity());
            return;
        }
        try {
            Action action = Action.of(request.action())
                    .orElseThrow(() -> WsManFault.notModelled("the WS-Man action " + request.action()));
            faults.count(action);
            String answer = perform(action, account, request);
            if (faults.loses(action)) {
                // Closing the exchange before its headers were sent takes the connection down.
                return;
            }
            answer(exchange, 200, answer);
        } catch (WsManFault fault) {
            answer(exchange, 500, responses.fault(request, fault));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private String perform(Action action, String account, Request request) throws WsManFault, InterruptedException {
        String shell = request.shellId();
        switch (action) {
            case CREATE:
                return responses.created(request, shells.create(account, request.environment()));
            case COMMAND:
                return responses.started(request, shells.command(shell, account, request.commandLine()));
            case RECEIVE:
                RunningCommand command = shells.command(shell, account, request);
                return responses.received(
                        request, request.commandId(), command.next(RunningCommand.bounded(request.timeout())));
            case SIGNAL:
                shells.command(shell, account, request).terminate();
                return responses.done(request, action);
            case DELETE:
                shells.delete(shell, account);
                return responses.done(request, action);
            default:
                // Standard input: nothing that the lab runs reads it.
                shells.command(shell, account, request);
                return responses.done(request, action);
        }
    }

    private static void answer(HttpExchange exchange, int status, String xml) throws IOException {
        byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/soap+xml;charset=UTF-8");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }
}
