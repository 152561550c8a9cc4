package org.failback.lab.lync;

import java.time.Clock;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.failback.lab.server.ChatClient;
import org.failback.lab.server.LabInstance;
import org.failback.lab.tds.SqlError;

/** mgc on the modelled instances, as chat servers use it: sessions, pings, messages. */
public final class SqlChatDatabase implements ChatDatabase {
    private static final String PROGRAM = "Persistent Chat Server";
    private static final String DATABASE = "mgc";

    private record Seat(Side side, String host) {}

    private final Map<Side, LabInstance> instances;
    private final Clock clock;
    private final Map<Seat, ChatClient> clients = new HashMap<>();
    private final List<String> serverIds = new ArrayList<>();

    /**
     * Connects nothing yet.
     *
     * @param primary instance that the topology gives mgc in the primary data center
     * @param backup the one in the backup data center
     */
    public SqlChatDatabase(LabInstance primary, LabInstance backup, Clock clock) {
        this.instances = Map.of(Side.PRIMARY, primary, Side.BACKUP, backup);
        this.clock = clock;
    }

    @Override
    public boolean openSession(Side side, String host) {
        if (isConnected(side, host)) {
            return true;
        }
        try {
            clients.put(new Seat(side, host), instances.get(side).connect(netBios(host), PROGRAM, DATABASE));
            return true;
        } catch (SqlError refused) {
            return false;
        }
    }

    @Override
    public boolean isConnected(Side side, String host) {
        ChatClient client = clients.get(new Seat(side, host));
        return client != null && client.isOpen();
    }

    @Override
    public void closeSessions(Side side, String host) {
        ChatClient client = clients.remove(new Seat(side, host));
        if (client != null) {
            client.close();
        }
    }

    @Override
    public void ping(Side side, String host) {
        if (!serverIds.contains(host)) {
            serverIds.add(host);
        }
        int id = serverIds.indexOf(host) + 1;
        working(side, host, client -> client.put("tblServerIdentity", id, host, LocalDateTime.now(clock)));
    }

    @Override
    public void writeChat(Side side, String host) {
        working(side, host, client -> {
            long last = client.rows("tblChat").stream()
                    .mapToLong(row -> (Long) row[0])
                    .max()
                    .orElse(0);
            client.insert("tblChat", last + 1, 1, 1, ChatClient.ticks(clock.instant()), "Said on " + host);
        });
    }

    private interface Work {
        void with(ChatClient client) throws SqlError;
    }

    /** A connection that no longer works is given up, as a chat server does. */
    private void working(Side side, String host, Work work) {
        ChatClient client = clients.get(new Seat(side, host));
        if (client == null) {
            return;
        }
        try {
            work.with(client);
        } catch (SqlError lost) {
            closeSessions(side, host);
        }
    }

    private static String netBios(String host) {
        return host.split("\\.", 2)[0].toUpperCase(Locale.ROOT);
    }
}
