package org.failback.lab.server;

import java.util.UUID;

/** One mirroring session between two databases of the same name, seen alike by both partners. */
final class Mirroring {
    private final UUID guid;
    private Database principal;
    private Database mirror;
    private String witness = "";
    private boolean safetyFull = true;
    private boolean suspended;
    private long roleSequence = 1;

    Mirroring(UUID guid, Database principal, Database mirror) {
        this.guid = guid;
        this.principal = principal;
        this.mirror = mirror;
    }

    UUID guid() {
        return guid;
    }

    Database principal() {
        return principal;
    }

    boolean isPrincipal(Database database) {
        return principal == database;
    }

    Database partnerOf(Database database) {
        return isPrincipal(database) ? mirror : principal;
    }

    String witness() {
        return witness;
    }

    void setWitness(String url) {
        witness = url;
    }

    boolean isSafetyFull() {
        return safetyFull;
    }

    void setSafetyFull(boolean full) {
        safetyFull = full;
    }

    boolean isSuspended() {
        return suspended;
    }

    void setSuspended(boolean value) {
        suspended = value;
    }

    long roleSequence() {
        return roleSequence;
    }

    /** 4 synchronized, 2 synchronizing, 0 suspended, 1 disconnected: the numbers of {@code mirroring_state}. */
    int state() {
        if (!mirror.instance().isRunning() || !principal.instance().isRunning()) {
            return 1;
        }
        return suspended ? 0 : safetyFull ? 4 : 2;
    }

    static String stateName(int state) {
        return switch (state) {
            case 0 -> "SUSPENDED";
            case 1 -> "DISCONNECTED";
            case 2 -> "SYNCHRONIZING";
            case 4 -> "SYNCHRONIZED";
            default -> throw new IllegalArgumentException("no mirroring state " + state);
        };
    }

    void changeRoles() {
        Database was = principal;
        principal = mirror;
        mirror = was;
        roleSequence++;
    }
}
