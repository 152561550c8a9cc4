package org.failback.lab.server;

/**
 * Where an instance lives.
 *
 * @param name NetBIOS name, as {@code SQLP01}
 * @param fqdn its full name
 * @param instance instance name, as {@code LYNC}
 * @param port TCP port that the catalog shows
 */
record Host(String name, String fqdn, String instance, int port) {
    String serverName() {
        return name + "\\" + instance;
    }
}
