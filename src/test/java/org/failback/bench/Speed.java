package org.failback.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.failback.lab.Lab;
import org.failback.lab.LabPorts;
import org.failback.lab.LabShape;

/**
 * Measures how long a drill needs and how long a straight line of the same commands needs, in turns, each on a lab that has
 * just failed over. {@code speed.md} says how to run it and what the numbers mean.
 */
public final class Speed {
    private static final int SIZE_MB = 200;
    /** At this speed backups, restores and checks of 200 MB take a minute together. */
    private static final int SLOW_MB_PER_SECOND = 30;

    private static final int LAB_PORTS = 16;
    private static final Path WORK = Path.of("target", "speed");
    private static final Path REPORT = Path.of("target", "drill", "report.json");

    private Speed() {}

    /**
     * Both of one turn.
     *
     * @param jobs how long the straight line waited for the servers' jobs
     * @param readiness how much of the drill was looking at readiness, before the first change
     * @param steps how many steps the drill took
     */
    private record Turn(Way.Taken straight, Way.Taken drill, Duration jobs, Duration readiness, int steps) {}

    /** @param arguments how many turns on each lab; exit code 1 when one did not bring the pool home */
    public static void main(String[] arguments) throws IOException, InterruptedException, SQLException {
        int runs = arguments.length == 0 ? 5 : Integer.parseInt(arguments[0]);
        Files.createDirectories(WORK);
        List<String> tables = new ArrayList<>();
        int failed = 0;
        for (int speed : List.of(0, SLOW_MB_PER_SECOND)) {
            String lab = speed == 0 ? "instant lab" : speed + " MB/s";
            List<Turn> turns = new ArrayList<>();
            // The first turn of all only brings files into memory.
            for (int run = speed == 0 ? 0 : 1; run <= runs; run++) {
                System.out.printf("%s, %s: ", lab, run == 0 ? "warm-up" : run + " of " + runs);
                try {
                    Turn turn = turn(new LabShape(SIZE_MB, speed), WORK.resolve(speed + "-" + run));
                    System.out.printf(
                            "straight line %s s, drill %s s%n",
                            Figures.seconds(turn.straight().failback()),
                            Figures.seconds(turn.drill().failback()));
                    if (run > 0) {
                        turns.add(turn);
                    }
                } catch (IllegalStateException notHome) {
                    failed++;
                    System.out.println(notHome.getMessage());
                }
            }
            tables.add(turns.isEmpty() ? lab + ": nothing to compare" : table(lab, turns));
        }
        tables.forEach(System.out::println);
        if (failed > 0) {
            System.out.println("Turns that did not bring the pool home, and are not in the numbers: " + failed);
            System.exit(1);
        }
    }

    private static Turn turn(LabShape shape, Path logs) throws IOException, InterruptedException, SQLException {
        Files.createDirectories(logs);
        Way.Taken straight = bringHome(shape, ports -> straightLine(ports, logs.resolve("straight-line.log")));
        Way.Taken drill = bringHome(shape, ports -> drill(ports, logs.resolve("drill.log")));
        String last = straight.last();
        Duration jobs = Duration.ofMillis(
                Long.parseLong(last.substring(last.indexOf(StraightLine.WAITED) + StraightLine.WAITED.length())));
        JsonNode steps = new ObjectMapper().readTree(REPORT.toFile()).path("steps");
        Instant ready = Instant.parse(steps.path(0).path("endedAt").asText());
        return new Turn(straight, drill, jobs, Duration.between(drill.begunAt(), ready), steps.size());
    }

    private static Way.Taken bringHome(LabShape shape, Function<Integer, Way> ways)
            throws IOException, InterruptedException, SQLException {
        int ports = FreePorts.inARow(LAB_PORTS);
        try (Lab lab = Lab.start(shape, LabPorts.from(ports), certificate())) {
            Way.Taken taken = ways.apply(ports).take();
            Home.demand(lab);
            return taken;
        }
    }

    private static Way straightLine(int ports, Path log) {
        return new Way(
                "straight line",
                java(
                        entry -> true,
                        StraightLine.class.getName(),
                        String.valueOf(ports),
                        certificate().toString()),
                StraightLine.BEGUN,
                StraightLine.ENDED,
                log);
    }

    private static Way drill(int ports, Path log) {
        return new Way(
                "drill",
                java(
                        // The application as it is delivered: what is there for tests would change its logging.
                        entry -> !entry.endsWith("test-classes"),
                        "org.failback.console.Main",
                        "drill",
                        "--lab=external",
                        "--ports-from=" + ports,
                        "--ca=" + certificate()),
                " started.",
                "The run ended at",
                log);
    }

    private static Path certificate() {
        return WORK.resolve("ca.pem").toAbsolutePath();
    }

    private static List<String> java(Predicate<String> classPath, String main, String... arguments) {
        return Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-cp",
                                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                                        .filter(classPath)
                                        .collect(Collectors.joining(File.pathSeparator)),
                                main),
                        Stream.of(arguments))
                .toList();
    }

    private static String table(String lab, List<Turn> turns) {
        Duration straight = median(turns, turn -> turn.straight().failback());
        Duration drill = median(turns, turn -> turn.drill().failback());
        int steps = turns.get(0).steps();
        return Stream.of(
                        "== " + lab + ", medians of " + turns.size() + " ==",
                        line(
                                "straight line",
                                straight,
                                turns,
                                turn -> turn.straight().failback()),
                        line("  of it, waiting for jobs", median(turns, Turn::jobs), turns, Turn::jobs),
                        line("drill", drill, turns, turn -> turn.drill().failback()),
                        line("  of it, readiness", median(turns, Turn::readiness), turns, Turn::readiness),
                        String.format(Locale.ROOT, "ratio %.2f", (double) drill.toMillis() / straight.toMillis()),
                        String.format(
                                Locale.ROOT,
                                "the drill takes %d ms more for each of its %d steps, %d ms without readiness",
                                drill.minus(straight).toMillis() / steps,
                                steps,
                                drill.minus(straight)
                                                .minus(median(turns, Turn::readiness))
                                                .toMillis()
                                        / steps),
                        line(
                                "start-up, straight line",
                                median(turns, turn -> turn.straight().startUp()),
                                turns,
                                turn -> turn.straight().startUp()),
                        line(
                                "start-up, drill",
                                median(turns, turn -> turn.drill().startUp()),
                                turns,
                                turn -> turn.drill().startUp()))
                .collect(Collectors.joining("\n", "\n", ""));
    }

    private static String line(String name, Duration median, List<Turn> turns, Function<Turn, Duration> what) {
        return String.format(
                "%-26s %8s s of %s",
                name,
                Figures.seconds(median),
                turns.stream().map(what).map(Figures::seconds).collect(Collectors.joining(" ")));
    }

    private static Duration median(List<Turn> turns, Function<Turn, Duration> what) {
        return Figures.median(turns.stream().map(what).toList());
    }
}
