package org.failback.nodes;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Lets a start that is refused end in the sentence that says why, instead of a stack trace. */
final class NodeFailureAnalyzer extends AbstractFailureAnalyzer<NodeNotStarted> {
    @Override
    protected FailureAnalysis analyze(Throwable root, NodeNotStarted cause) {
        return new FailureAnalysis(cause.getMessage(), "", cause);
    }
}
