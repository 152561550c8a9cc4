package org.failback.chaos;

import java.util.regex.Pattern;
import org.failback.step.Command;

/**
 * A command that a night sends, in its place.
 *
 * @param step name of the step that sends it
 * @param number 1 for the first of its step
 * @param isLong whether the process then waits for the server's own work
 */
record SentCommand(String step, int number, boolean isLong, Command command) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[a-z][a-z-]*}");

    String name() {
        return number == 1 ? step : step + " (" + number + ")";
    }

    String server() {
        return command.host();
    }

    boolean isCmdlet() {
        return command instanceof Command.Cmdlet;
    }

    /** A pattern for LIKE that only this command's text has: what is not known yet is left open. */
    String like() {
        StringBuilder like = new StringBuilder();
        for (String part : PLACEHOLDER.split(command.text(), -1)) {
            like.append(like.isEmpty() ? "" : "%").append(part.replaceAll("[\\[%_]", "[$0]"));
        }
        return like.toString();
    }

    /** Whether the server's own work on it is a statement that takes its time; copying a file is none. */
    boolean isLongStatement() {
        return isLong && !step.equals("copyLog");
    }

    /** What the server works on, as a pattern for LIKE. */
    String longStatement() {
        return switch (step) {
            case "checkMgcOnBackup", "checkMgcOnPrimary" -> "DBCC CHECKDB%";
            case "verifyBackup", "verifyPrimaryBackup" -> "RESTORE VERIFYONLY%";
            case "restoreMgc", "initializeSecondary" -> "RESTORE DATABASE%";
            case "restoreLog" -> "RESTORE LOG%";
            case "fenceMgc", "backUpLog" -> "BACKUP LOG%";
            default -> "BACKUP DATABASE%";
        };
    }

    /** How the cmdlet begins, up to what is known only in the night. */
    String cmdlet() {
        return PLACEHOLDER
                .matcher(command.text())
                .replaceFirst("PersistentChatServer:chatpool.lab.example")
                .split("\\{", 2)[0];
    }
}
