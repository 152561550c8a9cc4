package org.failback.lab.server;

import java.time.LocalDateTime;
import java.util.List;
import java.util.UUID;

/** A database as it was at one moment: what a backup set carries away and a restore brings back. */
record DatabaseImage(
        String name,
        LocalDateTime created,
        UUID familyGuid,
        UUID bindingId,
        List<RecoveryFork> forks,
        RecoveryModel recoveryModel,
        UserAccess userAccess,
        DatabaseOptions options,
        String collation,
        List<DatabaseFile> files,
        DatabaseContent content,
        long usedMb) {}
