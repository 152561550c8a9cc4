package org.failback.lab.tsql;

import java.time.Clock;
import java.util.List;
import org.failback.lab.tds.Answer;
import org.failback.lab.tds.Parameter;
import org.failback.lab.tds.SqlError;

/**
 * Runs T-SQL for one session. Calls come one at a time; {@link Scope#cancel()} and {@link Scope#kill()} come from
 * anywhere.
 */
public final class Interpreter {
    private final Server server;
    private final Scope scope;
    private final Clock clock;

    /** @param clock GETDATE in its zone, GETUTCDATE in UTC */
    public Interpreter(Server server, Scope scope, Clock clock) {
        this.server = server;
        this.scope = scope;
        this.clock = clock;
    }

    /**
     * Runs a batch. Errors that end only their statement go to the answer.
     *
     * @throws SqlError the error that ended the batch; it has not been sent yet
     */
    public void batch(String sql, Answer answer) throws SqlError {
        throw Refusal.of("T-SQL yet: " + server + scope + clock);
    }

    /** Runs a procedure called by RPC, {@code sp_executesql} among them; sends output parameters and return status. */
    public void procedure(String name, List<Parameter> parameters, Answer answer) throws SqlError {
        throw Refusal.of("T-SQL yet");
    }
}
