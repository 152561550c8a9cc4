package org.failback.lync;

import java.util.Optional;

/**
 * A SQL Server instance as the topology names it.
 *
 * @param host FQDN
 * @param instance empty for the default instance, and where the topology has more than one on this host
 */
public record ChatStore(String host, Optional<String> instance) {
    @Override
    public String toString() {
        return instance.map(name -> host + "\\" + name).orElse(host);
    }
}
