package org.failback.lync;

import java.util.List;

/**
 * A chat server as it sees itself.
 *
 * @param state pool state in its local replica; empty where it holds none or several
 * @param services its Persistent Chat services
 */
public record LocalServer(String fqdn, String state, List<Service> services) {
    /** A Windows service; short names are the server's own, none is documented. */
    public record Service(String name, String displayName, boolean compliance, String status) {
        public boolean isStopped() {
            return status.equals("Stopped");
        }

        public boolean isRunning() {
            return status.equals("Running");
        }
    }

    /** The service that clients connect to, without the compliance one. */
    public List<Service> chatServices() {
        return services.stream().filter(service -> !service.compliance()).toList();
    }
}
