package org.failback.chaos;

/**
 * One disturbance of one night.
 *
 * @param night of which kind
 * @param where the boundary
 * @param what was done there
 * @param seen what the engine's database said right after it
 * @param wrong why it did not fall where it was meant to; empty when it did
 * @param wentOnMillis from the start of the next process, or from the kill where another node was there, to the first
 *     thing that it asked of the estate; -1 where that was not measured
 */
record Case(String night, String where, String what, String seen, String wrong, long wentOnMillis) {
    Case wentOn(long millis) {
        return new Case(night, where, what, seen, wrong, millis);
    }
}
