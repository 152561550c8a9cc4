package org.failback.lync.winrm;

/** A call over WinRM that brought no exit code back. The message says what failed, on which host and why. */
public abstract sealed class WinRmFailure extends Exception {
    private static final long serialVersionUID = 1L;
    private final String remedy;

    private WinRmFailure(String message, String remedy, Throwable cause) {
        super(message, cause);
        this.remedy = remedy;
    }

    /** What a person does next. */
    public String remedy() {
        return remedy;
    }

    /** Whether the command can have had its effect. */
    public abstract boolean mayHaveRun();

    /** No shell was opened, so nothing ran. */
    public static final class Unreachable extends WinRmFailure {
        private static final long serialVersionUID = 1L;

        Unreachable(String message, String remedy, Throwable cause) {
            super(message, remedy, cause);
        }

        @Override
        public boolean mayHaveRun() {
            return false;
        }
    }

    /** The endpoint said no before anything ran: the account, its password or a right. Tried once, never again. */
    public static final class Refused extends WinRmFailure {
        private static final long serialVersionUID = 1L;

        Refused(String message, String remedy, Throwable cause) {
            super(message, remedy, cause);
        }

        @Override
        public boolean mayHaveRun() {
            return false;
        }
    }

    /** The answer was lost after the command was sent. */
    public static final class OutcomeUnknown extends WinRmFailure {
        private static final long serialVersionUID = 1L;
        private final String stdout;

        OutcomeUnknown(String message, String remedy, String stdout, Throwable cause) {
            super(message, remedy, cause);
            this.stdout = stdout;
        }

        /** What had arrived before; may hold the whole answer when only the clean-up after it failed. */
        public String stdout() {
            return stdout;
        }

        @Override
        public boolean mayHaveRun() {
            return true;
        }
    }

    /** The budget of time was used up. The command is told to end; nobody waits for that. */
    public static final class DeadlinePassed extends WinRmFailure {
        private static final long serialVersionUID = 1L;
        private final boolean sent;

        DeadlinePassed(String message, String remedy, boolean sent, Throwable cause) {
            super(message, remedy, cause);
            this.sent = sent;
        }

        @Override
        public boolean mayHaveRun() {
            return sent;
        }
    }
}
