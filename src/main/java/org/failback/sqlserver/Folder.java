package org.failback.sqlserver;

/** A folder as SQL Server sees it. */
record Folder(String path) {
    private static final String NOT_IN_A_NAME = "\\/:*?\"<>|";

    /** The folder that the run makes for itself below it. */
    Folder of(String run) {
        return new Folder(file(run));
    }

    /** Whether a file of this path lies right in it; Windows does not tell cases apart. */
    boolean holds(String file) {
        int last = file.lastIndexOf('\\');
        return last >= 0 && file.substring(0, last).equalsIgnoreCase(path);
    }

    static String nameOf(String file) {
        return file.substring(file.lastIndexOf('\\') + 1);
    }

    /** A file in it. */
    String file(String name) {
        for (char character : NOT_IN_A_NAME.toCharArray()) {
            if (name.indexOf(character) >= 0) {
                throw new IllegalArgumentException("a file name must not hold \"" + character + "\": " + name);
            }
        }
        return (path.endsWith("\\") ? path : path + "\\") + name;
    }
}
