package org.failback.nodes;

/** Whether the whole process is ending, not only the application in it. */
final class LastBreath {
    private LastBreath() {}

    /** A process that is ending takes no more shutdown hooks. */
    static boolean isDrawn() {
        Thread probe = new Thread(() -> {});
        try {
            Runtime.getRuntime().addShutdownHook(probe);
            Runtime.getRuntime().removeShutdownHook(probe);
            return false;
        } catch (IllegalStateException ending) {
            return true;
        }
    }
}
