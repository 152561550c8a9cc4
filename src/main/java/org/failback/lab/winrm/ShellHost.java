package org.failback.lab.winrm;

import java.util.Map;

/** The Windows behind an endpoint: what runs when a client sends a command line. */
public interface ShellHost {
    /** Full name of the computer, for faults and answers. */
    String computer();

    /**
     * Runs a command to its end and answers with its exit code. Interrupted when the client terminates it.
     *
     * @param account who proved himself to the endpoint
     * @param environment variables that the client gave its shell
     */
    int run(String account, String commandLine, Map<String, String> environment, Console console)
            throws InterruptedException;

    /** Where a command writes. */
    interface Console {
        void out(String text);

        void err(String text);
    }
}
