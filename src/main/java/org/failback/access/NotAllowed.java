package org.failback.access;

import org.camunda.bpm.engine.AuthorizationException;

/** A person may not do this; the message says why, that nothing was done, and what to do next. */
public final class NotAllowed extends AuthorizationException {
    private static final long serialVersionUID = 1L;

    NotAllowed(String message) {
        super(message);
    }
}
