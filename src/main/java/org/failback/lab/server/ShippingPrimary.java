package org.failback.lab.server;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A primary database of log shipping: a row of {@code log_shipping_primary_databases} and what hangs on it. */
final class ShippingPrimary {
    /** Where and how its log is backed up; retention in minutes, compression 0 no, 1 yes, 2 as the server does. */
    record Settings(String directory, String share, int retention, int compression) {}

    /** Who takes its log: a row of {@code log_shipping_primary_secondaries}. */
    record Secondary(String server, String database) {
        boolean is(String otherServer, String otherDatabase) {
            return server.equalsIgnoreCase(otherServer) && database.equalsIgnoreCase(otherDatabase);
        }
    }

    private final UUID id;
    private final String database;
    private final Settings settings;
    private final ShippingMonitor monitor;
    private final UUID job;
    private final List<Secondary> secondaries = new ArrayList<>();
    private final ShippingStage backup = new ShippingStage();

    ShippingPrimary(UUID id, String database, Settings settings, ShippingMonitor monitor, UUID job) {
        this.id = id;
        this.database = database;
        this.settings = settings;
        this.monitor = monitor;
        this.job = job;
    }

    UUID id() {
        return id;
    }

    String database() {
        return database;
    }

    Settings settings() {
        return settings;
    }

    ShippingMonitor monitor() {
        return monitor;
    }

    UUID job() {
        return job;
    }

    List<Secondary> secondaries() {
        return secondaries;
    }

    ShippingStage backup() {
        return backup;
    }
}
