package org.failback.lab.server;

import java.time.Instant;

/** What a session is doing, as a row of {@code sys.dm_exec_requests}. */
final class RunningRequest {
    private final Instant started;
    private final String statement;
    private String command;
    private volatile double percent;
    private volatile long remainingMillis;

    RunningRequest(Instant started, String statement, String command) {
        this.started = started;
        this.statement = statement;
        this.command = command;
    }

    Instant started() {
        return started;
    }

    String statement() {
        return statement;
    }

    String command() {
        return command;
    }

    void rename(String newCommand) {
        command = newCommand;
    }

    double percent() {
        return percent;
    }

    long remainingMillis() {
        return remainingMillis;
    }

    void progress(double newPercent, long newRemainingMillis) {
        percent = newPercent;
        remainingMillis = newRemainingMillis;
    }
}
