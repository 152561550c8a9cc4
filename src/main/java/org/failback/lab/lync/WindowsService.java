package org.failback.lab.lync;

import java.time.Duration;
import java.time.Instant;

/** A Windows service of a chat server, as {@code Get-CsWindowsService} shows it. */
final class WindowsService {
    /** As .NET's ServiceControllerStatus names them. */
    enum Status {
        RUNNING("Running"),
        STOPPED("Stopped"),
        START_PENDING("StartPending"),
        STOP_PENDING("StopPending");

        private final String text;

        Status(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private final String name;
    private final String displayName;
    private final boolean compliance;
    private Status status = Status.RUNNING;
    private Instant since = Instant.MIN;

    WindowsService(String name, String displayName, boolean compliance) {
        this.name = name;
        this.displayName = displayName;
        this.compliance = compliance;
    }

    String name() {
        return name;
    }

    String displayName() {
        return displayName;
    }

    boolean compliance() {
        return compliance;
    }

    Status status() {
        return status;
    }

    /** A service that is stopping still does what it did. */
    boolean works() {
        return status == Status.RUNNING || status == Status.STOP_PENDING;
    }

    boolean isSettled() {
        return status == Status.RUNNING || status == Status.STOPPED;
    }

    void order(boolean run, Instant now, ServiceDefect defect) throws CmdletError {
        if (run == (status == Status.RUNNING || status == Status.START_PENDING)) {
            return;
        }
        if (defect.forbids(run)) {
            throw defect.error(name, run);
        }
        status = run ? Status.START_PENDING : Status.STOP_PENDING;
        since = now;
    }

    void force(boolean running) {
        status = running ? Status.RUNNING : Status.STOPPED;
    }

    /** Ends what is pending when it has taken as long as it takes. */
    void live(Instant now, Duration takes) {
        if (!isSettled() && !since.plus(takes).isAfter(now)) {
            status = status == Status.START_PENDING ? Status.RUNNING : Status.STOPPED;
        }
    }
}
