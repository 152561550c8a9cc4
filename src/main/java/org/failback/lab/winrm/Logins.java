package org.failback.lab.winrm;

import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;

/** Who sends a request: Basic with each request, or NTLM once for its connection. */
final class Logins {
    private static final String BASIC = "Basic ";
    private final Accounts accounts;
    private final WireFaults faults;

    Logins(Accounts accounts, WireFaults faults) {
        this.accounts = accounts;
        this.faults = faults;
    }

    /** The account that is proved; empty after a 401 was prepared in the response's headers. */
    Optional<String> accountOf(HttpExchange exchange) {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        Optional<String> account = Optional.empty();
        if (authorization != null && authorization.startsWith(BASIC)) {
            account = basic(authorization.substring(BASIC.length()));
            if (account.isEmpty()) {
                faults.countRefusedLogin();
            }
        }
        if (account.isEmpty()) {
            exchange.getResponseHeaders().add("WWW-Authenticate", "Negotiate");
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"WSMAN\"");
        }
        return account;
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
}
