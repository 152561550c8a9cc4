package org.failback.lab.tds;

import java.util.List;

/** A refusal of SQL Server: a chain of messages, the specific one first, as {@code 3201} and then {@code 3013}. */
public final class SqlError extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient List<Message> chain;

    public SqlError(List<Message> chain) {
        super(chain.get(0).number() + " " + chain.get(0).text());
        this.chain = List.copyOf(chain);
    }

    public SqlError(int number, int severity, int state, String text) {
        this(List.of(new Message(number, severity, state, text, "", 1)));
    }

    public List<Message> chain() {
        return chain;
    }

    public int number() {
        return chain.get(0).number();
    }
}
