package org.failback.lab.server;

/**
 * The log sequence numbers of a backup set.
 *
 * @param first first record in it
 * @param last record after the last one in it
 * @param checkpoint checkpoint at which the redo of a full backup begins
 * @param databaseBackup checkpoint of the full backup that it builds on; 0 when there was none
 */
record LsnRange(long first, long last, long checkpoint, long databaseBackup) {}
