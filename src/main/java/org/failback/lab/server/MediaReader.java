package org.failback.lab.server;

import java.util.List;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.Options;
import org.failback.lab.tsql.Refusal;
import org.failback.lab.tsql.With;

/** Opens a backup file as the engine account of an instance does. */
final class MediaReader {
    private final Instance instance;

    MediaReader(Instance instance) {
        this.instance = instance;
    }

    /** An opened backup file. */
    record Opened(String device, BackupMedia media, Volume volume) {
        /** The set that WITH FILE names; without it the first one, which is the oldest. */
        BackupSet chosen(Options options) throws SqlError {
            if (media.has(MediaDamage.CUT_SHORT)) {
                throw Errors.of(3208);
            }
            if (media.sets().isEmpty()) {
                throw Errors.of(3254, device);
            }
            int position = options.number(With.FILE).orElse(1);
            BackupSet set = media.set(position);
            if (set == null) {
                throw Errors.of(4038, position, device);
            }
            return set;
        }

        /** What shows before anything is read but the labels. */
        void checkWhole() throws SqlError {
            if (media.has(MediaDamage.FAMILY_MISSING)) {
                throw Errors.of(3132, media.families(), 1);
            }
            if (media.has(MediaDamage.DESCRIPTION)) {
                throw Errors.of(3186);
            }
        }

        /** What shows only when the set is read to its end. */
        void checkToTheEnd() throws SqlError {
            if (volume.isUnplugged()) {
                throw Errors.of(3203, device, new OsError(64).getMessage());
            }
            if (media.has(MediaDamage.TRUNCATED)) {
                throw Errors.of(3203, device, new OsError(38).getMessage());
            }
            if (media.has(MediaDamage.UNREADABLE)) {
                throw Errors.of(3271, device, new OsError(23).getMessage());
            }
        }
    }

    /** Throws what the head of a backup file that cannot be read brings. */
    static void checkHead(String device, StoredFile file) throws SqlError {
        if (file.media() == null || file.media().has(MediaDamage.HEADER)) {
            throw Errors.of(3241, device);
        }
        if (file.media().has(MediaDamage.FOREIGN)) {
            throw Errors.of(3242, device);
        }
    }

    Opened open(List<String> disks) throws SqlError {
        if (disks.size() != 1) {
            throw Refusal.of("a backup in other than exactly one file");
        }
        String text = disks.get(0);
        WindowsPath path = new WindowsPath(text);
        if (!path.isAbsolute()) {
            path = new WindowsPath(DefaultFolders.backup(instance) + "\\" + path.text());
        }
        try {
            StoredFile file = instance.storage()
                    .read(instance.accounts().engine(), instance.host().name(), path);
            checkHead(text, file);
            Volume volume = instance.storage().volume(instance.host().name(), path);
            return new Opened(text, file.media(), volume);
        } catch (OsError cause) {
            throw Errors.device(text, cause);
        }
    }
}
