package org.failback.step;

/** Carries commands to the estate. The rooms that own a wire implement it. */
public interface Transport {
    boolean carries(Command command);

    /**
     * Sends once; never repeats by itself.
     *
     * @param run id of the run, by which the host's own lists show for whom
     * @throws RemoteFailure when it was refused, not reached, or when nobody knows
     */
    Answer send(String run, Command command, Deadline deadline);
}
