package org.failback.estate;

import java.time.Duration;

/**
 * Folders; all paths as the SQL Servers see them.
 *
 * @param backupShare UNC folder that all instances read and write
 * @param primaryFolder local folder of the primary for the safety copy of what is on it
 * @param copyFolder local folder of the backup instance into which log shipping copies
 * @param logShippingFolder UNC folder below which each run makes a folder of its own
 * @param schedule how often log shipping backs up, copies and restores
 * @param logShipping how long log shipping keeps what, and when it raises an alert
 */
public record Storage(
        String backupShare,
        String primaryFolder,
        String copyFolder,
        String logShippingFolder,
        Schedule schedule,
        LogShipping logShipping) {
    /** Intervals of the three log shipping jobs. */
    public record Schedule(Duration backUp, Duration copy, Duration restore) {}

    /**
     * Whole minutes, as the procedures take them.
     *
     * @param keepFiles retention of log backups, on the share and in the copy folder
     * @param keepHistory retention of the monitor's history
     * @param backupAlert alert 14420 is raised when the last log backup is older
     * @param restoreAlert alert 14421 is raised when the last restore is older
     */
    public record LogShipping(Duration keepFiles, Duration keepHistory, Duration backupAlert, Duration restoreAlert) {
        /** What Management Studio offers for jobs that run every 15 minutes. */
        public static LogShipping standard() {
            return new LogShipping(
                    Duration.ofHours(72), Duration.ofHours(96), Duration.ofMinutes(60), Duration.ofMinutes(45));
        }
    }
}
