package org.failback.lab.server;

import java.time.Instant;

/** A file on a volume: backup media, or anything else of which only the size matters. */
final class StoredFile {
    private final WindowsPath path;
    private BackupMedia media;
    private long bytes;
    private Instant modified;

    StoredFile(WindowsPath path, BackupMedia media, long bytes, Instant modified) {
        this.path = path;
        this.media = media;
        this.bytes = bytes;
        this.modified = modified;
    }

    WindowsPath path() {
        return path;
    }

    /** The backup sets in it; null when it is no backup file. */
    BackupMedia media() {
        return media;
    }

    long bytes() {
        return bytes;
    }

    Instant modified() {
        return modified;
    }

    void write(BackupMedia newMedia, long newBytes, Instant at) {
        media = newMedia;
        bytes = newBytes;
        modified = at;
    }
}
