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
 */
public record Storage(
        String backupShare, String primaryFolder, String copyFolder, String logShippingFolder, Schedule schedule) {
    /** Intervals of the three log shipping jobs. */
    public record Schedule(Duration backUp, Duration copy, Duration restore) {}
}
