package org.failback.lab.winrm;

import java.nio.charset.StandardCharsets;
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

    /** Where a command writes; it waits there while nobody takes away what is written already. */
    interface Console {
        void out(byte[] bytes);

        void err(byte[] bytes);

        default void out(String text) {
            out(text.getBytes(StandardCharsets.UTF_8));
        }

        default void err(String text) {
            err(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
