package org.failback.lab.lync;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A chat server: its services, and its sessions in the database that its replica tells it to use. */
final class ChatServerMachine {
    /** Short names are made up: none is documented, and the product must not rely on any. */
    static final String CHAT = "RTCCHAT";

    static final String COMPLIANCE = "RTCPCHATCOMPLIANCE";

    /** How often a connected server gives a sign of life, and people say something. */
    private static final Duration BETWEEN_SIGNS = Duration.ofSeconds(1);

    private final String fqdn;
    private final Replica replica;
    private boolean chatRunning = true;
    private boolean complianceRunning = true;
    private Optional<ChatDatabase.Side> connectedTo = Optional.empty();
    private Instant inactiveSince = Instant.MIN;
    private Instant nextSign = Instant.MIN;

    ChatServerMachine(String fqdn, Replica replica) {
        this.fqdn = fqdn;
        this.replica = replica;
    }

    String fqdn() {
        return fqdn;
    }

    Replica replica() {
        return replica;
    }

    boolean isRunning(String service) {
        return service.equals(CHAT) ? chatRunning : complianceRunning;
    }

    void setRunning(String service, boolean running, ChatDatabase database) {
        if (service.equals(CHAT)) {
            chatRunning = running;
            if (!running) {
                disconnect(database);
            }
        } else {
            complianceRunning = running;
        }
    }

    /** Lives on until now: connects, pings, lets go. */
    void live(Instant now, Behaviour behaviour, ChatDatabase database) {
        if (!chatRunning) {
            return;
        }
        if (replica.active().contains(fqdn)) {
            inactiveSince = Instant.MIN;
            serve(replica.state().side(), database);
        } else {
            linger(now, behaviour, database);
        }
        if (connectedTo.isPresent() && !now.isBefore(nextSign)) {
            nextSign = now.plus(BETWEEN_SIGNS);
            database.ping(connectedTo.get(), fqdn);
            if (behaviour.talkative()) {
                database.writeChat(connectedTo.get(), fqdn);
            }
        }
    }

    private void serve(ChatDatabase.Side side, ChatDatabase database) {
        if (connectedTo.isPresent() && connectedTo.get() != side) {
            disconnect(database);
        }
        if (connectedTo.isEmpty() || !database.isConnected(side, fqdn)) {
            connectedTo = database.openSession(side, fqdn) ? Optional.of(side) : Optional.empty();
        }
    }

    /** No longer active: whoever was connected before stays for a while, as the cmdlet's documentation says. */
    private void linger(Instant now, Behaviour behaviour, ChatDatabase database) {
        if (connectedTo.isEmpty()) {
            return;
        }
        if (inactiveSince == Instant.MIN) {
            inactiveSince = now;
        }
        ChatDatabase.Side side = connectedTo.get();
        if (!behaviour.lingers(Duration.between(inactiveSince, now))) {
            disconnect(database);
        } else if (!database.isConnected(side, fqdn)) {
            boolean back = behaviour.reconnects() && database.openSession(side, fqdn);
            connectedTo = back ? Optional.of(side) : Optional.empty();
        }
    }

    private void disconnect(ChatDatabase database) {
        connectedTo.ifPresent(side -> database.closeSessions(side, fqdn));
        connectedTo = Optional.empty();
    }
}
