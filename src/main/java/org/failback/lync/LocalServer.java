package org.failback.lync;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A chat server as it sees itself.
 *
 * @param state pool state in its local replica; empty where it holds none or several
 * @param services its Persistent Chat services
 * @param time its own clock; empty where it did not tell
 */
public record LocalServer(String fqdn, String state, List<Service> services, Optional<Instant> time) {
    /** A Windows service; short names are the server's own, none is documented. */
    public record Service(String name, String displayName, boolean compliance, String status) {
        public boolean isStopped() {
            return status.equals("Stopped");
        }

        public boolean isRunning() {
            return status.equals("Running");
        }
    }

    /** Whether it has a chat service, and all it has of them run. */
    boolean serves() {
        return !chatServices().isEmpty() && chatServices().stream().allMatch(Service::isRunning);
    }

    /** Its services for people: {@code Skype for Business Server Persistent Chat (RTCCHAT): Running; …}. */
    String servicesInWords() {
        return services.stream()
                .map(service -> (service.compliance() ? "compliance service" : "chat service") + " (" + service.name()
                        + ") " + service.status())
                .collect(Collectors.joining("; "));
    }

    /** The service that clients connect to, without the compliance one. */
    public List<Service> chatServices() {
        return services.stream().filter(service -> !service.compliance()).toList();
    }
}
