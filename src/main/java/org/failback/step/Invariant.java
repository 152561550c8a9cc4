package org.failback.step;

import java.util.Optional;

/**
 * What must hold before, between and after the commands that hand the pool over: of all copies of mgc exactly the
 * primary's is ONLINE.
 */
@FunctionalInterface
public interface Invariant {
    /**
     * Looks at the estate; changes nothing.
     *
     * @return what stands against it, BLOCKED with what to do and whose it is; empty where it holds
     * @throws RemoteFailure where nobody can tell
     */
    Optional<Finding> objection(Run run);
}
