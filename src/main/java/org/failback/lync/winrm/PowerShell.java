package org.failback.lync.winrm;

import java.util.Map;
import org.failback.estate.Endpoint;
import org.failback.step.Deadline;

/** Runs PowerShell on another machine. */
public interface PowerShell {
    /**
     * Runs one command line in a shell of its own and never a second time.
     *
     * @param environment variables of that shell, by name; the way for data, which the command line has no room for
     * @throws WinRmFailure one of its four kinds; {@link WinRmFailure#mayHaveRun()} tells what is known of the effect
     */
    Output run(Endpoint endpoint, String commandLine, Map<String, String> environment, Deadline deadline)
            throws WinRmFailure;
}
