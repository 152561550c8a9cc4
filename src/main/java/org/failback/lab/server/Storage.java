package org.failback.lab.server;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** All disks and shares of the estate. A local path is looked up on the host that opens it, a UNC path is the same for all. */
final class Storage {
    private final Clock clock;
    private final Access access = new Access();
    private final Map<String, Volume> volumes = new LinkedHashMap<>();

    Storage(Clock clock) {
        this.clock = clock;
    }

    Access access() {
        return access;
    }

    Volume addDrive(String host, String letter, long bytes) {
        Volume volume = new Volume(letter + ":", bytes);
        volumes.put(key(host, volume.root()), volume);
        return volume;
    }

    Volume addShare(String unc, long bytes) {
        Volume volume = new Volume(unc, bytes);
        volumes.put(volume.root().key(), volume);
        return volume;
    }

    List<Volume> drivesOf(String host) {
        String prefix = host.toLowerCase(Locale.ROOT) + "|";
        return volumes.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .map(Map.Entry::getValue)
                .collect(Collectors.toList());
    }

    void forgetFaults() {
        access.forgetDenials();
        volumes.values().forEach(volume -> {
            volume.empty();
            volume.setUnplugged(false);
        });
    }

    Volume volume(String host, WindowsPath path) throws OsError {
        Volume volume = volumes.get(path.isUnc() ? path.root() : key(host, path));
        if (volume != null && volume.isUnplugged()) {
            throw new OsError(53);
        }
        if (volume != null) {
            return volume;
        }
        if (!path.isUnc()) {
            throw new OsError(3);
        }
        String machine = path.root().substring(0, path.root().lastIndexOf('\\') + 1);
        boolean known = volumes.keySet().stream().anyMatch(root -> root.startsWith(machine));
        throw new OsError(known ? 67 : 53);
    }

    /** The volume that a path lies on, whether it can be reached now or not; null for none. */
    Volume known(String host, WindowsPath path) {
        return volumes.get(path.isUnc() ? path.root() : key(host, path));
    }

    boolean folderExists(String host, WindowsPath path) {
        try {
            return volume(host, path).hasFolder(path);
        } catch (OsError unreachable) {
            return false;
        }
    }

    /** The file at a path, or null when the folder is there and the file is not. */
    StoredFile find(String identity, String host, WindowsPath path) throws OsError {
        Volume volume = volume(host, path);
        require(identity, path, Access.Right.READ);
        if (!volume.hasFolder(path.parent())) {
            throw new OsError(3);
        }
        return volume.file(path);
    }

    StoredFile read(String identity, String host, WindowsPath path) throws OsError {
        StoredFile file = find(identity, host, path);
        if (file == null) {
            throw new OsError(2);
        }
        return file;
    }

    /** Throws what opening the path for writing would bring. */
    Volume checkWritable(String identity, String host, WindowsPath path) throws OsError {
        Volume volume = volume(host, path);
        require(identity, path, Access.Right.WRITE);
        if (!volume.hasFolder(path.parent())) {
            throw new OsError(3);
        }
        return volume;
    }

    void write(String identity, String host, WindowsPath path, BackupMedia media, long bytes) throws OsError {
        Volume volume = checkWritable(identity, host, path);
        StoredFile old = volume.file(path);
        long growth = bytes - (old == null ? 0 : old.bytes());
        if (growth > volume.free()) {
            throw new OsError(112);
        }
        if (old == null) {
            volume.put(new StoredFile(path, media, bytes, clock.instant()));
        } else {
            old.write(media, bytes, clock.instant());
        }
    }

    void rename(String identity, String host, WindowsPath from, WindowsPath to) throws OsError {
        StoredFile file = read(identity, host, from);
        Volume volume = checkWritable(identity, host, to);
        if (volume.file(to) != null) {
            throw new OsError(183);
        }
        volume.remove(from);
        volume.put(new StoredFile(to, file.media(), file.bytes(), file.modified()));
    }

    void delete(String identity, String host, WindowsPath path) throws OsError {
        Volume volume = checkWritable(identity, host, path);
        if (volume.file(path) == null) {
            throw new OsError(2);
        }
        volume.remove(path);
    }

    private void require(String identity, WindowsPath path, Access.Right right) throws OsError {
        if (!access.allows(identity, path, right)) {
            throw new OsError(5);
        }
    }

    private static String key(String host, WindowsPath path) {
        return host.toLowerCase(Locale.ROOT) + "|" + path.root();
    }
}
