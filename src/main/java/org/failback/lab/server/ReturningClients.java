package org.failback.lab.server;

import java.util.ArrayList;
import java.util.List;
import org.failback.lab.tds.SqlError;

/** Clients of one instance that connect again whenever somebody has ended their session. */
final class ReturningClients {
    private static final class Client {
        private final ServerLogin login;
        private final String host;
        private final String program;
        private final String database;
        private ServerSession session;

        Client(ServerLogin login, String host, String program, String database) {
            this.login = login;
            this.host = host;
            this.program = program;
            this.database = database;
        }
    }

    private final Instance instance;
    private final List<Client> clients = new ArrayList<>();

    ReturningClients(Instance instance) {
        this.instance = instance;
    }

    void add(ServerLogin login, String host, String program, String database) {
        clients.add(new Client(login, host, program, database));
        comeBack();
    }

    /** Those who were thrown out try once more; a database that cannot be used keeps them out until later. */
    void comeBack() {
        for (Client client : clients) {
            Database database = instance.database(client.database);
            boolean gone = client.session == null || client.session.scope().killed();
            if (gone && database != null && instance.isRunning()) {
                connect(client, database);
            }
        }
    }

    private void connect(Client client, Database database) {
        ServerSession session = instance.openSession(client.login, client.host, client.program, database.name());
        try {
            DatabaseAccess.check(database, session);
            client.session = session;
        } catch (SqlError refused) {
            instance.closeSession(session);
        }
    }

    /** The clients of a host go, and stay away; of every host when it is empty. */
    void leave(String host) {
        for (Client client : List.copyOf(clients)) {
            if (host.isEmpty() || client.host.equalsIgnoreCase(host)) {
                clients.remove(client);
                if (client.session != null && !client.session.scope().killed()) {
                    instance.kill(client.session);
                }
            }
        }
    }
}
