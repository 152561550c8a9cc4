package org.failback.estate;

import java.util.Optional;

/**
 * A WinRM endpoint; always HTTPS.
 *
 * @param scheme always HTTPS: WinRM4j encrypts nothing itself with Kerberos or Basic
 * @param host name in the URL, which the server certificate must name
 * @param port TCP port, 5986 by custom
 * @param trustStore PEM file with the authorities that may have signed the certificate; empty for the JDK's own
 * @param authentication how the account is proved
 */
public record Endpoint(
        Scheme scheme,
        String host,
        int port,
        Optional<String> trustStore,
        Authentication authentication,
        Credential credential) {
    public Endpoint(
            String host, int port, Optional<String> trustStore, Authentication authentication, Credential credential) {
        this(Scheme.HTTPS, host, port, trustStore, authentication, credential);
    }

    /** The schemes that may carry a password. */
    public enum Scheme {
        HTTPS
    }

    /** The ways WinRM4j can prove an account over HTTPS. */
    public enum Authentication {
        KERBEROS,
        NTLM,
        BASIC
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
