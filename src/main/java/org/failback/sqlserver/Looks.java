package org.failback.sqlserver;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;
import org.failback.estate.SqlInstance;
import org.failback.step.Deadline;
import org.failback.step.Run;

/** Looks at an instance over a connection of its own and closes it. */
final class Looks {
    private final SqlServers servers;
    private final Duration budget;
    private final Clock clock;

    /** @param budget for one instance in one look */
    Looks(SqlServers servers, Duration budget, Clock clock) {
        this.servers = servers;
        this.budget = budget;
        this.clock = clock;
    }

    <T> T at(SqlInstance instance, Run run, Function<Inquiry, T> question) {
        return at(instance, run, Deadline.in(budget, clock), question);
    }

    <T> T at(SqlInstance instance, Run run, Deadline deadline, Function<Inquiry, T> question) {
        try (Inquiry inquiry = servers.inquire(instance, run.id(), deadline)) {
            return question.apply(inquiry);
        }
    }

    Clock clock() {
        return clock;
    }
}
