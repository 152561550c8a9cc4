package org.failback.console;

import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.failback.access.LabPeople;
import org.failback.lab.Lab;
import org.failback.lab.LabAddress;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Plays a whole failback on the lab and proves its end. */
@Command(
        name = "drill",
        mixinStandardHelpOptions = true,
        description = {
            "Plays every person's part of a failback on the lab, shows it live and proves its end.",
            "Writes target/drill/report.json below the working directory; exits 0 only when every proof holds."
        })
final class DrillCommand implements Callable<Integer> {
    /** Which lab a drill plays on. */
    enum Where {
        own,
        external
    }

    @Option(
            names = "--lab",
            paramLabel = "own|external",
            defaultValue = "own",
            description =
                    "A lab of its own in this process, or one that was started before with the command lab (default: ${DEFAULT-VALUE}).")
    private Where lab;

    @Option(
            names = "--resume",
            description = {
                "Goes on with a drill on an external lab whose process ended before it did, by kill -9 or by a power cut.",
                "Its engine database lies in target/drill/external below the working directory."
            })
    private boolean resume;

    @Mixin
    private LabOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        options.demandOwnLabForScenario(
                lab == Where.own,
                "a lab of the drill's own: an external one belongs to somebody else. Order it there with EXEC"
                        + " lab.dbo.scenario, or leave --lab external out.");
        if (lab == Where.external) {
            return playAndKeep(options.external());
        }
        if (resume) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--resume needs --lab external: a lab of the drill's own ends with the drill, and nothing is left to go on with.");
        }
        try (Lab own = options.startAlone()) {
            return play(own.address().estate(), RehearsalRun::drill);
        }
    }

    /** An external lab outlives this process, so the run must, too. */
    private int playAndKeep(LabAddress address) throws IOException {
        DrillFolder kept = DrillFolder.ofWorkingDirectory();
        if (resume) {
            kept.demandUnfinished();
        } else {
            kept.demandFinished();
        }
        Map<String, Object> properties = new LinkedHashMap<>(address.estate());
        properties.put("spring.datasource.url", kept.url());
        int exit = play(properties, (run, out, terminal) -> {
            kept.begun();
            return resume ? run.resume(out, terminal) : run.drill(out, terminal);
        });
        kept.finished();
        return exit;
    }

    /** How a run is brought to its end. */
    private interface Way {
        DrillReport go(RehearsalRun run, PrintWriter out, boolean terminal);
    }

    private int play(Map<String, Object> estate, Way way) throws IOException {
        Map<String, Object> properties = new LinkedHashMap<>(estate);
        properties.put("logging.level.root", "warn");
        try (ConfigurableApplicationContext context = Application.start(WebApplicationType.NONE, properties)) {
            context.getBean(LabPeople.class).introduce();
            PrintWriter out = spec.commandLine().getOut();
            DrillReport report = way.go(context.getBean(RehearsalRun.class), out, System.console() != null);
            write(report);
            out.print(DrillTable.of(report));
            out.flush();
            return report.outcome().equals("proved") ? 0 : 1;
        }
    }

    private static void write(DrillReport report) throws IOException {
        Path file = Path.of("target", "drill", "report.json");
        Files.createDirectories(file.getParent());
        Drill.reportMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), report);
    }
}
