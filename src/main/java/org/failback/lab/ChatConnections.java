package org.failback.lab;

import java.time.Clock;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.failback.lab.lync.ChatDatabase;
import org.failback.lab.server.ChatClient;
import org.failback.lab.server.LabInstance;
import org.failback.lab.tds.SqlError;

/** The connections that chat servers hold to mgc, where the Lync side of the lab meets its SQL side. */
final class ChatConnections implements ChatDatabase {
    private static final String PROGRAM = "Persistent Chat Server";
    private static final int LOBBY = 1;

    private static final int NO_SERVER = 17;
    private static final int RESTORING = 927;
    private static final int MIRROR = 954;
    /** What sends a client on to the failover partner. */
    private static final Set<Integer> GO_TO_PARTNER = Set.of(NO_SERVER, RESTORING, MIRROR);

    private final Map<Side, List<LabInstance>> partners;
    private final List<String> servers;
    private final Clock clock;
    private final Map<Side, Map<String, ChatClient>> open =
            Map.of(Side.PRIMARY, new HashMap<>(), Side.BACKUP, new HashMap<>());
    private long lastMessage;

    /** @param partners for each side the instance that the topology names, and then its mirror */
    ChatConnections(Map<Side, List<LabInstance>> partners, List<String> servers, Clock clock) {
        this.partners = Map.copyOf(partners);
        this.servers = servers;
        this.clock = clock;
    }

    @Override
    public synchronized boolean openSession(Side side, String host) {
        if (isConnected(side, host)) {
            return true;
        }
        String name = host.split("\\.", 2)[0].toUpperCase(Locale.ROOT);
        for (LabInstance partner : partners.get(side)) {
            try {
                open.get(side).put(host, partner.connect(name, PROGRAM, "mgc"));
                return true;
            } catch (SqlError refused) {
                if (!GO_TO_PARTNER.contains(refused.number())) {
                    return false;
                }
            }
        }
        return false;
    }

    @Override
    public synchronized boolean isConnected(Side side, String host) {
        ChatClient client = open.get(side).get(host);
        return client != null && client.isOpen();
    }

    @Override
    public synchronized void closeSessions(Side side, String host) {
        ChatClient client = open.get(side).remove(host);
        if (client != null) {
            client.close();
        }
    }

    @Override
    public synchronized void ping(Side side, String host) {
        use(
                side,
                host,
                client -> client.put(
                        "tblServerIdentity",
                        1 + servers.indexOf(host),
                        host,
                        LocalDateTime.ofInstant(clock.instant(), java.time.ZoneOffset.UTC)));
    }

    @Override
    public synchronized void writeChat(Side side, String host) {
        lastMessage = Math.max(lastMessage + 1, clock.millis());
        use(
                side,
                host,
                client -> client.insert(
                        "tblChat",
                        lastMessage,
                        LOBBY,
                        1,
                        ChatClient.ticks(clock.instant()),
                        "Written by way of " + host));
    }

    private interface Use {
        void by(ChatClient client) throws SqlError;
    }

    /** What cannot be written any more ends the connection, as it does for a chat server. */
    private void use(Side side, String host, Use use) {
        ChatClient client = open.get(side).get(host);
        if (client == null) {
            return;
        }
        try {
            use.by(client);
        } catch (SqlError lost) {
            closeSessions(side, host);
        }
    }
}
