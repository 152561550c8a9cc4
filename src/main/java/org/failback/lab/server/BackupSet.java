package org.failback.lab.server;

import java.time.LocalDateTime;
import java.util.UUID;

/**
 * One backup on a medium. Times are the server's local time, sizes bytes.
 *
 * @param position number of the set in its file, counted from 1 ({@code RESTORE ... WITH FILE})
 */
record BackupSet(
        UUID uuid,
        BackupType type,
        int position,
        String name,
        String description,
        String server,
        String user,
        Edition version,
        LocalDateTime started,
        LocalDateTime finished,
        LsnRange lsn,
        boolean copyOnly,
        boolean checksums,
        boolean compressed,
        boolean damaged,
        boolean beginsLogChain,
        boolean tailLog,
        long bytes,
        long compressedBytes,
        DatabaseImage image) {

    BackupSet at(int newPosition) {
        return new BackupSet(
                uuid,
                type,
                newPosition,
                name,
                description,
                server,
                user,
                version,
                started,
                finished,
                lsn,
                copyOnly,
                checksums,
                compressed,
                damaged,
                beginsLogChain,
                tailLog,
                bytes,
                compressedBytes,
                image);
    }
}
