package org.failback.lab.server;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A primary as a secondary server knows it: a row of {@code log_shipping_secondary} and the databases it feeds. */
final class ShippingSecondary {
    /** Where its log comes from and goes to; retention in minutes. */
    record Settings(String primaryServer, String primaryDatabase, String source, String destination, int retention) {
        boolean is(String server, String database) {
            return primaryServer.equalsIgnoreCase(server) && primaryDatabase.equalsIgnoreCase(database);
        }
    }

    private final UUID id;
    private final Settings settings;
    private final ShippingMonitor monitor;
    private final UUID copyJob;
    private final UUID restoreJob;
    private final List<SecondaryDatabase> databases = new ArrayList<>();
    private final ShippingStage copy = new ShippingStage();

    ShippingSecondary(UUID id, Settings settings, ShippingMonitor monitor, UUID copyJob, UUID restoreJob) {
        this.id = id;
        this.settings = settings;
        this.monitor = monitor;
        this.copyJob = copyJob;
        this.restoreJob = restoreJob;
    }

    UUID id() {
        return id;
    }

    Settings settings() {
        return settings;
    }

    ShippingMonitor monitor() {
        return monitor;
    }

    UUID copyJob() {
        return copyJob;
    }

    UUID restoreJob() {
        return restoreJob;
    }

    List<SecondaryDatabase> databases() {
        return databases;
    }

    ShippingStage copy() {
        return copy;
    }
}
