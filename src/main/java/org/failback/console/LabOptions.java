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
import picocli.CommandLine.Option;

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

    /** Whether a scenario was asked for, which only a lab of one's own can begin with. */
    boolean hasScenario() {
        return scenario != null;
    }

    private LabShape shape() {
        return new LabShape(sizeMb, mbPerSecond, Optional.ofNullable(scenario));
    }

    private LabPorts ports() {
        return portsFrom == null ? LabPorts.usual() : LabPorts.from(portsFrom);
    }
}
