package org.failback.estate;

import java.util.stream.Collectors;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Lets a start that configuration stops end in the sentences that say why, instead of a stack trace. */
final class ConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<WrongConfiguration> {
    @Override
    protected FailureAnalysis analyze(Throwable root, WrongConfiguration cause) {
        return new FailureAnalysis(
                cause.problems().stream().map(Problem::sentence).collect(Collectors.joining(System.lineSeparator())),
                "",
                cause);
    }
}
