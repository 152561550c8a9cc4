package org.failback.nodes;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cmd.DefaultJobRetryCmd;

/**
 * A job that failed because the engine's own database went away tries again, and its tries are not used up: an incident
 * would ask a person for what mends itself.
 */
final class UncountedFailures extends AbstractProcessEnginePlugin {
    /** SQLSTATE classes: connection exception, operator intervention such as a shutdown. */
    private static final Set<String> AWAY = Set.of("08", "57");

    @Override
    public void postInit(ProcessEngineConfigurationImpl engine) {
        engine.setFailedJobCommandFactory(Retry::new);
    }

    /** Only the engine's own database: what a server of the estate says never counts as that. */
    static boolean databaseWasAway(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException
                    || cause instanceof SQLException sql
                            && sql.getClass().getName().startsWith("org.postgresql.")
                            && sql.getSQLState() != null
                            && AWAY.stream().anyMatch(sql.getSQLState()::startsWith)) {
                return true;
            }
        }
        return false;
    }

    private static final class Retry extends DefaultJobRetryCmd {
        private static final long serialVersionUID = 1L;

        Retry(String job, Throwable failure) {
            super(job, failure);
        }

        @Override
        protected boolean shouldDecrementRetriesFor(Throwable failure) {
            return super.shouldDecrementRetriesFor(failure) && !databaseWasAway(failure);
        }
    }
}
