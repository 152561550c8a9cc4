package org.failback.estate;

/**
 * A member of the pool.
 *
 * @param fqdn as the topology names it
 * @param dataCenter name of the data center it stands in
 * @param lowLatencyLink true when somebody declared its link to the primary's data center as low latency, high bandwidth
 * @param target true when it is to be active after the failback
 * @param endpoint its own WinRM endpoint, since a second hop from the management server is refused by Windows
 */
public record ChatServer(String fqdn, String dataCenter, boolean lowLatencyLink, boolean target, Endpoint endpoint) {}
