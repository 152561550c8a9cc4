package org.failback.estate;

import java.util.Locale;
import java.util.Optional;

/**
 * A SQL Server instance.
 *
 * @param host FQDN as the topology names it; the server certificate must name it
 * @param instanceName empty for the default instance
 * @param port TCP port; SQL Server Browser is never asked
 * @param connectTo address to connect to where it is not {@code host}, as behind a tunnel
 * @param trustStore PEM file with the authorities that may have signed the certificate; empty for the JDK's own
 * @param look login that only reads
 * @param act login that changes; used only by steps that a gate released
 */
public record SqlInstance(
        String host,
        Optional<String> instanceName,
        int port,
        Optional<String> connectTo,
        Optional<String> trustStore,
        Credential look,
        Credential act) {

    /** What {@code SERVERPROPERTY('ServerName')} must answer: NetBIOS host name and instance, in upper case. */
    public String serverName() {
        String label = host.split("\\.", 2)[0].toUpperCase(Locale.ROOT);
        String netBios = label.length() > 15 ? label.substring(0, 15) : label;
        return instanceName
                .map(name -> netBios + "\\" + name.toUpperCase(Locale.ROOT))
                .orElse(netBios);
    }

    public String address() {
        return connectTo.orElse(host);
    }

    @Override
    public String toString() {
        return serverName();
    }
}
