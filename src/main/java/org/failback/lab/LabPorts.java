package org.failback.lab;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * TCP ports of a lab; 0 stands for any that is free.
 *
 * @param winRm the management server's first, then one for each chat server
 */
public record LabPorts(int primary, int primaryMirror, int backup, int backupMirror, List<Integer> winRm) {
    private static final int ENDPOINTS = 1 + LabNames.CHAT_SERVERS.size();

    /** Where a lab is expected when nobody says otherwise. */
    public static LabPorts usual() {
        return new LabPorts(21433, 21434, 22433, 22434, following(25986));
    }

    /** One after the other. */
    public static LabPorts from(int first) {
        return new LabPorts(first, first + 1, first + 2, first + 3, following(first + 4));
    }

    /** Wherever there is room. */
    public static LabPorts free() {
        return new LabPorts(0, 0, 0, 0, Collections.nCopies(ENDPOINTS, 0));
    }

    private static List<Integer> following(int first) {
        return IntStream.range(first, first + ENDPOINTS).boxed().toList();
    }
}
