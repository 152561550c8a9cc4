package org.failback.lync.winrm;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.failback.estate.Credential;
import org.failback.estate.Endpoint;
import org.failback.step.Deadline;

/**
 * {@link PowerShell} over WinRM4j: HTTPS only, the certificate and its name verified, no request ever repeated.
 *
 * <p>WinRM4j waits without an end of its own, so each call runs on a thread that the caller leaves behind when the
 * deadline passes; that thread tells the server to end the command and is itself bounded by the sockets' time-outs.
 */
public final class WinRm implements PowerShell, AutoCloseable {
    private static final int CALLS_AT_ONCE = 16;

    private final Function<Credential, String> passwords;
    private final Timeouts timeouts;
    private final Map<Optional<String>, Wire> wires = new ConcurrentHashMap<>();
    private final ExecutorService calls;

    /**
     * Opens nothing yet.
     *
     * @param passwords fetches the password that a credential points to, at each call
     */
    public WinRm(Function<Credential, String> passwords, Timeouts timeouts) {
        this.passwords = passwords;
        this.timeouts = timeouts;
        QuietCxf.hush();
        AtomicInteger number = new AtomicInteger();
        calls = new ThreadPoolExecutor(0, CALLS_AT_ONCE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
            Thread thread = new Thread(work, "winrm-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public Output run(Endpoint endpoint, String commandLine, Map<String, String> environment, Deadline deadline)
            throws WinRmFailure {
        WinRmCall call = new WinRmCall(
                endpoint,
                commandLine,
                environment,
                deadline,
                wire(endpoint),
                timeouts,
                passwords.apply(endpoint.credential()));
        Future<Output> future;
        try {
            future = calls.submit(call::make);
        } catch (RejectedExecutionException full) {
            throw new WinRmFailure.Unreachable(
                    "WinRM on " + endpoint + " was not called: " + CALLS_AT_ONCE + " calls are under way already.",
                    "Wait until they have ended.",
                    full);
        }
        try {
            return future.get(deadline.left().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            future.cancel(true);
            throw call.late(late);
        } catch (InterruptedException stopped) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            throw call.late(stopped);
        } catch (ExecutionException failed) {
            throw call.classified(failed.getCause());
        }
    }

    @Override
    public void close() {
        calls.shutdownNow();
        wires.values().forEach(Wire::close);
        wires.clear();
    }

    private Wire wire(Endpoint endpoint) throws WinRmFailure {
        Wire open = wires.get(endpoint.trustStore());
        if (open != null) {
            return open;
        }
        try {
            var trust = Trust.from(endpoint.trustStore());
            return wires.computeIfAbsent(endpoint.trustStore(), none -> new Wire(trust, timeouts));
        } catch (IOException | GeneralSecurityException e) {
            throw new WinRmFailure.Unreachable(
                    "WinRM on " + endpoint + " was not called: the trust store "
                            + endpoint.trustStore().orElse("of the JDK") + " cannot be read: " + e.getMessage() + ".",
                    "Give a PEM file with the certificate of the authority that signed the server's.",
                    e);
        }
    }
}
