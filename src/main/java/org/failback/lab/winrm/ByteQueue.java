package org.failback.lab.winrm;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** Bytes in their order, cut wherever the reader wants, also in the middle of a character. */
final class ByteQueue {
    private final Deque<byte[]> parts = new ArrayDeque<>();
    private int size;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void add(byte[] bytes) {
        if (bytes.length > 0) {
            parts.addLast(bytes.clone());
            size += bytes.length;
        }
    }

    byte[] take(int most) {
        byte[] taken = new byte[Math.min(most, size)];
        int filled = 0;
        while (filled < taken.length) {
            byte[] part = parts.removeFirst();
            int used = Math.min(part.length, taken.length - filled);
            System.arraycopy(part, 0, taken, filled, used);
            filled += used;
            if (used < part.length) {
                parts.addFirst(Arrays.copyOfRange(part, used, part.length));
            }
        }
        size -= taken.length;
        return taken;
    }
}
