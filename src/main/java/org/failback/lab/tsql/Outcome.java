package org.failback.lab.tsql;

/**
 * How a statement ended.
 *
 * @param error 0 when it worked, -1 when it was cancelled, else the number of the first error of its chain
 */
public record Outcome(int error) {
    public static final Outcome OK = new Outcome(0);
    public static final Outcome CANCELLED = new Outcome(-1);

    public boolean ok() {
        return error == 0;
    }

    /** {@code ok}, {@code cancelled} or the error number, as the lab's statement log shows it. */
    @Override
    public String toString() {
        return error == 0 ? "ok" : error == -1 ? "cancelled" : Integer.toString(error);
    }
}
