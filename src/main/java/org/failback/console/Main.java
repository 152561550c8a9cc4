package org.failback.console;

import picocli.CommandLine;

/** Starts the product from the command line; without a word, it serves. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        int exit = commandLine().execute(arguments.length == 0 ? new String[] {"serve"} : arguments);
        if (exit != ServeCommand.KEEPS_RUNNING) {
            System.exit(exit);
        }
    }

    static CommandLine commandLine() {
        return new CommandLine(new FailbackCommand())
                .addSubcommand(new ServeCommand())
                .addSubcommand(new DrillCommand())
                .addSubcommand(new LabCommand())
                .addSubcommand(new PlanCommand())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println(Sentence.of(failure));
                    return CommandLine.ExitCode.SOFTWARE;
                });
    }
}
