package org.failback.lab;

import java.util.Optional;
import org.failback.lab.scenario.Scenario;

/**
 * How much there is to move in a lab, how fast, and in which mishap it begins.
 *
 * @param sizeMb size of mgc in megabytes, at least {@link #LEAST_MB}
 * @param mbPerSecond speed of disks and network in megabytes per second; 0 means instant
 * @param scenario what has gone wrong before it begins
 */
public record LabShape(int sizeMb, int mbPerSecond, Optional<Scenario> scenario) {
    /** With less, mgc of the backup would fit into the files of the rebuilt primary. */
    public static final int LEAST_MB = 16;

    /** @throws IllegalArgumentException for a size below {@link #LEAST_MB} */
    public LabShape {
        if (sizeMb < LEAST_MB) {
            throw new IllegalArgumentException(
                    "The lab does not model mgc of " + sizeMb + " MB; say " + LEAST_MB + " MB or more.");
        }
    }

    /** Nothing has gone wrong but what made the failover necessary. */
    public LabShape(int sizeMb, int mbPerSecond) {
        this(sizeMb, mbPerSecond, Optional.empty());
    }
}
