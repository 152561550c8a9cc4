package org.failback.access;

import java.time.Duration;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;

/** How long a job belongs to the node that took it; the starter's own property knows bare milliseconds only. */
final class JobLock extends AbstractProcessEnginePlugin {
    private final Duration lock;

    JobLock(Duration lock) {
        this.lock = lock;
    }

    @Override
    public void postInit(ProcessEngineConfigurationImpl engine) {
        JobExecutor jobs = engine.getJobExecutor();
        if (jobs != null) {
            jobs.setLockTimeInMillis(Math.toIntExact(lock.toMillis()));
        }
    }
}
