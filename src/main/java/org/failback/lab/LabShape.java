package org.failback.lab;

import java.util.Optional;
import org.failback.lab.scenario.Scenario;

/**
 * How much there is to move in a lab, how fast, and in which mishap it begins.
 *
 * @param sizeMb size of mgc in megabytes
 * @param mbPerSecond speed of disks and network in megabytes per second; 0 means instant
 * @param scenario what has gone wrong before it begins
 */
public record LabShape(int sizeMb, int mbPerSecond, Optional<Scenario> scenario) {
    /** Nothing has gone wrong but what made the failover necessary. */
    public LabShape(int sizeMb, int mbPerSecond) {
        this(sizeMb, mbPerSecond, Optional.empty());
    }
}
