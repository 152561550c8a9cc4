package org.failback.access;

/** Somebody who takes part in a rehearsal, with the password for whoever plays the part. */
public record LabPerson(String user, String group, String password) {
    @Override
    public String toString() {
        return user + " (" + group + ")";
    }
}
