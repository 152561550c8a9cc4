package org.failback.lab.server;

/** The words of an error that the lab was asked to raise. */
final class FaultTexts {
    private FaultTexts() {}

    static String of(int number, String statement) {
        String shown = statement.length() <= 60 ? statement : statement.substring(0, 60) + "…";
        return switch (number) {
            case 3201 ->
                "Cannot open backup device '" + path(statement) + "'. Operating system error 5(Access is denied.).";
            case 3202 -> "Write on \"" + path(statement) + "\" failed: 112(There is not enough space on the disk.)";
            case 1205 ->
                "Transaction was deadlocked on lock resources with another process and has been chosen as the"
                        + " deadlock victim. Rerun the transaction.";
            case 1222 -> "Lock request time out period exceeded.";
            case 3101 -> "Exclusive access could not be obtained because the database is in use.";
            case 3023 ->
                "Backup and file manipulation operations on a database must be serialized. Reissue the"
                        + " statement after the current backup or file manipulation operation is completed.";
            case 1404 -> "The command failed because the database mirror is busy. Reissue the command later.";
            default -> "The lab was asked to fail with error " + number + " at: " + shown;
        };
    }

    private static String path(String statement) {
        int begin = statement.indexOf('\'');
        int end = statement.indexOf('\'', begin + 1);
        return begin < 0 || end < 0 ? "" : statement.substring(begin + 1, end);
    }
}
