package org.failback.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.failback.lab.Lab;
import org.failback.lab.LabAddress;
import org.failback.lab.LabPorts;
import org.failback.lab.LabShape;
import org.failback.lab.scenario.Scenario;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How the lab is shaped and where it listens; the same words for every command that starts one. */
final class LabOptions {
    @Option(
            names = "--size-mb",
            paramLabel = "MB",
            defaultValue = "200",
            description = "Size of the modelled mgc in megabytes (default: ${DEFAULT-VALUE}).")
    private int sizeMb;

    @Option(
            names = "--mb-per-second",
            paramLabel = "MB/S",
            defaultValue = "0",
            description =
                    "Speed of modelled disks and network in megabytes per second; 0 means instant (default: ${DEFAULT-VALUE}).")
    private int mbPerSecond;

    @Option(
            names = "--ports-from",
            paramLabel = "PORT",
            description =
                    "First of the lab's ports, the others follow it. Without it: P 21433, PM 21434, B 22433, BM 22434, WinRM 25986 and up.")
    private Integer portsFrom;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            defaultValue = "target/lab/ca.pem",
            description = "Where the certificate of the lab's own authority lies (default: ${DEFAULT-VALUE}).")
    private Path ca;

    @Option(
            names = "--scenario",
            paramLabel = "NAME",
            converter = ScenarioName.class,
            description = "A mishap that the lab begins with; \"lab --list\" describes them all.")
    private Scenario scenario;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    Lab start() {
        return Lab.start(shape(), ports(), ca);
    }

    /**
     * A lab for this process alone: it listens wherever there is room and keeps its certificate to itself, so that it
     * disturbs no other lab.
     */
    Lab startAlone() throws IOException {
        Path folder = Files.createTempDirectory("failback-lab");
        folder.toFile().deleteOnExit();
        return Lab.start(shape(), portsFrom == null ? LabPorts.free() : ports(), folder.resolve("ca.pem"));
    }

    /** A lab that somebody else started on the same ports and with the same certificate file. */
    LabAddress external() {
        return new LabAddress(ports(), ca);
    }

    /**
     * Refuses a scenario that would go unheard, since only a lab of one's own can begin with one.
     *
     * @param isOwn whether the command is about to start such a lab
     */
    void demandOwnLabForScenario(boolean isOwn) {
        demandOwnLabForScenario(
                isOwn, "the lab: it would do nothing to a real estate. Add --lab, or leave --scenario out.");
    }

    /** @param need what the scenario needs, why, and what to do */
    void demandOwnLabForScenario(boolean isOwn, String need) {
        if (scenario != null && !isOwn) {
            throw new ParameterException(command.commandLine(), "--scenario needs " + need);
        }
    }

    private LabShape shape() {
        if (sizeMb < LabShape.LEAST_MB) {
            throw new ParameterException(
                    command.commandLine(),
                    "--size-mb " + sizeMb + " is too small for a lab: say " + LabShape.LEAST_MB + " or more.");
        }
        return new LabShape(sizeMb, mbPerSecond, Optional.ofNullable(scenario));
    }

    private LabPorts ports() {
        return portsFrom == null ? LabPorts.usual() : LabPorts.from(portsFrom);
    }
}
