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
            return play(options.external());
        }
        try (Lab own = options.startAlone()) {
            return play(own.address());
        }
    }

    private int play(LabAddress address) throws IOException {
        Map<String, Object> properties = new LinkedHashMap<>(address.estate());
        properties.put("logging.level.root", "warn");
        try (ConfigurableApplicationContext context = Application.start(WebApplicationType.NONE, properties)) {
            context.getBean(LabPeople.class).introduce();
            PrintWriter out = spec.commandLine().getOut();
            DrillReport report = context.getBean(RehearsalRun.class).drill(out, System.console() != null);
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
