package org.failback.lab.server;

/** What Windows answers when a file cannot be had; SQL Server passes the number on in 3201, 3202 and 5133. */
final class OsError extends Exception {
    private static final long serialVersionUID = 1L;
    private final int code;

    OsError(int code) {
        super(code + "(" + text(code) + ")");
        this.code = code;
    }

    int code() {
        return code;
    }

    /** The words alone, without the number. */
    String words() {
        return text(code);
    }

    private static String text(int code) {
        return switch (code) {
            case 2 -> "The system cannot find the file specified.";
            case 3 -> "The system cannot find the path specified.";
            case 5 -> "Access is denied.";
            case 23 -> "Data error (cyclic redundancy check).";
            case 38 -> "Reached the end of the file.";
            case 53 -> "The network path was not found.";
            case 64 -> "The specified network name is no longer available.";
            case 67 -> "The network name cannot be found.";
            case 112 -> "There is not enough space on the disk.";
            case 183 -> "Cannot create a file when that file already exists.";
            default -> "The lab has no text for this error.";
        };
    }
}
