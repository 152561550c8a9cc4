package org.failback.lab.server;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.concurrent.locks.ReentrantLock;
import org.failback.lab.tds.SqlError;

/** One run of a job, on a thread of its own: nobody's connection keeps it alive. */
final class JobRun {
    private final Instance instance;
    private final SqlEstate estate;
    private final AgentJob job;
    private final String invokedBy;
    private final int firstStep;
    private ServerSession session;
    private boolean abandoned;
    private String cancelledBy;

    JobRun(Instance instance, AgentJob job, String invokedBy, int firstStep) {
        this.instance = instance;
        this.estate = instance.estate();
        this.job = job;
        this.invokedBy = invokedBy;
        this.firstStep = firstStep;
    }

    AgentJob job() {
        return job;
    }

    void begin() {
        Thread thread = new Thread(this::run, "Agent of " + instance.name() + ", job " + job.name());
        thread.setDaemon(true);
        thread.start();
    }

    /** The Agent is gone, and with it every trace of how this would have ended. */
    void abandon() {
        abandoned = true;
        endSession();
    }

    void cancel(String user) {
        cancelledBy = user;
        endSession();
    }

    private void endSession() {
        if (session != null) {
            instance.kill(session);
        }
    }

    private void run() {
        ReentrantLock lock = estate.lock();
        lock.lock();
        try {
            runSteps();
        } finally {
            instance.agent().ended(this);
            lock.unlock();
        }
    }

    private void runSteps() {
        LocalDateTime started = estate.now();
        Instant begun = estate.instant();
        JobActivity activity = instance.agent().activityOf(job);
        activity.start(started);
        String refused = ownerRefused();
        if (refused != null) {
            end(activity, refused, JobHistory.FAILED, started, begun);
            return;
        }
        AgentStep step = job.step(firstStep);
        AgentStep lastRun = step;
        int status = JobHistory.FAILED;
        while (step != null && !stopped()) {
            activity.step(step.id(), estate.now());
            lastRun = step;
            boolean succeeded = runStep(step);
            AgentStep.Flow flow = succeeded ? step.onSuccess() : step.onFailure();
            status = flow.action() == 1 || flow.action() >= 3 && succeeded ? JobHistory.SUCCEEDED : JobHistory.FAILED;
            step = next(step, flow);
        }
        if (!abandoned) {
            finish(activity, lastRun, cancelledBy != null ? JobHistory.CANCELLED : status, started, begun);
        }
    }

    private boolean stopped() {
        return abandoned || cancelledBy != null;
    }

    private AgentStep next(AgentStep step, AgentStep.Flow flow) {
        return switch (flow.action()) {
            case 3 -> job.step(step.id() + 1);
            case 4 -> job.step(flow.step());
            default -> null;
        };
    }

    private boolean runStep(AgentStep step) {
        LocalDateTime started = estate.now();
        Instant begun = estate.instant();
        boolean command = step.subsystem().equalsIgnoreCase("CmdExec");
        StepResult result = command ? runCommand(step) : runTsql(step);
        if (abandoned) {
            return false;
        }
        boolean succeeded = result.succeeded() && cancelledBy == null;
        int status = cancelledBy != null ? JobHistory.CANCELLED : succeeded ? JobHistory.SUCCEEDED : JobHistory.FAILED;
        String user = command || runsAsAgent() ? instance.accounts().agent() : ownerName();
        String ending = cancelledBy != null
                ? "The step was cancelled (stopped) as the result of a stop job request"
                : succeeded ? "The step succeeded." : "The step failed.";
        String message = "Executed as user: " + user + ". " + result.history()
                + (result.history().isEmpty() ? "" : "  ") + ending;
        JobHistory.Row row = instance.agent()
                .history()
                .add(
                        job,
                        step.id(),
                        step.name(),
                        result,
                        message,
                        status,
                        started,
                        Duration.between(begun, estate.instant()),
                        estate.instant());
        step.setLast(row);
        keepLog(step, result, started);
        return succeeded;
    }

    private void keepLog(AgentStep step, StepResult result, LocalDateTime started) {
        if (!step.logsToTable()) {
            return;
        }
        StepLog old = step.log();
        String text = "Job '" + job.name() + "' : Step " + step.id() + ", '" + step.name() + "' : Began Executing "
                + started.withNano(0).toString().replace('T', ' ') + "\r\n\r\n"
                + result.log() + "\r\n";
        String whole = old != null && step.appends() ? old.text() + text : text;
        int id = old == null ? instance.agent().nextLogId() : old.id();
        step.setLog(new StepLog(id, whole, old == null ? started : old.created(), estate.now()));
    }

    private StepResult runCommand(AgentStep step) {
        if (!SqlLogShip.isIn(step.command())) {
            return new CmdExec(instance).run(step.command());
        }
        String agent = instance.accounts().agent();
        ServerLogin login = instance.login(agent);
        if (login == null || login.isDisabled()) {
            return StepResult.of(false, "Login failed for user '" + agent + "'.");
        }
        session = instance.openSession(login, instance.host().name(), "sqllogship", "master");
        try (LabSession client = new LabSession(session)) {
            return new SqlLogShip(session, client).run(step.command());
        } finally {
            session = null;
        }
    }

    private StepResult runTsql(AgentStep step) {
        ServerLogin login = runsAsAgent() ? instance.login(instance.accounts().agent()) : instance.login(job.owner());
        String program = "SQLAgent - TSQL JobStep (Job " + GuidBytes.hex(job.id()) + " : Step " + step.id() + ")";
        session = instance.openSession(login, instance.host().name(), program, "master");
        JobMessages messages = new JobMessages(session.scope()::cancel);
        estate.lock().unlock();
        try (LabSession runner = new LabSession(session)) {
            runner.runStep(step, messages);
        } finally {
            estate.lock().lock();
            session = null;
        }
        return messages.result();
    }

    private boolean runsAsAgent() {
        ServerLogin owner = instance.login(job.owner());
        return owner.isSysadmin();
    }

    private String ownerName() {
        return instance.login(job.owner()).name();
    }

    private void finish(JobActivity activity, AgentStep last, int status, LocalDateTime started, Instant begun) {
        String outcome = switch (status) {
            case JobHistory.SUCCEEDED -> "The job succeeded.  The Job was invoked by " + invokedBy + ".";
            case JobHistory.CANCELLED ->
                "The job was stopped prior to completion by User " + cancelledBy + ".  The Job was invoked by "
                        + invokedBy + ".";
            default -> "The job failed.  The Job was invoked by " + invokedBy + ".";
        };
        String message = outcome + "  The last step to run was step " + (last == null ? 0 : last.id()) + " ("
                + (last == null ? "" : last.name()) + ").";
        end(activity, message, status, started, begun);
    }

    /** Why the owner may not have the job run; null when he may. */
    private String ownerRefused() {
        ServerLogin owner = instance.login(job.owner());
        if (owner == null || owner.isDisabled() && !owner.sid().equals(Sid.SA)) {
            return "The job failed.  The owner (" + (owner == null ? "" : owner.name()) + ") of job " + job.name()
                    + " does not have server access.";
        }
        try {
            WindowsAccounts.checkReachable(instance, owner);
            return null;
        } catch (SqlError unknown) {
            return "The job failed.  Unable to determine if the owner (" + owner.name() + ") of job " + job.name()
                    + " has server access (reason: " + unknown.chain().get(0).text()
                    + " [SQLSTATE 42000] (Error " + unknown.number() + ")).";
        }
    }

    private void end(JobActivity activity, String message, int status, LocalDateTime started, Instant begun) {
        JobHistory.Row row = instance.agent()
                .history()
                .add(
                        job,
                        0,
                        "(Job outcome)",
                        StepResult.NONE,
                        message,
                        status,
                        started,
                        Duration.between(begun, estate.instant()),
                        estate.instant());
        activity.stop(estate.now(), row.id());
        job.ended(row);
        boolean delete = job.deleteLevel() == 3
                || job.deleteLevel() == 1 && status == JobHistory.SUCCEEDED
                || job.deleteLevel() == 2 && status != JobHistory.SUCCEEDED;
        if (delete) {
            instance.agent().ended(this);
            instance.agent().remove(job);
        }
    }
}
