package org.failback.estate;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * A data center.
 *
 * @param name as people call it
 * @param instance the instance that serves mgc there
 * @param mirror its mirroring partner, if there is one
 * @param witness their witness, if there is one
 */
public record DataCenter(
        String name, SqlInstance instance, Optional<SqlInstance> mirror, Optional<SqlInstance> witness) {
    Stream<SqlInstance> all() {
        return Stream.of(Optional.of(instance), mirror, witness).flatMap(Optional::stream);
    }
}
