package org.failback.lab.winrm;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/** WinRM of one modelled computer, on the loopback interface. */
public final class WinRmEndpoint implements AutoCloseable {
    /** More than the connections that anybody opens at once; one that only dribbles holds a thread for a while. */
    private static final int MOST_REQUESTS = 400;

    private static final int MOST_COMMANDS = 64;
    private static final int LONGEST_REQUEST = 512 * 1024;
    /** Until the last byte of a request has come, in seconds; longer than any honest client takes. */
    private static final int LONGEST_READING = 10;

    private static final byte[] GARBAGE = "<html>proxy\u0000\ufffd".getBytes(StandardCharsets.UTF_8);

    private final HttpsServer server;
    private final ExecutorService requests;
    private final ExecutorService commands;
    private final Shells shells;
    private final Logins logins;
    private final Responses responses;
    private final WireFaults faults;

    private WinRmEndpoint(HttpsServer server, ShellHost host, Accounts accounts, WireFaults faults, Clock clock) {
        this.server = server;
        this.faults = faults;
        requests = threads("lab-winrm-" + host.computer(), MOST_REQUESTS);
        commands = threads("lab-winrm-command-" + host.computer(), MOST_COMMANDS);
        shells = new Shells(host, commands, clock);
        logins = new Logins(accounts, faults, host.computer().split("\\.")[0].toUpperCase(Locale.ROOT), clock);
        responses = new Responses(host.computer());
        faults.onRestart(shells::closeAll);
        server.createContext("/wsman", this::serve);
        server.setExecutor(requests);
    }

    private static ExecutorService threads(String name, int most) {
        AtomicInteger number = new AtomicInteger();
        return new ThreadPoolExecutor(0, most, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
            Thread thread = new Thread(work, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Listens and answers until it is closed.
     *
     * @param port TCP port on loopback; 0 takes a free one
     * @throws IOException when the port is taken
     */
    public static WinRmEndpoint start(SSLContext tls, int port, ShellHost host, Accounts accounts, WireFaults faults)
            throws IOException {
        return start(tls, port, host, accounts, faults, Clock.systemUTC());
    }

    /** The same, by a clock of the caller's. */
    static WinRmEndpoint start(
            SSLContext tls, int port, ShellHost host, Accounts accounts, WireFaults faults, Clock clock)
            throws IOException {
        // The JDK's server reads these once: small answers are not held back for 40 ms each, slow writers are cut off.
        System.getProperties().putIfAbsent("sun.net.httpserver.nodelay", "true");
        System.getProperties().putIfAbsent("sun.net.httpserver.maxReqTime", String.valueOf(LONGEST_READING));
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        WinRmEndpoint endpoint = new WinRmEndpoint(server, host, accounts, faults, clock);
        server.start();
        return endpoint;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public WireFaults faults() {
        return faults;
    }

    /** Shells that clients have left open and that are not idle for too long. */
    public int openShells() {
        return shells.size();
    }

    @Override
    public void close() {
        shells.closeAll();
        server.stop(0);
        requests.shutdownNow();
        commands.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("POST")) {
                answer(exchange, 405, "");
                return;
            }
            byte[] body = isTooLong(exchange)
                    ? new byte[LONGEST_REQUEST + 1]
                    : exchange.getRequestBody().readNBytes(LONGEST_REQUEST + 1);
            if (body.length > LONGEST_REQUEST) {
                answer(exchange, 413, "");
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

    /** Whoever announces more than is ever read need not send it. */
    private static boolean isTooLong(HttpExchange exchange) {
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        return length != null && (length.length() > 9 || Long.parseLong(length.strip()) > LONGEST_REQUEST);
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
            Optional<Harm> before = faults.strike(action, false);
            if (before.isPresent()) {
                refuse(exchange, before.get());
                return;
            }
            String answer = perform(action, account, request);
            Optional<Harm> after = faults.strike(action, true);
            if (after.isPresent()) {
                spoil(exchange, after.get(), answer);
                return;
            }
            answer(exchange, 200, answer);
        } catch (WsManFault fault) {
            answer(exchange, 500, responses.fault(request, fault));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void refuse(HttpExchange exchange, Harm harm) throws IOException, WsManFault {
        switch (harm.kind()) {
            case STATUS -> {
                if (harm.number() == 401) {
                    exchange.getResponseHeaders().add("WWW-Authenticate", "Negotiate");
                    exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"WSMAN\"");
                }
                answer(exchange, (int) harm.number(), "");
            }
            case FAULT -> throw WsManFault.of(harm.number());
            default -> {
                // Closing the exchange before its headers were sent takes the connection down.
            }
        }
    }

    private static void spoil(HttpExchange exchange, Harm harm, String answer) throws IOException {
        switch (harm.kind()) {
            case CUT -> {
                byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/soap+xml;charset=UTF-8");
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(Arrays.copyOf(bytes, bytes.length / 2));
                exchange.getResponseBody().flush();
            }
            case GARBAGE -> answer(exchange, 200, GARBAGE);
            default -> {
                // Lost like a request that never came, but after its effect.
            }
        }
    }

    private String perform(Action action, String account, Request request) throws WsManFault, InterruptedException {
        String shell = request.shellId();
        switch (action) {
            case CREATE:
                return responses.created(request, shells.create(account, request));
            case COMMAND:
                return responses.started(request, shells.command(shell, account, request.commandLine()));
            case RECEIVE:
                RunningCommand command = shells.command(shell, account, request);
                return responses.received(
                        request, request.commandId(), command.next(request.timeout(), faults.share()));
            case SIGNAL:
                shells.command(shell, account, request).end(endOf(request.signal()));
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

    private static RunningCommand.End endOf(String signal) throws WsManFault {
        return switch (signal.toLowerCase(Locale.ROOT)) {
            case "terminate" -> RunningCommand.End.TERMINATE;
            case "ctrl_c", "ctrl_break" -> RunningCommand.End.CTRL_C;
            default -> throw WsManFault.notModelled("the signal '" + signal + "'");
        };
    }

    private static void answer(HttpExchange exchange, int status, String xml) throws IOException {
        answer(exchange, status, xml.getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(HttpExchange exchange, int status, byte[] bytes) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/soap+xml;charset=UTF-8");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }
}
