package org.failback.lab.server;

/**
 * A file of a database.
 *
 * @param id {@code file_id}; 1 is the primary data file, 2 the first log
 * @param logical logical name
 * @param physical full path on the instance's host
 * @param log whether it holds the transaction log
 * @param sizeMb allocated size in megabytes
 */
record DatabaseFile(int id, String logical, String physical, boolean log, long sizeMb) {
    DatabaseFile movedTo(String path) {
        return new DatabaseFile(id, logical, path, log, sizeMb);
    }
}
