package org.failback.bench;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Measures how long {@code serve} needs to its first page, and how long a bare Camunda webapp needs on the same class path,
 * in turns, so that both meet the same machine. {@code start-time.md} says how to run it.
 */
public final class StartTime {
    private static final double ALLOWED = 1.5;
    private static final int LAB_PORTS = 16;
    private static final Path WORK = Path.of("target", "start-time");

    private StartTime() {}

    /** @param arguments how often to start each; exit code 1 when ours needs more than 1.5 times the bare one */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int runs = arguments.length == 0 ? 5 : Integer.parseInt(arguments[0]);
        Files.createDirectories(WORK);
        Candidate bare = bare();
        Candidate serve = serve();
        Map<Candidate, List<Duration>> times = measure(runs, List.of(bare, serve));
        times.forEach((candidate, measured) -> System.out.printf(
                Locale.ROOT,
                "%-6s median %s s of %s%n",
                candidate.name(),
                Figures.seconds(Figures.median(measured)),
                measured.stream().map(Figures::seconds).collect(Collectors.joining(" "))));
        double ratio = (double) Figures.median(times.get(serve)).toMillis()
                / Figures.median(times.get(bare)).toMillis();
        System.out.printf(Locale.ROOT, "serve needs %.2f times what bare needs; %.1f are allowed%n", ratio, ALLOWED);
        System.exit(ratio <= ALLOWED ? 0 : 1);
    }

    /** Each once unmeasured, so that files lie in memory, and then in turns. */
    private static Map<Candidate, List<Duration>> measure(int runs, List<Candidate> candidates)
            throws IOException, InterruptedException {
        Map<Candidate, List<Duration>> times = new LinkedHashMap<>();
        for (int run = 0; run <= runs; run++) {
            for (Candidate candidate : candidates) {
                Duration time = candidate.start();
                System.out.printf("%s %s: %s s%n", run == 0 ? "warm-up" : run, candidate.name(), Figures.seconds(time));
                if (run > 0) {
                    times.computeIfAbsent(candidate, c -> new ArrayList<>()).add(time);
                }
            }
        }
        return times;
    }

    /** The libraries are the same; of our own classes it has only its main class, and so neither our settings nor our beans. */
    private static Candidate bare() throws IOException {
        Path classes = WORK.resolve("bare");
        Path main = Path.of("org", "failback", "bench", "BareCamunda.class");
        Files.createDirectories(classes.resolve(main).getParent());
        Files.write(
                classes.resolve(main),
                Files.readAllBytes(Path.of("target", "test-classes").resolve(main)));
        int port = FreePorts.one();
        return new Candidate(
                "bare",
                java(
                        Stream.concat(Stream.of(classes.toString()), libraries()),
                        BareCamunda.class.getName(),
                        "--server.port=" + port,
                        "--spring.datasource.url=jdbc:h2:mem:bare",
                        "--camunda.bpm.admin-user.id=bare",
                        "--camunda.bpm.admin-user.password=bare"),
                URI.create("http://127.0.0.1:" + port + "/camunda/app/welcome/default/"),
                WORK.resolve("bare.log"));
    }

    private static Candidate serve() throws IOException {
        int port = FreePorts.one();
        return new Candidate(
                "serve",
                java(
                        Stream.concat(Stream.of(Path.of("target", "classes").toString()), libraries()),
                        "org.failback.console.Main",
                        "serve",
                        "--lab",
                        "--port=" + port,
                        "--ports-from=" + FreePorts.inARow(LAB_PORTS),
                        "--ca=" + WORK.resolve("ca.pem")),
                URI.create("http://127.0.0.1:" + port + "/"),
                WORK.resolve("serve.log"));
    }

    private static List<String> java(Stream<String> classPath, String main, String... arguments) {
        return Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-cp",
                                classPath.collect(Collectors.joining(File.pathSeparator)),
                                main),
                        Stream.of(arguments))
                .toList();
    }

    private static Stream<String> libraries() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"));
    }
}
