package org.failback.step;

import java.util.List;

/** One look of the readiness; changes nothing, and may answer with several lines about the same host. */
public interface Check {
    String name();

    String host();

    /** Looks. A {@link RemoteFailure} or any other exception becomes an UNKNOWN line. */
    List<CheckResult> look(Run run, Deadline deadline);
}
