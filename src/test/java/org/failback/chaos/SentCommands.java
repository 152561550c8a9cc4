package org.failback.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.failback.lab.LabAddress;
import org.failback.process.Procedure;
import org.failback.process.Rooms;
import org.failback.step.Command;
import org.failback.step.Facts;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** The commands of the straight way, from the product's own plan. */
final class SentCommands {
    private SentCommands() {}

    static List<SentCommand> of(LabAddress lab) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("lab", lab.estate()));
        List<SentCommand> sent = new ArrayList<>();
        try (Rooms rooms = Rooms.open(environment, Clock.systemUTC(), new ObjectMapper())) {
            rooms.procedure().parts().stream()
                    .filter(part -> part.when() == Procedure.When.ALWAYS)
                    .map(Procedure.Part::step)
                    .distinct()
                    .filter(step -> !step.onlyIfNeeded())
                    .forEach(step -> {
                        int number = 0;
                        for (Command command : step.commands(Facts.none())) {
                            sent.add(new SentCommand(step.name(), ++number, step.longRunning(), command));
                        }
                    });
        }
        return sent;
    }
}
