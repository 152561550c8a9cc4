package org.failback.lab.server;

/**
 * A principal inside a database. It belongs to the login with the same SID; where there is none it is orphaned.
 *
 * @param type type of {@code sys.database_principals}: S, U, G or R
 */
record DatabaseUser(int id, String name, String type, Sid sid, boolean reads, boolean writes) {
    DatabaseUser withSid(Sid newSid) {
        return new DatabaseUser(id, name, type, newSid, reads, writes);
    }
}
