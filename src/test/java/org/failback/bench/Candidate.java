package org.failback.bench;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An application whose start is measured.
 *
 * @param command starts it in a process of its own
 * @param firstPage answers 200 as soon as somebody can use it
 * @param log takes the output of its last start
 */
record Candidate(String name, List<String> command, URI firstPage, Path log) {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(20);

    /**
     * Starts it, and stops it again.
     *
     * @return the time from the start of the process to the first page
     * @throws IllegalStateException when it ends or is silent instead
     */
    Duration start() throws IOException, InterruptedException {
        ScheduledExecutorService questions = Executors.newSingleThreadScheduledExecutor();
        long begun = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        CompletableFuture<Duration> answered = new CompletableFuture<>();
        process.onExit()
                .thenAccept(ended -> answered.completeExceptionally(
                        new IllegalStateException("it ended with exit code " + ended.exitValue())));
        questions.scheduleWithFixedDelay(
                () -> {
                    if (answers()) {
                        answered.complete(Duration.ofNanos(System.nanoTime() - begun));
                    }
                },
                0,
                BETWEEN_QUESTIONS.toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            return answered.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    name + " did not show " + firstPage + "; its own words are in " + log + ".", e);
        } finally {
            questions.shutdownNow();
            process.destroy();
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly().waitFor();
            }
        }
    }

    private boolean answers() {
        try {
            HttpURLConnection connection = (HttpURLConnection) firstPage.toURL().openConnection();
            connection.setConnectTimeout(1000);
            connection.setReadTimeout(10_000);
            try {
                return connection.getResponseCode() == 200;
            } finally {
                connection.disconnect();
            }
        } catch (IOException notYet) {
            return false;
        }
    }
}
