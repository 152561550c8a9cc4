package org.failback.lab.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A drive of one host, or a share that every host sees. Sizes are in bytes. */
final class Volume {
    private final WindowsPath root;
    private final long capacity;
    private final Map<String, WindowsPath> folders = new LinkedHashMap<>();
    private final Map<String, StoredFile> files = new LinkedHashMap<>();
    private long ballast;
    private boolean unplugged;

    Volume(String root, long capacity) {
        this.root = new WindowsPath(root);
        this.capacity = capacity;
        folders.put(this.root.key(), this.root);
    }

    WindowsPath root() {
        return root;
    }

    long capacity() {
        return capacity;
    }

    long free() {
        long used = files.values().stream().mapToLong(StoredFile::bytes).sum();
        return Math.max(0, capacity - used - ballast);
    }

    /** Leaves so many bytes free, as if a foreign file had grown. */
    void fillUpTo(long bytesLeft) {
        ballast = 0;
        ballast = Math.max(0, free() - bytesLeft);
    }

    /** Whether its host is out of reach: what is opened then finds no path, what is under way loses its network. */
    boolean isUnplugged() {
        return unplugged;
    }

    void setUnplugged(boolean value) {
        unplugged = value;
    }

    void empty() {
        ballast = 0;
    }

    void addFolder(WindowsPath folder) {
        if (!folders.containsKey(folder.key())) {
            addFolder(folder.parent());
            folders.put(folder.key(), folder);
        }
    }

    boolean hasFolder(WindowsPath folder) {
        return folders.containsKey(folder.key());
    }

    StoredFile file(WindowsPath path) {
        return files.get(path.key());
    }

    void put(StoredFile file) {
        files.put(file.path().key(), file);
    }

    void remove(WindowsPath path) {
        files.remove(path.key());
    }

    List<StoredFile> filesIn(WindowsPath folder) {
        List<StoredFile> found = new ArrayList<>();
        for (StoredFile file : files.values()) {
            if (file.path().parent().key().equals(folder.key())) {
                found.add(file);
            }
        }
        return found;
    }

    List<WindowsPath> foldersIn(WindowsPath folder) {
        List<WindowsPath> found = new ArrayList<>();
        for (WindowsPath one : folders.values()) {
            if (!one.key().equals(root.key()) && one.parent().key().equals(folder.key())) {
                found.add(one);
            }
        }
        return found;
    }
}
