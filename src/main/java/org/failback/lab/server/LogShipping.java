package org.failback.lab.server;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What msdb of one instance holds of log shipping. It only holds facts; the procedures and agents have the rules. */
final class LogShipping {
    private final List<ShippingPrimary> primaries = new ArrayList<>();
    private final List<ShippingSecondary> secondaries = new ArrayList<>();
    private final ShippingHistory history = new ShippingHistory();
    private UUID alertJob;

    List<ShippingPrimary> primaries() {
        return primaries;
    }

    List<ShippingSecondary> secondaries() {
        return secondaries;
    }

    List<SecondaryDatabase> databases() {
        return secondaries.stream().flatMap(one -> one.databases().stream()).toList();
    }

    ShippingHistory history() {
        return history;
    }

    /** The job that raises overdue alerts; null when there is none. */
    UUID alertJob() {
        return alertJob;
    }

    void setAlertJob(UUID job) {
        alertJob = job;
    }

    /** Null when the database is no primary. */
    ShippingPrimary primary(String database) {
        return primaries.stream()
                .filter(one -> one.database().equalsIgnoreCase(database))
                .findFirst()
                .orElse(null);
    }

    ShippingPrimary primary(UUID id) {
        return primaries.stream().filter(one -> one.id().equals(id)).findFirst().orElse(null);
    }

    /** Null when that primary is not known here. */
    ShippingSecondary secondary(String primaryServer, String primaryDatabase) {
        return secondaries.stream()
                .filter(one -> one.settings().is(primaryServer, primaryDatabase))
                .findFirst()
                .orElse(null);
    }

    ShippingSecondary secondary(UUID id) {
        return secondaries.stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    /** Null when the database is no secondary. */
    SecondaryDatabase database(String name) {
        return databases().stream()
                .filter(one -> one.name().equalsIgnoreCase(name))
                .findFirst()
                .orElse(null);
    }

    boolean owns(UUID job) {
        return job.equals(alertJob)
                || primaries.stream().anyMatch(one -> one.job().equals(job))
                || secondaries.stream()
                        .anyMatch(one ->
                                one.copyJob().equals(job) || one.restoreJob().equals(job));
    }
}
