package org.failback.access;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Lets a start that is refused end in the sentence that says why, instead of a stack trace. */
final class AccessFailureAnalyzer extends AbstractFailureAnalyzer<AccessNotConfigured> {
    @Override
    protected FailureAnalysis analyze(Throwable root, AccessNotConfigured cause) {
        return new FailureAnalysis(cause.getMessage(), "", cause);
    }
}
