package org.failback.access;

import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;

/**
 * Lets a refusal from within a listener reach the person in its own words, as a refusal: the engine would wrap it as a
 * failure of its own, which answers HTTP 500 and fills the log.
 */
final class OwnWords extends CommandInterceptor {
    @Override
    public <T> T execute(Command<T> command) {
        try {
            return next.execute(command);
        } catch (AuthorizationException | BadUserRequestException refusal) {
            throw refusal;
        } catch (ProcessEngineException failure) {
            throw refusalIn(failure);
        }
    }

    private static ProcessEngineException refusalIn(ProcessEngineException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof AuthorizationException refusal) {
                return refusal;
            }
            if (cause instanceof BadUserRequestException refusal) {
                return refusal;
            }
        }
        return failure;
    }
}
