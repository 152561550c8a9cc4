package org.failback.lab.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.failback.lab.tds.SqlError;

/** Where the files of a restored database go, and whether they can. */
final class RestorePlan {
    private static final String CREATING = "RestoreContainer::ValidateTargetForCreation";
    private static final long MB = 1024L * 1024;
    private final Instance instance;
    private final Database existing;
    private final String target;
    private final boolean replace;

    /** @param existing the database that is overwritten, or null */
    RestorePlan(Instance instance, Database existing, String target, boolean replace) {
        this.instance = instance;
        this.existing = existing;
        this.target = target;
        this.replace = replace;
    }

    List<DatabaseFile> files(BackupSet set, Map<String, String> moves) throws SqlError {
        List<DatabaseFile> planned = new ArrayList<>();
        for (String logical : moves.keySet()) {
            if (set.image().files().stream().noneMatch(file -> file.logical().equalsIgnoreCase(logical))) {
                throw Errors.of(3234, logical, target);
            }
        }
        for (DatabaseFile file : set.image().files()) {
            planned.add(file.movedTo(new WindowsPath(moved(file, moves)).text()));
        }
        return planned;
    }

    private static String moved(DatabaseFile file, Map<String, String> moves) {
        return moves.entrySet().stream()
                .filter(move -> move.getKey().equalsIgnoreCase(file.logical()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(file.physical());
    }

    /** Throws the chain that ends in 3119 when a file cannot be placed. */
    void check(List<DatabaseFile> planned) throws SqlError {
        for (DatabaseFile file : planned) {
            checkFolder(file);
            checkOwner(file);
        }
        checkClaimedTwice(planned);
        checkSpace(planned);
    }

    private void checkFolder(DatabaseFile file) throws SqlError {
        WindowsPath path = new WindowsPath(file.physical());
        String engine = instance.accounts().engine();
        try {
            instance.storage().checkWritable(engine, instance.host().name(), path);
        } catch (OsError cause) {
            boolean seen = instance.storage().folderExists(instance.host().name(), path.parent())
                    && instance.storage().access().allows(engine, path, Access.Right.READ);
            SqlError first = seen
                    ? Errors.of(3634, cause.getMessage(), CREATING, file.physical())
                    : Errors.of(5133, file.physical(), cause.getMessage());
            throw cannotRestoreTo(first, file);
        }
    }

    private void checkOwner(DatabaseFile file) throws SqlError {
        for (Database other : instance.databases()) {
            if (other != existing && other.files().stream().anyMatch(one -> samePath(one, file))) {
                SqlError first = Errors.of(1834, file.physical(), other.name());
                throw cannotRestoreTo(first, file);
            }
        }
        boolean own = existing != null && existing.files().stream().anyMatch(one -> samePath(one, file));
        if (!own && !replace && exists(file)) {
            throw Errors.of(3142, file.logical(), file.physical());
        }
    }

    private static SqlError cannotRestoreTo(SqlError first, DatabaseFile file) {
        return Errors.then(first, 3156, file.logical(), file.physical());
    }

    private static void checkClaimedTwice(List<DatabaseFile> planned) throws SqlError {
        for (DatabaseFile file : planned) {
            for (DatabaseFile other : planned) {
                if (file.id() < other.id() && samePath(file, other)) {
                    throw Errors.of(3176, other.physical(), other.logical(), other.id(), file.logical(), file.id());
                }
            }
        }
    }

    private void checkSpace(List<DatabaseFile> planned) throws SqlError {
        for (Volume drive : instance.storage().drivesOf(instance.host().name())) {
            long needed = planned.stream()
                    .filter(file -> new WindowsPath(file.physical())
                            .root()
                            .equals(drive.root().key()))
                    .mapToLong(file -> file.sizeMb() * MB)
                    .sum();
            long available = drive.free() + freedOn(drive);
            if (needed > available) {
                throw Errors.of(3257, drive.root().text(), needed, available);
            }
        }
    }

    private long freedOn(Volume drive) {
        if (existing == null) {
            return 0;
        }
        long freed = 0;
        for (DatabaseFile file : existing.files()) {
            StoredFile stored = drive.file(new WindowsPath(file.physical()));
            freed += stored == null ? 0 : stored.bytes();
        }
        return freed;
    }

    private boolean exists(DatabaseFile file) {
        WindowsPath path = new WindowsPath(file.physical());
        return instance.storage().drivesOf(instance.host().name()).stream()
                .anyMatch(drive -> drive.file(path) != null
                        && path.root().equals(drive.root().key()));
    }

    private static boolean samePath(DatabaseFile one, DatabaseFile other) {
        return new WindowsPath(one.physical()).key().equals(new WindowsPath(other.physical()).key());
    }
}
