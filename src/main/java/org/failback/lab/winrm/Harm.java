package org.failback.lab.winrm;

/**
 * What goes wrong with one request.
 *
 * @param number HTTP status of STATUS, Windows' code of FAULT, else 0
 */
record Harm(Kind kind, long number) {
    /** At which moment, and how. */
    enum Kind {
        /** The connection goes before the request had any effect. */
        LOST_BEFORE(false),
        /** An HTTP status instead of an effect. */
        STATUS(false),
        /** A SOAP fault instead of an effect. */
        FAULT(false),
        /** The connection goes after the effect. */
        LOST_AFTER(true),
        /** The connection goes in the middle of the answer. */
        CUT(true),
        /** The answer is no SOAP. */
        GARBAGE(true);

        private final boolean afterEffect;

        Kind(boolean afterEffect) {
            this.afterEffect = afterEffect;
        }

        boolean afterEffect() {
            return afterEffect;
        }
    }
}
