package org.failback.sqlserver;

import java.util.Arrays;
import java.util.List;
import org.failback.step.Command;

/** The T-SQL steps of a job, out of the one text that is shown to people. */
final class StepTexts {
    private StepTexts() {}

    static List<String> of(Command.Tsql command) {
        return command.jobStep().stream()
                .flatMap(text -> Arrays.stream(text.split("(?m)^-- Step \\d+:.*$")))
                .map(String::strip)
                .filter(piece -> !piece.isEmpty() && !piece.startsWith("cmd.exe"))
                .toList();
    }
}
