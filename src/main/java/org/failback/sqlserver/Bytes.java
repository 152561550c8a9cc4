package org.failback.sqlserver;

import java.util.Locale;

/** Amounts of data as people read them. */
final class Bytes {
    private static final long MB = 1024L * 1024;

    private Bytes() {}

    static String inWords(long bytes) {
        return bytes >= 10 * 1024 * MB
                ? String.format(Locale.ROOT, "%.1f GB", bytes / (1024.0 * MB))
                : String.format(Locale.ROOT, "%.1f MB", bytes / (double) MB);
    }
}
