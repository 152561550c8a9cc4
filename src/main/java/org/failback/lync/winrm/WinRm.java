package org.failback.lync.winrm;

import io.cloudsoft.winrm4j.client.PayloadEncryptionMode;
import io.cloudsoft.winrm4j.client.ShellCommand;
import io.cloudsoft.winrm4j.client.WinRmClient;
import io.cloudsoft.winrm4j.client.WinRmClientBuilder;
import io.cloudsoft.winrm4j.client.retry.SimpleCounterRetryPolicy;
import java.io.IOException;
import java.io.StringWriter;
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
import org.apache.http.client.config.AuthSchemes;
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
        Call call = new Call(endpoint, commandLine, environment, deadline);
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
            if (failed.getCause() instanceof WinRmFailure failure) {
                throw failure;
            }
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

    /** One call, and how far it got. */
    private final class Call {
        private final Endpoint endpoint;
        private final String commandLine;
        private final Map<String, String> environment;
        private final Deadline deadline;
        private final StringWriter stdout = new StringWriter();
        private final StringWriter stderr = new StringWriter();
        private volatile boolean sent;

        Call(Endpoint endpoint, String commandLine, Map<String, String> environment, Deadline deadline) {
            this.endpoint = endpoint;
            this.commandLine = commandLine;
            this.environment = environment;
            this.deadline = deadline;
        }

        Output make() throws WinRmFailure {
            try (WinRmClient client = client()) {
                ShellCommand shell = client.createShell();
                try {
                    sent = true;
                    int exitCode = shell.execute(commandLine, stdout, stderr);
                    return new Output(exitCode, stdout.toString(), stderr.toString());
                } finally {
                    closed(shell);
                }
            }
        }

        /** A shell that stays open ends by itself on the server and says nothing about the command. */
        private void closed(ShellCommand shell) {
            try {
                shell.close();
            } catch (RuntimeException stays) {
                System.getLogger(WinRm.class.getName())
                        .log(System.Logger.Level.DEBUG, "a shell on " + endpoint + " stays open", stays);
            }
        }

        private WinRmClient client() throws WinRmFailure {
            String user = endpoint.credential().user();
            int slash = user.indexOf('\\');
            WinRmClientBuilder builder = WinRmClient.builder(
                            "https://" + endpoint.host() + ":" + endpoint.port() + "/wsman")
                    .authenticationScheme(
                            switch (endpoint.authentication()) {
                                case BASIC -> AuthSchemes.BASIC;
                                case NTLM -> AuthSchemes.NTLM;
                                case KERBEROS -> AuthSchemes.KERBEROS;
                            })
                    .credentials(
                            slash < 0 ? null : user.substring(0, slash),
                            user.substring(slash + 1),
                            passwords.apply(endpoint.credential()))
                    .payloadEncryptionMode(PayloadEncryptionMode.OFF)
                    .disableCertificateChecks(false)
                    .context(wire(endpoint).context())
                    .environment(environment)
                    .connectionTimeout(timeouts.connect().toMillis())
                    .connectionRequestTimeout(timeouts.connect().toMillis())
                    .receiveTimeout(timeouts.receive().toMillis())
                    .operationTimeout(timeouts.poll().toMillis())
                    .retryReceiveAfterOperationTimeout(code ->
                            !deadline.passed() && !Thread.currentThread().isInterrupted())
                    // A second try of a wrong password locks accounts, and one of a receive loses output.
                    .failureRetryPolicy(new SimpleCounterRetryPolicy(0, 0, TimeUnit.SECONDS));
            if (endpoint.authentication() == Endpoint.Authentication.KERBEROS) {
                builder.requestNewKerberosTicket(true);
            }
            return builder.build();
        }

        WinRmFailure late(Exception cause) {
            boolean mayHaveRun = sent;
            return new WinRmFailure.DeadlinePassed(
                    "WinRM on " + endpoint + " did not answer in time"
                            + (mayHaveRun
                                    ? "; the command was sent and may still have its effect."
                                    : "; nothing was sent."),
                    mayHaveRun
                            ? "Look at what it was to change before sending it again."
                            : "See whether the host answers at all, then try again.",
                    mayHaveRun,
                    cause);
        }

        WinRmFailure classified(Throwable failure) {
            Cause cause = Cause.of(failure);
            if (sent) {
                return new WinRmFailure.OutcomeUnknown(
                        "WinRM on " + endpoint + " lost the answer to a command that was sent: " + cause.words() + ".",
                        "Look at what it was to change before sending it again.",
                        stdout.toString(),
                        failure);
            }
            if (deadline.passed()) {
                return late(new Exception(failure));
            }
            if (cause.refusal()) {
                return new WinRmFailure.Refused(
                        "WinRM on " + endpoint + " refused the account "
                                + endpoint.credential().user() + " (" + endpoint.authentication() + "): "
                                + cause.words() + ".",
                        "Check the password that " + endpoint.credential().passwordFrom()
                                + " holds and that the account may use WinRM there. It was tried once only, so that it is not locked.",
                        failure);
            }
            return new WinRmFailure.Unreachable(
                    "WinRM on " + endpoint + " cannot be reached: " + cause.words() + ".",
                    cause.certificate()
                            ? "The certificate must name " + endpoint.host() + " and be signed by an authority in "
                                    + endpoint.trustStore().orElse("the JDK's trust store") + "."
                            : "Check that the host is up, that WinRM listens there with HTTPS and that no firewall is between.",
                    failure);
        }
    }
}
