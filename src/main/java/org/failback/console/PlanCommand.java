package org.failback.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import org.failback.lab.Lab;
import org.failback.process.Rooms;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.FileSystemResource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints every command that would run, and runs none. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description =
                "Prints every command that a failback would run, in order, per host, with {placeholders}; changes nothing.")
final class PlanCommand implements Callable<Integer> {
    @Option(names = "--lab", description = "The plan for the lab's estate.")
    private boolean lab;

    @Mixin
    private EstateFile estate;

    @Mixin
    private LabOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        options.demandOwnLabForScenario(lab);
        if (lab) {
            try (Lab own = options.startAlone()) {
                print(new MapPropertySource("lab", own.address().estate()));
            }
        } else if (estate.isGiven()) {
            for (PropertySource<?> source :
                    new YamlPropertySourceLoader().load("estate", new FileSystemResource(estate.path()))) {
                print(source);
            }
        } else {
            print(new MapPropertySource("nothing", Map.of()));
        }
        return 0;
    }

    private void print(PropertySource<?> properties) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(properties);
        try (Rooms rooms = Rooms.open(environment, Clock.systemUTC(), new ObjectMapper())) {
            spec.commandLine().getOut().print(new PlanText(rooms.procedure()).render());
            spec.commandLine().getOut().flush();
        }
    }
}
