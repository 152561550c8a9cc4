package org.failback.lab.server;

import java.util.UUID;

/**
 * One mirroring session between two databases of the same name, seen alike by both partners. As long as they are
 * connected and nothing is suspended the mirror holds what the principal holds; from then on it stands still.
 */
final class Mirroring {
    private static final int SYNCHRONIZED = 4;
    private final UUID guid;
    private Database principal;
    private Database mirror;
    private String witness = "";
    private boolean safetyFull = true;
    private boolean suspended;
    private boolean linked = true;
    private boolean witnessLinked = true;
    private boolean behind;
    private boolean interrupted;
    private boolean left;
    private Mirroring forced;
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

    /** Address of the witness; empty for none. */
    String witness() {
        return witness;
    }

    void setWitness(String url) {
        witness = url;
        witnessLinked = true;
    }

    boolean isSafetyFull() {
        return safetyFull;
    }

    void setSafetyFull(boolean full) {
        safetyFull = full;
    }

    void suspend() {
        freeze();
        suspended = true;
    }

    void resume() {
        suspended = false;
        behind = false;
    }

    long roleSequence() {
        return roleSequence;
    }

    /** Whether the partners reach each other. */
    boolean isConnected() {
        return linked
                && !left
                && principal.instance().isRunning()
                && mirror.instance().isRunning();
    }

    boolean isWitnessConnected() {
        return witnessLinked
                && principal.instance().estate().all().stream()
                        .anyMatch(one ->
                                one.isRunning() && MirroringOperation.url(one).equalsIgnoreCase(witness));
    }

    /** With a witness a principal serves only as long as it reaches the partner or the witness. */
    boolean lacksQuorum(Database database) {
        return isPrincipal(database) && !witness.isEmpty() && !isConnected() && !isWitnessConnected();
    }

    /** Whether the mirror was interrupted while it caught up, so that its pages are of different moments. */
    boolean isUnstable() {
        return interrupted;
    }

    /** 4 synchronized, 2 synchronizing, 0 suspended, 1 disconnected: the numbers of {@code mirroring_state}. */
    int state() {
        if (!isConnected()) {
            return 1;
        }
        return suspended ? 0 : safetyFull && !behind ? SYNCHRONIZED : 2;
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

    /** Whether the mirror takes over by itself when that instance stops: it needs a witness and all the log. */
    boolean failsOverFrom(Instance instance) {
        return principal.instance() == instance && state() == SYNCHRONIZED && isWitnessConnected();
    }

    /** Exchanges the roles; the new principal holds what the old one held. */
    void failOver() {
        changeRoles();
        principal.setState(DatabaseState.ONLINE);
        mirror.setState(DatabaseState.RESTORING);
    }

    /** An instance has started: the partners meet if nothing else keeps them apart. */
    void meetAgain() {
        if (linked) {
            connect();
        }
    }

    private void changeRoles() {
        Database was = principal;
        principal = mirror;
        mirror = was;
        roleSequence++;
    }

    /** Gives the mirror what the principal holds now, if log still reaches it. */
    void freeze() {
        if (isConnected() && !suspended && !behind) {
            mirror.mirror(principal);
        }
    }

    /** The network between the partners breaks. */
    void disconnect() {
        freeze();
        linked = false;
        endWithoutQuorum();
    }

    /** The network is back: the mirror catches up, and what one side decided alone is known to both. */
    void connect() {
        linked = true;
        interrupted = false;
        if (left) {
            leave(principal);
            leave(mirror);
        } else if (forced != null) {
            forced.takeOver();
        } else {
            behind = false;
        }
    }

    void disconnectWitness() {
        witnessLinked = false;
        endWithoutQuorum();
    }

    void connectWitness() {
        witnessLinked = true;
    }

    /** The network is whole again, and the mirror keeps up. */
    void forgetFaults() {
        witnessLinked = true;
        if (!linked) {
            connect();
        }
        behind = false;
    }

    /** The mirror falls behind: log waits on the principal. */
    void fallBehind() {
        freeze();
        behind = true;
    }

    /** The connection breaks while the mirror is catching up. */
    void interrupt() {
        freeze();
        linked = false;
        interrupted = true;
        endWithoutQuorum();
    }

    /** A principal that lacks quorum serves nobody. */
    void endWithoutQuorum() {
        if (lacksQuorum(principal)) {
            Instance instance = principal.instance();
            instance.sessionsIn(principal).forEach(instance::kill);
        }
    }

    /** Ends the session: for both partners where they are connected, else for one; the other learns of it later. */
    void end(Database decider) {
        freeze();
        boolean both = isConnected();
        leave(decider);
        if (both) {
            leave(partnerOf(decider));
        } else {
            left = true;
        }
    }

    private void leave(Database database) {
        if (database.mirroring() == this) {
            database.setMirroring(null);
        }
    }

    /** The mirror becomes principal although the principal cannot be asked; that one goes on as it did. */
    Mirroring force() {
        Mirroring session = new Mirroring(guid, mirror, principal);
        session.witness = witness;
        session.witnessLinked = witnessLinked;
        session.safetyFull = safetyFull;
        session.suspended = true;
        session.linked = false;
        session.roleSequence = roleSequence + 1;
        forced = session;
        session.forced = session;
        mirror.setMirroring(session);
        return session;
    }

    /** The partner that was overruled becomes the mirror; what it wrote meanwhile is lost once mirroring resumes. */
    private void takeOver() {
        linked = true;
        forced = null;
        Instance instance = mirror.instance();
        instance.sessionsIn(mirror).forEach(instance::kill);
        mirror.setMirroring(this);
        mirror.setState(DatabaseState.RESTORING);
    }
}
