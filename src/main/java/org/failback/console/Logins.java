package org.failback.console;

import java.util.ArrayList;
import java.util.List;
import org.failback.estate.ChatServer;
import org.failback.estate.Endpoint;
import org.failback.estate.Estate;
import org.failback.estate.SqlInstance;
import org.failback.step.Entry;
import org.failback.step.Run;

/** Which login did what in a run: looking has a login of its own on every SQL Server, and only commands use the other. */
final class Logins {
    private final Estate estate;

    Logins(Estate estate) {
        this.estate = estate;
    }

    /**
     * One host.
     *
     * @param acted empty where no command was sent
     * @param commands steps whose commands were sent there, in order
     */
    record Line(String host, String looked, String acted, List<String> commands) {}

    List<Line> of(Run run) {
        List<Line> lines = new ArrayList<>();
        for (SqlInstance instance : estate.instances()) {
            List<String> sent = sent(run, instance.serverName());
            lines.add(new Line(
                    instance.serverName(),
                    instance.look().user(),
                    sent.isEmpty() ? "" : instance.act().user(),
                    sent));
        }
        Endpoint management = estate.managementServer();
        lines.add(line(run, management.host(), management));
        for (ChatServer server : estate.chatServers()) {
            lines.add(line(run, server.fqdn(), server.endpoint()));
        }
        return lines;
    }

    /** Over WinRM one account does both; the runner script knows by the operation whether it may change anything. */
    private static Line line(Run run, String host, Endpoint endpoint) {
        List<String> sent = sent(run, host);
        String user = endpoint.credential().user();
        return new Line(host, user, sent.isEmpty() ? "" : user, sent);
    }

    private static List<String> sent(Run run, String host) {
        return run.of(Entry.Kind.INTENT)
                .filter(intent -> intent.host().equals(host))
                .map(Entry::step)
                .distinct()
                .toList();
    }
}
