package org.failback.sqlserver;

import java.util.List;
import java.util.stream.Collectors;

/** Somebody's session in a database. */
record Session(long id, String host, String program, String login) {
    static List<Session> in(String database, Inquiry inquiry) {
        return inquiry.ask(Lookup.SESSIONS, database).stream()
                .map(row -> new Session(
                        row.number("session_id"),
                        row.text("host_name"),
                        row.text("program_name"),
                        row.text("login_name")))
                .toList();
    }

    /** Hosts give themselves by their short or by their full name. */
    boolean isFrom(String fqdn) {
        return host.equalsIgnoreCase(fqdn) || host.equalsIgnoreCase(fqdn.split("\\.", 2)[0]);
    }

    static String inWords(List<Session> sessions) {
        return sessions.isEmpty()
                ? "none"
                : sessions.stream().map(Session::toString).collect(Collectors.joining("; "));
    }

    @Override
    public String toString() {
        return id + " " + login + " from " + host + " (" + program + ")";
    }
}
