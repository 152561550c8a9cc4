package org.failback.sqlserver;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.failback.estate.Estate;
import org.failback.step.Facts;

/**
 * The sign that a run owns an instance: the description of one disabled SQL Server Agent job per pool. It survives
 * restarts of both sides, needs no table of its own, and every command asks for it.
 */
record Mark(String pool) {
    static final String CATEGORY = "Persistent Chat Failback";

    /** What lies on the instance: whose it is, and since when by the instance's own clock. */
    record Found(String owner, LocalDateTime since) {}

    static Mark of(Estate estate) {
        return new Mark(estate.pool().fqdn());
    }

    /** Name of the job; also of the application lock under which it is made. */
    String job() {
        return "Failback of " + pool;
    }

    static String owner(Facts facts) {
        return "This instance is held by failback run " + facts.get(Facts.RUN) + ".";
    }

    Optional<Found> find(Inquiry inquiry) {
        List<Row> rows = inquiry.ask(Lookup.MARK, job());
        return rows.stream().findFirst().map(row -> new Found(row.text("description"), row.time("date_created")));
    }

    /** True where this run holds the instance. */
    boolean isHeldBy(String run, Optional<Found> found) {
        return found.map(Found::owner)
                .filter(owner(Facts.of(Map.of(Facts.RUN, run)))::equals)
                .isPresent();
    }

    /** The condition that no other run holds the instance. */
    String noOther(Facts facts) {
        return "NOT EXISTS (SELECT 1 FROM msdb.dbo.sysjobs WHERE name = " + Tsql.literal(job()) + " AND description <> "
                + Tsql.literal(owner(facts)) + ")";
    }

    /** The condition that the run holds the instance. */
    String condition(Facts facts) {
        return "EXISTS (SELECT 1 FROM msdb.dbo.sysjobs WHERE name = " + Tsql.literal(job()) + " AND description = "
                + Tsql.literal(owner(facts)) + ")";
    }
}
