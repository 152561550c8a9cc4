package org.failback.step;

/**
 * A line of the readiness table.
 *
 * @param check what was looked at
 * @param host where
 * @param result whether the failback may begin as far as this goes
 * @param evidence what was seen
 * @param remedy what to do where it is not {@code OK}
 */
public record CheckResult(String check, String host, Result result, String evidence, String remedy) {
    /** How a check can end. */
    public enum Result {
        OK,
        /** A person must confirm it at the gate. */
        CONFIRM,
        /** The failback cannot begin. */
        FAILED,
        /** Nobody knows, which is as bad as failed. */
        UNKNOWN
    }

    public static CheckResult ok(String check, String host, String evidence) {
        return new CheckResult(check, host, Result.OK, evidence, "");
    }

    public static CheckResult confirm(String check, String host, String evidence, String remedy) {
        return new CheckResult(check, host, Result.CONFIRM, evidence, remedy);
    }

    public static CheckResult failed(String check, String host, String evidence, String remedy) {
        return new CheckResult(check, host, Result.FAILED, evidence, remedy);
    }

    public static CheckResult unknown(String check, String host, String evidence, String remedy) {
        return new CheckResult(check, host, Result.UNKNOWN, evidence, remedy);
    }
}
