package org.failback.lync.winrm;

import io.cloudsoft.winrm4j.client.PayloadEncryptionMode;
import io.cloudsoft.winrm4j.client.ShellCommand;
import io.cloudsoft.winrm4j.client.WinRmClient;
import io.cloudsoft.winrm4j.client.WinRmClientBuilder;
import io.cloudsoft.winrm4j.client.retry.SimpleCounterRetryPolicy;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.http.client.config.AuthSchemes;
import org.failback.estate.Endpoint;
import org.failback.step.Deadline;

/** One call, and how far it got. */
final class WinRmCall {
    /** ERROR_WSMAN_QUOTA_LIMIT, _MAX_SHELLS, _MAX_OPERATIONS, _USER, _SYSTEM, _MAX_SHELLUSERS. */
    private static final Set<Long> QUOTAS =
            Set.of(2150858815L, 2150859173L, 2150859174L, 2150859175L, 2150859176L, 2150859179L);
    /** Operation timed out, cannot connect, network timed out. */
    private static final Set<Long> PASSING = Set.of(2150858793L, 2150858770L, 2150859046L);

    /** No answer of the runner is nearly so long. */
    private static final int LONGEST_OUTPUT = 8 * 1024 * 1024;

    /** Decides one race: whether the command was sent first, or given up first. */
    private enum Progress {
        BEFORE,
        SENT,
        GIVEN_UP
    }

    private final Endpoint endpoint;
    private final String commandLine;
    private final Map<String, String> environment;
    private final Deadline deadline;
    private final Wire wire;
    private final Timeouts timeouts;
    private final String password;
    private final BoundedText stdout = new BoundedText(LONGEST_OUTPUT);
    private final BoundedText stderr = new BoundedText(LONGEST_OUTPUT);
    private final AtomicReference<Progress> progress = new AtomicReference<>(Progress.BEFORE);

    WinRmCall(
            Endpoint endpoint,
            String commandLine,
            Map<String, String> environment,
            Deadline deadline,
            Wire wire,
            Timeouts timeouts,
            String password) {
        this.endpoint = endpoint;
        this.commandLine = commandLine;
        this.environment = environment;
        this.deadline = deadline;
        this.wire = wire;
        this.timeouts = timeouts;
        this.password = password;
    }

    Output make() {
        try (WinRmClient client = client()) {
            ShellCommand shell = client.createShell();
            try {
                if (!progress.compareAndSet(Progress.BEFORE, Progress.SENT)) {
                    throw new IllegalStateException("given up before it was sent");
                }
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
            System.getLogger(WinRmCall.class.getName())
                    .log(System.Logger.Level.DEBUG, "a shell on " + endpoint + " stays open", stays);
        }
    }

    private WinRmClient client() {
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
                .credentials(slash < 0 ? null : user.substring(0, slash), user.substring(slash + 1), password)
                .payloadEncryptionMode(PayloadEncryptionMode.OFF)
                .disableCertificateChecks(false)
                .context(wire.context())
                .environment(environment)
                .connectionTimeout(timeouts.connect().toMillis())
                .connectionRequestTimeout(timeouts.connect().toMillis())
                .receiveTimeout(timeouts.receive().toMillis())
                .operationTimeout(timeouts.poll().toMillis())
                .retryReceiveAfterOperationTimeout(
                        code -> !deadline.passed() && !Thread.currentThread().isInterrupted())
                // A second try of a wrong password locks accounts, and one of a receive loses output.
                .failureRetryPolicy(new SimpleCounterRetryPolicy(0, 0, TimeUnit.SECONDS));
        if (endpoint.authentication() == Endpoint.Authentication.KERBEROS) {
            builder.requestNewKerberosTicket(true);
        }
        return builder.build();
    }

    WinRmFailure late(Exception cause) {
        boolean mayHaveRun =
                !progress.compareAndSet(Progress.BEFORE, Progress.GIVEN_UP) && progress.get() == Progress.SENT;
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
        if (progress.get() == Progress.SENT) {
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
        if (QUOTAS.contains(cause.fault())) {
            return new WinRmFailure.Unreachable(
                    "WinRM on " + endpoint + " has no room for another shell: " + cause.words() + ".",
                    "Close shells that were left open there (they end by themselves after their IdleTimeout), or raise"
                            + " MaxShellsPerUser and MaxConcurrentOperationsPerUser.",
                    failure);
        }
        if (cause.fault() != 0 && !PASSING.contains(cause.fault())) {
            return new WinRmFailure.Refused(
                    "WinRM on " + endpoint + " refused to open a shell: " + cause.words() + " (fault " + cause.fault()
                            + ").",
                    "Read the server's own words, and its event log Windows Remote Management.",
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
