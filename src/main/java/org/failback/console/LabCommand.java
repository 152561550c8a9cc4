package org.failback.console;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.failback.lab.Lab;
import org.failback.lab.scenario.Scenarios;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the lab alone, for other clients to come to. */
@Command(
        name = "lab",
        mixinStandardHelpOptions = true,
        description = "Runs the modelled estate alone until it is stopped (Ctrl-C).")
final class LabCommand implements Callable<Integer> {
    @Mixin
    private LabOptions options;

    @Option(names = "--list", description = "Describes the scenarios and their cures, and starts nothing.")
    private boolean list;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (list) {
            spec.commandLine().getOut().print(ScenarioList.of(Scenarios.all()));
            spec.commandLine().getOut().flush();
            return 0;
        }
        try (Lab lab = options.start()) {
            spec.commandLine().getOut().println(lab.address().describe());
            spec.commandLine().getOut().flush();
            CountDownLatch stopped = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                lab.close();
                stopped.countDown();
            }));
            stopped.await();
        }
        return 0;
    }
}
