package org.failback.sqlserver;

/** A folder as SQL Server sees it. */
record Folder(String path) {
    private static final String NOT_IN_A_NAME = "\\/:*?\"<>|";

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
