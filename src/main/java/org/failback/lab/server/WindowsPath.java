package org.failback.lab.server;

import java.util.Locale;

/** A path as Windows compares it: without case, with one kind of separator, without one at the end. */
record WindowsPath(String text) {
    WindowsPath {
        String slashes = text.strip().replace('/', '\\');
        boolean unc = slashes.startsWith("\\\\");
        String body = slashes.replaceAll("\\\\+", "\\\\");
        while (body.length() > 1 && body.endsWith("\\")) {
            body = body.substring(0, body.length() - 1);
        }
        text = unc ? "\\" + body : body;
    }

    String key() {
        return text.toLowerCase(Locale.ROOT);
    }

    boolean isUnc() {
        return text.startsWith("\\\\");
    }

    boolean isAbsolute() {
        return isUnc() || text.matches("[A-Za-z]:(\\\\.*)?");
    }

    /** The drive ({@code d:}) or the share ({@code \\host\share}), in the form of {@link #key()}. */
    String root() {
        if (!isUnc()) {
            return key().substring(0, Math.min(2, key().length()));
        }
        int share = text.indexOf('\\', 2);
        int end = share < 0 ? -1 : text.indexOf('\\', share + 1);
        return end < 0 ? key() : key().substring(0, end);
    }

    WindowsPath parent() {
        int cut = text.lastIndexOf('\\');
        return new WindowsPath(cut <= 0 || key().equals(root()) ? text : text.substring(0, cut));
    }

    String name() {
        return text.substring(text.lastIndexOf('\\') + 1);
    }

    WindowsPath child(String name) {
        return new WindowsPath(text + "\\" + name);
    }

    boolean isBelow(WindowsPath folder) {
        return key().equals(folder.key()) || key().startsWith(folder.key() + "\\");
    }
}
