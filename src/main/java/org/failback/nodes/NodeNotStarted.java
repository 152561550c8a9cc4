package org.failback.nodes;

/** The node must not start like this; the message is one sentence that says why and what to do. */
public final class NodeNotStarted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NodeNotStarted(String message) {
        super(message);
    }
}
