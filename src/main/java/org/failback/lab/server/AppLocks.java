package org.failback.lab.server;

import java.util.ArrayList;
import java.util.List;

/** Application locks of an instance. A resource belongs to a database; locks of transactions end with them. */
final class AppLocks {
    private record Held(String database, String resource, String mode, ServerSession holder, boolean ofTransaction) {
        boolean is(String otherDatabase, String otherResource) {
            // Resource names are compared byte by byte, whatever the collation says.
            return database.equalsIgnoreCase(otherDatabase) && resource.equals(otherResource);
        }
    }

    private final List<Held> held = new ArrayList<>();

    /** Whether the session could have the lock now. */
    boolean isFree(String database, String resource, String mode, ServerSession session) {
        return held.stream()
                .filter(one -> one.is(database, resource) && one.holder() != session)
                .allMatch(one -> compatible(one.mode(), mode));
    }

    void take(String database, String resource, String mode, ServerSession session, boolean ofTransaction) {
        held.add(new Held(database, resource, mode, session, ofTransaction));
    }

    /** Gives one lock back; false when the session does not hold it. */
    boolean release(String database, String resource, ServerSession session, boolean ofTransaction) {
        for (Held one : held) {
            if (one.is(database, resource) && one.holder() == session && one.ofTransaction() == ofTransaction) {
                held.remove(one);
                return true;
            }
        }
        return false;
    }

    void releaseAll(ServerSession session) {
        held.removeIf(one -> one.holder() == session);
    }

    /** {@code APPLOCK_MODE}: the strongest mode that the session holds. */
    String mode(String database, String resource, ServerSession session) {
        String found = "NoLock";
        for (Held one : held) {
            if (one.is(database, resource) && one.holder() == session) {
                found = one.mode().equalsIgnoreCase("Exclusive") ? "Exclusive" : one.mode();
            }
        }
        return found;
    }

    private static boolean compatible(String one, String other) {
        return isShared(one) && (isShared(other) || other.equalsIgnoreCase("Update"))
                || isShared(other) && one.equalsIgnoreCase("Update");
    }

    private static boolean isShared(String mode) {
        return mode.equalsIgnoreCase("Shared") || mode.equalsIgnoreCase("IntentShared");
    }
}
