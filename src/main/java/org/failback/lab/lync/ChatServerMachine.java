package org.failback.lab.lync;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A chat server: its services, and its sessions in the database that its replica tells it to use. */
final class ChatServerMachine {
    /** Short names are made up: none is documented, and the product must not rely on any. */
    static final String CHAT = "RTCCHAT";

    static final String COMPLIANCE = "RTCPCHATCOMPLIANCE";

    /** How often a connected server gives a sign of life, and people say something. */
    private static final Duration BETWEEN_SIGNS = Duration.ofSeconds(1);

    private static final String DATABASE_LOST = "Event 53530: the connection to the Persistent Chat database was lost.";

    private final String fqdn;
    private final Replica replica;
    private final WindowsService chat = new WindowsService(CHAT, "Skype for Business Server Persistent Chat", false);
    private final WindowsService compliance =
            new WindowsService(COMPLIANCE, "Skype for Business Server Persistent Chat Compliance", true);
    private Optional<ChatDatabase.Side> connectedTo = Optional.empty();
    private Instant inactiveSince = Instant.MIN;
    private Instant nextSign = Instant.MIN;
    private boolean complained;
    private boolean stuck;

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

    Optional<ChatDatabase.Side> connectedTo() {
        return connectedTo;
    }

    /** Those that are installed. */
    List<WindowsService> services(Behaviour behaviour) {
        return List.of(chat, compliance).stream()
                .filter(service -> behaviour.defect(fqdn, service.name()) != ServiceDefect.MISSING)
                .toList();
    }

    WindowsService service(String name) {
        return name.equalsIgnoreCase(COMPLIANCE) ? compliance : chat;
    }

    /** Asks for a start or a stop; that it happens is seen later. */
    void order(String service, boolean run, Instant now, Behaviour behaviour) throws CmdletError {
        service(service).order(run, now, behaviour.defect(fqdn, service(service).name()));
    }

    /** Lives on until now: connects, pings, lets go. */
    void live(Instant now, Behaviour behaviour, ChatDatabase database, EventLog events) {
        for (WindowsService service : List.of(chat, compliance)) {
            service.live(now, behaviour.takes(fqdn, service.status() == WindowsService.Status.START_PENDING));
        }
        if (!chat.works() || behaviour.defect(fqdn, CHAT) == ServiceDefect.MISSING) {
            disconnect(database);
            stuck = false;
            complained = false;
            return;
        }
        boolean serves = chat.status() == WindowsService.Status.RUNNING;
        Optional<ChatDatabase.Side> side = behaviour
                .servesAnyway(fqdn)
                .or(() -> replica.active().contains(fqdn) ? Optional.of(replica.side()) : Optional.empty());
        if (serves && side.isPresent()) {
            inactiveSince = Instant.MIN;
            serve(side.get(), behaviour, database, events);
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

    private void serve(ChatDatabase.Side side, Behaviour behaviour, ChatDatabase database, EventLog events) {
        if (connectedTo.isPresent() && connectedTo.get() != side) {
            disconnect(database);
        }
        if (connectedTo.isPresent() && database.isConnected(side, fqdn)) {
            return;
        }
        stuck &= behaviour.staysStuck(fqdn);
        boolean open = !stuck && database.openSession(side, fqdn);
        if (connectedTo.isPresent() || !open && !complained) {
            events.add(fqdn, DATABASE_LOST);
        }
        stuck = !open && behaviour.staysStuck(fqdn);
        complained = !open;
        connectedTo = open ? Optional.of(side) : Optional.empty();
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
        boolean stopping = chat.status() == WindowsService.Status.STOP_PENDING;
        if (!stopping && !behaviour.lingers(Duration.between(inactiveSince, now))) {
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
