package org.failback.process;

import org.camunda.bpm.engine.BadUserRequestException;

/** A decision that cannot be taken like this; the message is shown to the person in Tasklist. */
public final class DecisionRefused extends BadUserRequestException {
    private static final long serialVersionUID = 1L;

    public DecisionRefused(String sentence) {
        super(sentence);
    }
}
