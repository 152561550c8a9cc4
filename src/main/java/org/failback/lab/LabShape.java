package org.failback.lab;

/**
 * How much there is to move in a lab, and how fast.
 *
 * @param sizeMb size of mgc in megabytes
 * @param mbPerSecond speed of disks and network in megabytes per second; 0 means instant
 */
public record LabShape(int sizeMb, int mbPerSecond) {}
