package org.failback.sqlserver;

import org.failback.estate.SqlInstance;
import org.failback.step.Deadline;

/** The instances of the estate, for looking at them. */
public interface SqlServers {
    /**
     * Opens a connection of its own with the login that looks; the caller closes it.
     *
     * @param run id of the run, by which the server's own lists show who asks
     * @throws org.failback.step.RemoteFailure when the instance is not reached or refuses the login
     */
    Inquiry inquire(SqlInstance instance, String run, Deadline deadline);
}
