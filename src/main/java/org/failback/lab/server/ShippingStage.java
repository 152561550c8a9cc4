package org.failback.lab.server;

import java.time.Instant;

/** How far one stage of log shipping has come; what the monitor tables show of it. */
final class ShippingStage {
    private ShippedFile file;
    private Instant at;

    /** The last file it carried; null before the first. */
    ShippedFile file() {
        return file;
    }

    String path() {
        return file == null ? null : file.path().text();
    }

    /** When; null before the first. */
    Instant at() {
        return at;
    }

    void carried(ShippedFile newFile, Instant when) {
        file = newFile;
        at = when;
    }
}
