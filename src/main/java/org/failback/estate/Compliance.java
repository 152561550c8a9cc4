package org.failback.estate;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where mgccomp lies; may be the instances of mgc.
 *
 * @param primary instance in the primary data center
 * @param backup instance in the backup data center
 * @param backupMirror mirror of the backup one
 */
public record Compliance(SqlInstance primary, SqlInstance backup, Optional<SqlInstance> backupMirror) {
    Stream<SqlInstance> all() {
        return Stream.concat(Stream.of(primary, backup), backupMirror.stream());
    }
}
