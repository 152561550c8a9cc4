package org.failback.step;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.failback.estate.Endpoint;
import org.failback.estate.SqlInstance;

/** Something that changes the estate. What people read in the plan is what is sent. */
public sealed interface Command {
    /** Host as people know it: the instance's server name, or the WinRM host. */
    String host();

    /** One sentence for a manager: what this does to the host. */
    String effect();

    /** The whole text: a T-SQL batch, or a cmdlet with its parameters. */
    String text();

    /** Everything that decides what happens, in one text; approvals are given over its hash. */
    String canonical();

    /**
     * A T-SQL batch. It opens with the guard (compare and set), so that the server itself refuses it where the state is
     * not as expected.
     *
     * @param jobStep where the batch makes a SQL Server Agent job: the text that the job's step runs, for people to read;
     *     the batch carries it as a literal
     */
    record Tsql(SqlInstance instance, String effect, String text, Optional<String> jobStep) implements Command {
        @Override
        public String host() {
            return instance.serverName();
        }

        @Override
        public String canonical() {
            return host() + "\n" + text;
        }
    }

    /**
     * A cmdlet, run by the one fixed runner script.
     *
     * @param operation the runner's operation, from its allow-list
     * @param input the data handed to it; never becomes code
     * @param text the cmdlet as an administrator would type it
     */
    record Cmdlet(
            Endpoint endpoint, String host, String effect, String operation, Map<String, Object> input, String text)
            implements Command {
        public Cmdlet {
            input = Collections.unmodifiableSortedMap(new TreeMap<>(input));
        }

        @Override
        public String canonical() {
            return host + "\n" + endpoint + "\n" + operation + "\n" + input + "\n" + text;
        }
    }
}
