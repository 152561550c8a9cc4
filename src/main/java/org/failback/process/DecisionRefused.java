package org.failback.process;

/** A decision that cannot be taken like this; the message is shown to the person in Tasklist. */
public final class DecisionRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DecisionRefused(String sentence) {
        super(sentence);
    }
}
