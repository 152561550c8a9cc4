package org.failback.lab.server;

import java.util.List;

/** Lays the files of databases onto the drives of an instance's host and takes them away. */
final class DiskFiles {
    private static final long MB = 1024L * 1024;
    private final Instance instance;

    DiskFiles(Instance instance) {
        this.instance = instance;
    }

    void create(List<DatabaseFile> files) {
        for (DatabaseFile file : files) {
            WindowsPath path = new WindowsPath(file.physical());
            Volume drive = drive(path);
            drive.addFolder(path.parent());
            drive.put(new StoredFile(
                    path, null, file.sizeMb() * MB, instance.estate().instant()));
        }
    }

    void remove(List<DatabaseFile> files) {
        for (DatabaseFile file : files) {
            WindowsPath path = new WindowsPath(file.physical());
            drive(path).remove(path);
        }
    }

    private Volume drive(WindowsPath path) {
        try {
            return instance.storage().volume(instance.host().name(), path);
        } catch (OsError noDrive) {
            throw new IllegalStateException(
                    "A database file lies on a drive that " + instance.host().name() + " has not: " + path.text(),
                    noDrive);
        }
    }
}
