package org.failback.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.failback.access.LabPeople;
import org.failback.access.LabPerson;
import org.failback.lab.Lab;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Serves Tasklist and Cockpit and works on the failbacks that people start there. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Serves Tasklist and Cockpit and runs failbacks (the default).")
final class ServeCommand implements Callable<Integer> {
    /** Not an exit code: the application goes on after the command line is done. */
    static final int KEEPS_RUNNING = -1;

    @Option(
            names = "--lab",
            description =
                    "Rehearse on the lab, in this process, with one run already started; its engine database is in memory.")
    private boolean lab;

    @Mixin
    private EstateFile estate;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Port of the web pages (default: ${DEFAULT-VALUE}).")
    private int port;

    @Mixin
    private LabOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        options.demandOwnLabForScenario(lab);
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("server.port", port);
        String[] arguments = estate.isGiven()
                ? new String[] {
                    "--spring.config.additional-location=" + estate.path().toUri()
                }
                : new String[0];
        if (lab) {
            Lab own = options.start();
            properties.putAll(own.address().estate());
            ConfigurableApplicationContext context =
                    Application.start(WebApplicationType.SERVLET, properties, arguments);
            context.addApplicationListener(
                    (org.springframework.context.event.ContextClosedEvent closed) -> own.close());
            List<LabPerson> people = context.getBean(LabPeople.class).introduce();
            context.getBean(RehearsalRun.class).begin();
            spec.commandLine().getOut().println(context.getBean(Welcome.class).text(people));
            spec.commandLine().getOut().println(own.address().describe());
        } else {
            ConfigurableApplicationContext context =
                    Application.start(WebApplicationType.SERVLET, properties, arguments);
            spec.commandLine().getOut().println(context.getBean(Welcome.class).text(List.of()));
        }
        spec.commandLine().getOut().flush();
        return KEEPS_RUNNING;
    }
}
