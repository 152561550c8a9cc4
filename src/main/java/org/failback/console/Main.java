package org.failback.console;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.TimeZone;
import picocli.CommandLine;

/** Starts the product from the command line; without a word, it serves. */
public final class Main {
    /** Shorter than the half minute after which whoever asks a process to stop usually kills it. */
    private static final Duration TIME_TO_STOP = Duration.ofSeconds(28);

    private static final int STOPPED_BY_FORCE = 143;

    private Main() {}

    public static void main(String[] arguments) {
        // The engine keeps times without their zone: two nodes in two zones, or a clock change at night, would make
        // locks run out an hour early or late.
        TimeZone.setDefault(TimeZone.getTimeZone(ZoneOffset.UTC));
        Runtime.getRuntime().addShutdownHook(new Thread(Main::endInTime, "end-in-time"));
        int exit = commandLine().execute(arguments.length == 0 ? new String[] {"serve"} : arguments);
        if (exit != ServeCommand.KEEPS_RUNNING) {
            System.exit(exit);
        }
    }

    /** Whatever still runs when the time to stop is over is left as it is, as if the power had gone. */
    private static void endInTime() {
        Thread watch = new Thread(Main::haltWhenTimeIsOver, "end-in-time");
        watch.setDaemon(true);
        watch.start();
    }

    private static void haltWhenTimeIsOver() {
        try {
            Thread.sleep(TIME_TO_STOP.toMillis());
            Runtime.getRuntime().halt(STOPPED_BY_FORCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
