package org.failback.lab.tds;

import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/**
 * How a listener treats its clients.
 *
 * @param tls the server's certificate; null for a server without TLS, which {@code encrypt=true} clients refuse
 * @param encryptionForced whether a client must encrypt everything ("Force Encryption")
 * @param windows the accounts that NTLM logins are checked against; null where there are SQL logins only
 * @param loginDeadline how long a client may take from connecting to the end of its login
 * @param maxConnections connections at once; what comes beyond is closed at once
 * @param clock what time NTLM challenges tell
 */
public record TdsSettings(
        SSLContext tls,
        boolean encryptionForced,
        WindowsAccounts windows,
        Duration loginDeadline,
        int maxConnections,
        Clock clock) {

    /**
     * Accounts of a Windows domain.
     *
     * @param domain NetBIOS name of the domain
     * @param passwords from {@code DOMAIN\name}, as the client writes it, to the clear password
     */
    public record WindowsAccounts(String domain, Function<String, Optional<String>> passwords) {}

    public TdsSettings {
        Objects.requireNonNull(clock, "clock");
        if (encryptionForced && tls == null) {
            throw new IllegalArgumentException("Encryption cannot be forced without a certificate");
        }
        if (loginDeadline.isNegative() || loginDeadline.isZero() || maxConnections < 1) {
            throw new IllegalArgumentException("A login deadline and a number of connections must be above zero");
        }
    }

    /** Offers TLS and forces nobody; SQL logins only; 15 seconds for a login; 1,000 connections. */
    public static TdsSettings offering(SSLContext tls) {
        return new TdsSettings(tls, false, null, Duration.ofSeconds(15), 1000, Clock.systemUTC());
    }

    public TdsSettings forcingEncryption() {
        return new TdsSettings(tls, true, windows, loginDeadline, maxConnections, clock);
    }

    public TdsSettings with(WindowsAccounts accounts) {
        return new TdsSettings(tls, encryptionForced, accounts, loginDeadline, maxConnections, clock);
    }

    public TdsSettings withLoginDeadline(Duration deadline) {
        return new TdsSettings(tls, encryptionForced, windows, deadline, maxConnections, clock);
    }

    public TdsSettings withMaxConnections(int most) {
        return new TdsSettings(tls, encryptionForced, windows, loginDeadline, most, clock);
    }
}
