package org.failback.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One way of bringing a lab's pool home, in a process of its own that says when it begins and when it has ended.
 *
 * @param begun part of the line with which the failback begins
 * @param ended part of the line with which it has ended; what comes after it is not measured
 * @param log takes its output
 */
record Way(String name, List<String> command, String begun, String ended, Path log) {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /**
     * What was measured; a line is known as it arrives here.
     *
     * @param startUp from the start of the process to the line that begins
     * @param failback from there to the line that ends
     * @param begunAt the time of day of the line that begins
     * @param last the line that ends
     */
    record Taken(Duration startUp, Duration failback, Instant begunAt, String last) {}

    private record Line(long nanos, Instant at, String text) {}

    /**
     * Runs it once.
     *
     * @throws IllegalStateException when it fails or takes too long
     */
    Taken take() throws IOException, InterruptedException {
        long started = System.nanoTime();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            List<Line> lines = read(process);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("it ended with exit code " + process.exitValue());
            }
            Line first = find(lines, begun);
            Line last = find(lines, ended);
            return new Taken(
                    Duration.ofNanos(first.nanos() - started),
                    Duration.ofNanos(last.nanos() - first.nanos()),
                    first.at(),
                    last.text());
        } catch (IllegalStateException e) {
            throw new IllegalStateException(
                    name + " failed, since " + e.getMessage() + "; its own words are in " + log + ".", e);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private List<Line> read(Process process) throws IOException {
        CompletableFuture<Void> late = new CompletableFuture<Void>()
                .completeOnTimeout(null, PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .thenRun(process::destroyForcibly);
        List<Line> lines = new ArrayList<>();
        try (BufferedReader out = process.inputReader();
                BufferedWriter copy = Files.newBufferedWriter(log)) {
            for (String text = out.readLine(); text != null; text = out.readLine()) {
                lines.add(new Line(System.nanoTime(), Instant.now(), text));
                copy.write(text);
                copy.newLine();
            }
        } finally {
            late.cancel(false);
        }
        return lines;
    }

    private static Line find(List<Line> lines, String part) {
        return lines.stream()
                .filter(line -> line.text().contains(part))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("it never said \"" + part + "\""));
    }
}
