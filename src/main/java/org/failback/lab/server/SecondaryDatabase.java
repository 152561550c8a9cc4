package org.failback.lab.server;

/** A database that is rolled forward by log shipping: a row of {@code log_shipping_secondary_databases}. */
final class SecondaryDatabase {
    /** How it is restored; the delay in minutes. The lab restores WITH NORECOVERY only. */
    record Settings(
            String database,
            int delay,
            boolean all,
            boolean disconnectUsers,
            int blockSize,
            int buffers,
            int transfer) {}

    private final ShippingSecondary of;
    private final Settings settings;
    private final ShippingMonitor monitor;
    private final ShippingStage restore = new ShippingStage();
    private Integer latency;

    SecondaryDatabase(ShippingSecondary of, Settings settings, ShippingMonitor monitor) {
        this.of = of;
        this.settings = settings;
        this.monitor = monitor;
    }

    ShippingSecondary of() {
        return of;
    }

    Settings settings() {
        return settings;
    }

    String name() {
        return settings.database();
    }

    ShippingMonitor monitor() {
        return monitor;
    }

    ShippingStage restore() {
        return restore;
    }

    /** Minutes from the making of the last restored file to its restore; null before the first. */
    Integer latency() {
        return latency;
    }

    void setLatency(Integer minutes) {
        latency = minutes;
    }
}
