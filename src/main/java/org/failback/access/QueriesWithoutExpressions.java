package org.failback.access;

import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.impl.TaskQueryImpl;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;

/**
 * Refuses a task query that hides an expression in one of its {@code orQueries}.
 *
 * <p>The engine looks at the outer query only (CVE-2026-109432): whoever may ask for tasks could run code.
 */
final class QueriesWithoutExpressions extends CommandInterceptor {
    @Override
    public <T> T execute(Command<T> command) {
        if (command instanceof TaskQueryImpl query
                && query.getQueries().stream()
                        .anyMatch(part -> !part.getExpressions().isEmpty())) {
            throw new BadUserRequestException("Expressions are forbidden in queries.");
        }
        return next.execute(command);
    }
}
