package org.failback.lab.winrm;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.failback.lab.ntlm.NtlmAcceptor;

/** Who sends a request: Basic with each request, or NTLM once for its connection. */
final class Logins {
    private static final String BASIC = "Basic ";
    private static final String NEGOTIATE = "Negotiate ";
    private static final String DOMAIN = "LAB";
    /** Nobody tells when a connection ends, so that what is known of the oldest ones is dropped. */
    private static final int CONNECTIONS = 1024;

    /** A port is soon used again by somebody else; the TLS session is not. */
    private record Wire(InetSocketAddress from, String session) {
        static Wire of(HttpExchange exchange) {
            String session = exchange instanceof HttpsExchange https
                    ? HexFormat.of().formatHex(https.getSSLSession().getId())
                    : "";
            return new Wire(exchange.getRemoteAddress(), session);
        }
    }

    /** A connection on the way to being proved, or proved. */
    private static final class Connection {
        private Optional<NtlmAcceptor> handshake = Optional.empty();
        private Optional<String> account = Optional.empty();
    }

    private final Accounts accounts;
    private final WireFaults faults;
    private final String computer;
    private final Clock clock;
    private final Map<Wire, Connection> connections = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Wire, Connection> eldest) {
            return size() > CONNECTIONS;
        }
    };

    Logins(Accounts accounts, WireFaults faults, String computer, Clock clock) {
        this.accounts = accounts;
        this.faults = faults;
        this.computer = computer;
        this.clock = clock;
    }

    /** The account that is proved; empty after the headers of a 401 were prepared in the response. */
    synchronized Optional<String> accountOf(HttpExchange exchange) {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        Connection connection = connections.computeIfAbsent(Wire.of(exchange), none -> new Connection());
        if (authorization == null) {
            return connection.account.or(() -> challenged(exchange, ""));
        }
        if (authorization.startsWith(BASIC)) {
            return basic(authorization.substring(BASIC.length())).or(() -> refused(exchange));
        }
        if (authorization.startsWith(NEGOTIATE)) {
            return negotiate(exchange, connection, authorization.substring(NEGOTIATE.length()));
        }
        return challenged(exchange, "");
    }

    private Optional<String> negotiate(HttpExchange exchange, Connection connection, String encoded) {
        try {
            byte[] message = Base64.getDecoder().decode(encoded.strip());
            if (connection.handshake.isEmpty()) {
                NtlmAcceptor acceptor = new NtlmAcceptor(DOMAIN, computer, accounts::passwordOf, clock);
                byte[] challenge = acceptor.challenge(message);
                connection.handshake = Optional.of(acceptor);
                connection.account = Optional.empty();
                return challenged(exchange, " " + Base64.getEncoder().encodeToString(challenge));
            }
            NtlmAcceptor.Outcome outcome = connection.handshake.get().authenticate(message);
            connection.handshake = Optional.empty();
            if (!outcome.proved()) {
                return refused(exchange);
            }
            connection.account = Optional.of(outcome.account());
            return connection.account;
        } catch (ProtocolException | IllegalArgumentException notNtlm) {
            connection.handshake = Optional.empty();
            return challenged(exchange, "");
        }
    }

    private Optional<String> basic(String encoded) {
        String[] parts;
        try {
            parts = new String(Base64.getDecoder().decode(encoded.strip()), StandardCharsets.UTF_8).split(":", 2);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        return parts.length == 2 && proves(parts[0], parts[1]) ? Optional.of(parts[0]) : Optional.empty();
    }

    private boolean proves(String account, String password) {
        return accounts.passwordOf(account)
                .map(right -> MessageDigest.isEqual(
                        right.getBytes(StandardCharsets.UTF_8), password.getBytes(StandardCharsets.UTF_8)))
                .orElse(false);
    }

    private Optional<String> refused(HttpExchange exchange) {
        faults.countRefusedLogin();
        return challenged(exchange, "");
    }

    private static Optional<String> challenged(HttpExchange exchange, String token) {
        exchange.getResponseHeaders().add("WWW-Authenticate", "Negotiate" + token);
        if (token.isEmpty()) {
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"WSMAN\"");
        }
        return Optional.empty();
    }
}
