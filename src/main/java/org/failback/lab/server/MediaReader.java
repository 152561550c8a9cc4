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
    record Opened(String device, BackupMedia media) {
        /** The set that WITH FILE names; without it the first one, which is the oldest. */
        BackupSet chosen(Options options) throws SqlError {
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
            if (file.media() == null) {
                throw Errors.of(3241, text);
            }
            return new Opened(text, file.media());
        } catch (OsError cause) {
            throw Errors.device(text, cause);
        }
    }
}
