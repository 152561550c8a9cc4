package org.failback.lab.server;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

/** What the agents of log shipping did: the rows of the two detail tables of the monitor. */
final class ShippingHistory {
    static final int STARTING = 0;
    static final int RUNNING = 1;
    static final int SUCCESS = 2;
    static final int ERROR = 3;

    /** One run of one agent. */
    record Session(UUID agent, AgentType type, int id, String database) {}

    /** The kinds of agents, in the order of their numbers. */
    enum AgentType {
        BACKUP,
        COPY,
        RESTORE
    }

    /** A row of {@code log_shipping_monitor_history_detail}. */
    record Detail(Session session, int status, Instant at, String message) {}

    /** A row of {@code log_shipping_monitor_error_detail}. */
    record Failure(Session session, int sequence, Instant at, String message) {}

    private final List<Detail> details = new ArrayList<>();
    private final List<Failure> errors = new ArrayList<>();
    private int lastSession;

    List<Detail> details() {
        return details;
    }

    List<Failure> errors() {
        return errors;
    }

    Session open(UUID agent, AgentType type, String database) {
        return new Session(agent, type, ++lastSession, database);
    }

    void note(Session session, int status, Instant at, String message) {
        details.add(new Detail(session, status, at, message));
    }

    void error(Session session, Instant at, String message) {
        int sequence = (int) errors.stream()
                        .filter(row -> row.session().equals(session))
                        .count()
                + 1;
        errors.add(new Failure(session, sequence, at, message));
    }

    /** Whether the last run of this agent ended in an error. */
    boolean failedLast(UUID agent, AgentType type) {
        int status = SUCCESS;
        for (Detail row : details) {
            if (row.session().agent().equals(agent) && row.session().type() == type) {
                status = row.status();
            }
        }
        return status == ERROR;
    }

    void forget(Predicate<Session> which) {
        details.removeIf(row -> which.test(row.session()));
        errors.removeIf(row -> which.test(row.session()));
    }

    void forgetBefore(UUID agent, Instant limit) {
        details.removeIf(row -> row.session().agent().equals(agent) && row.at().isBefore(limit));
        errors.removeIf(row -> row.session().agent().equals(agent) && row.at().isBefore(limit));
    }
}
