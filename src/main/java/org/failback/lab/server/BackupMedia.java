package org.failback.lab.server;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A media set of one file. It holds several backup sets when backups were appended; the first is the oldest. */
final class BackupMedia {
    private final UUID mediaSet;
    private final UUID family;
    private final String name;
    private final List<BackupSet> sets = new ArrayList<>();
    private MediaDamage damage;

    BackupMedia(UUID mediaSet, UUID family, String name) {
        this.mediaSet = mediaSet;
        this.family = family;
        this.name = name;
    }

    BackupMedia copy() {
        BackupMedia copy = new BackupMedia(mediaSet, family, name);
        copy.sets.addAll(sets);
        copy.damage = damage;
        return copy;
    }

    UUID mediaSet() {
        return mediaSet;
    }

    UUID family() {
        return family;
    }

    String name() {
        return name;
    }

    List<BackupSet> sets() {
        return sets;
    }

    /** The set at a position, or null. */
    BackupSet set(int position) {
        return position < 1 || position > sets.size() ? null : sets.get(position - 1);
    }

    long bytes() {
        return sets.stream().mapToLong(BackupSet::compressedBytes).sum();
    }

    boolean has(MediaDamage kind) {
        return damage == kind;
    }

    /** From now on the file is not what was written. */
    void damage(MediaDamage kind) {
        damage = kind;
    }

    /** How many files were written together as one media set. */
    int families() {
        return damage == MediaDamage.FAMILY_MISSING ? 2 : 1;
    }
}
