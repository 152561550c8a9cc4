package org.failback.chaos;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A process of its own, whose words are kept in a file, and which can be ended as a power cut ends it. */
final class Child implements AutoCloseable {
    private static final Duration A_MOMENT = Duration.ofSeconds(20);

    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private final Thread reader;
    private final long startedNanos = System.nanoTime();

    private Child(Process process, Path log) {
        this.process = process;
        this.reader = new Thread(() -> read(log), "output-of-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts a program of this build.
     *
     * @param properties system properties
     * @param directory working directory
     * @param log takes what it says, after what is there already
     */
    static Child java(
            Jvm jvm, String main, Map<String, String> properties, List<String> arguments, Path directory, Path log) {
        List<String> command = jvm.command(properties);
        command.add(main);
        command.addAll(arguments);
        return start(command, directory, log);
    }

    static Child start(List<String> command, Path directory, Path log) {
        try {
            Files.createDirectories(directory);
            return new Child(
                    new ProcessBuilder(command)
                            .directory(directory.toFile())
                            .redirectErrorStream(true)
                            .start(),
                    log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(Path log) {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
                BufferedWriter kept = Files.newBufferedWriter(
                        log, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                }
                kept.write(line);
                kept.newLine();
                kept.flush();
            }
        } catch (IOException gone) {
            // A killed process leaves a broken pipe; what it said before is kept.
            return;
        }
    }

    /** What it has said so far. */
    List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    boolean said(String text) {
        return lines().stream().anyMatch(line -> line.contains(text));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long startedNanos() {
        return startedNanos;
    }

    /** SIGKILL: nothing of it runs after this returns. */
    void kill() {
        process.destroyForcibly();
        awaitEnd(A_MOMENT);
    }

    /** Its exit code. */
    int awaitEnd(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("still runs after " + patience + ": " + last());
            }
            reader.join(A_MOMENT.toMillis());
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Waits for something that this process is to bring about. */
    void await(BooleanSupplier condition, Duration patience, String what) {
        Waiting.until(() -> condition.getAsBoolean() || !isAlive(), patience, () -> what + "; it last said: " + last());
        if (!isAlive() && !condition.getAsBoolean()) {
            throw new AssertionError("It ended before " + what + "; it last said: " + last());
        }
    }

    String last() {
        List<String> all = lines();
        return String.join("\n", all.subList(Math.max(0, all.size() - 15), all.size()));
    }

    @Override
    public void close() {
        if (isAlive()) {
            kill();
        }
    }
}
