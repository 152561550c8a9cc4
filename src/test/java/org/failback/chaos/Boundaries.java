package org.failback.chaos;

import java.util.ArrayList;
import java.util.List;

/** Every boundary of every command, spread over nights, so that no command is disturbed twice in one. */
final class Boundaries {
    /** As many nights as a command has moments at most. */
    static final int NIGHTS = Moment.values().length;

    private final List<SentCommand> commands;

    Boundaries(List<SentCommand> commands) {
        this.commands = commands;
    }

    /** Each command once, at moments that take turns; the nights together have each moment of each command once. */
    List<Boundary> ofNight(int night) {
        List<Boundary> boundaries = new ArrayList<>();
        for (int i = 0; i < commands.size(); i++) {
            List<Moment> moments = momentsOf(commands.get(i));
            if (night < moments.size()) {
                boundaries.add(new Boundary(commands.get(i), moments.get((i + night) % moments.size())));
            }
        }
        return boundaries;
    }

    /** The same moment of every command. */
    List<Boundary> all(Moment moment) {
        return commands.stream().map(command -> new Boundary(command, moment)).toList();
    }

    private static List<Moment> momentsOf(SentCommand command) {
        List<Moment> moments = new ArrayList<>(List.of(Moment.values()));
        if (!command.isLongStatement()) {
            moments.remove(Moment.WAITING);
        }
        return moments;
    }
}
