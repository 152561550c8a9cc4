package org.failback.lync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.failback.estate.Credential;
import org.failback.estate.Endpoint;
import org.failback.estate.Endpoint.Authentication;
import org.failback.lab.tls.LabAuthority;
import org.failback.lab.winrm.Action;
import org.failback.lync.winrm.Output;
import org.failback.lync.winrm.WinRmFailure;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** WinRM4j against the lab's endpoint: who may in, what a deadline means, and what is known when something breaks. */
class WinRmWireTest {
    private static final Duration AMPLE = Duration.ofSeconds(20);
    private LyncLab lab;

    @TempDir
    private static Path folder;

    private static TestWire wire;

    @BeforeAll
    static void aWire() throws Exception {
        wire = new TestWire(folder);
    }

    @AfterAll
    static void cut() {
        wire.close();
    }

    @BeforeEach
    void anEndpoint() throws Exception {
        lab = new LyncLab(wire);
    }

    @AfterEach
    void ends() throws Exception {
        lab.close();
    }

    @ParameterizedTest
    @CsvSource({"BASIC, failback", "NTLM, LAB\\failback"})
    void runsACommandAndClosesItsShell(Authentication authentication, String user) throws Exception {
        Output output = run(lab.endpoint("localhost", lab.management.port(), authentication, user), AMPLE);

        assertThat(output.exitCode()).isEqualTo(1);
        assertThat(output.stderr())
                .startsWith("The lab does not model any command but the product's own runner script.");
        assertThat(lab.management.faults().seen(Action.DELETE)).isEqualTo(1);
        assertThat(lab.management.openShells()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"BASIC, mallory", "NTLM, LAB\\mallory"})
    void aRefusedLoginIsTriedOnceSoThatTheAccountIsNotLocked(Authentication authentication, String user) {
        Endpoint endpoint = lab.endpoint("localhost", lab.management.port(), authentication, user);

        var refusal = catchThrowableOfType(WinRmFailure.class, () -> run(endpoint, AMPLE));

        assertThat(refusal).isInstanceOf(WinRmFailure.Refused.class);
        assertThat(refusal.mayHaveRun()).isFalse();
        assertThat(refusal).hasMessageContaining("refused the account " + user);
        assertThat(lab.management.faults().refusedLogins()).isEqualTo(1);
        assertThat(lab.management.faults().seen(Action.CREATE)).isZero();
    }

    @Test
    void aQuietCommandIsWaitedForAcrossSeveralPolls() throws Exception {
        lab.pool.behaviour().moduleLoads(Duration.ofMillis(1800));

        Output output = lab.winrm.run(
                lab.estate().managementServer(),
                RunnerScript.commandLine(Operation.READ_POOL),
                Map.of(),
                LyncLab.within(AMPLE));

        assertThat(output.stdout()).startsWith("@@R:");
        assertThat(lab.management.faults().seen(Action.RECEIVE)).isGreaterThan(2);
        assertThat(lab.management.faults().seen(Action.COMMAND)).isEqualTo(1);
    }

    @Test
    void whenTheDeadlinePassesTheCommandIsToldToEnd() {
        lab.pool.faults().hang("Get-CsService");

        var late = catchThrowableOfType(
                WinRmFailure.DeadlinePassed.class,
                () -> lab.winrm.run(
                        lab.estate().managementServer(),
                        RunnerScript.commandLine(Operation.READ_POOL),
                        Map.of("FAILBACK_INPUT", "eyJwb29sIjoieCIsIm1vZHVsZXMiOlsiU2t5cGVGb3JCdXNpbmVzcyJdfQ=="),
                        LyncLab.within(Duration.ofSeconds(3))));

        assertThat(late.mayHaveRun()).isTrue();
        assertThat(late).hasMessageContaining("may still have its effect");
        Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> lab.management.openShells() == 0);
        assertThat(lab.management.faults().seen(Action.SIGNAL)).isEqualTo(1);
    }

    @Test
    void aClosedPortIsUnreachableAtOnce() throws IOException {
        int free;
        try (ServerSocket closed = new ServerSocket(0, 1, LyncLab.loopback())) {
            free = closed.getLocalPort();
        }

        var failure = catchThrowableOfType(
                WinRmFailure.Unreachable.class,
                () -> run(lab.endpoint(free, Authentication.BASIC), Duration.ofSeconds(4)));

        assertThat(failure).hasMessageContaining("localhost:" + free + " cannot be reached");
        assertThat(failure.mayHaveRun()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"BASIC", "NTLM"})
    void aCertificateForAnotherNameIsNotBelieved(Authentication authentication) {
        Endpoint byAddress = lab.endpoint("127.0.0.1", lab.management.port(), authentication, "failback");

        var failure = catchThrowableOfType(WinRmFailure.Unreachable.class, () -> run(byAddress, AMPLE));

        assertThat(failure.remedy()).contains("The certificate must name 127.0.0.1");
        assertThat(lab.management.faults().refusedLogins()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"BASIC", "NTLM"})
    void aCertificateOfAStrangerIsNotBelieved(Authentication authentication) throws IOException {
        Path stranger = folder.resolve("stranger.pem");
        new LabAuthority(Clock.systemUTC()).writePem(stranger);
        Endpoint distrusted = new Endpoint(
                "localhost",
                lab.management.port(),
                Optional.of(stranger.toString()),
                authentication,
                new Credential("failback", "env:X"));

        var failure = catchThrowableOfType(WinRmFailure.Unreachable.class, () -> run(distrusted, AMPLE));

        assertThat(failure.remedy()).contains("signed by an authority in " + stranger);
        assertThat(lab.management.faults().seen(Action.CREATE)).isZero();
    }

    @Test
    void anEmptyTrustStoreIsSaidToBeOne() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        Endpoint endpoint = new Endpoint(
                "localhost",
                lab.management.port(),
                Optional.of(empty.toString()),
                Authentication.BASIC,
                new Credential("failback", "env:X"));

        var failure = catchThrowableOfType(WinRmFailure.Unreachable.class, () -> run(endpoint, AMPLE));

        assertThat(failure).hasMessageContaining("holds no certificate");
    }

    private Output run(Endpoint endpoint, Duration within) throws WinRmFailure {
        return lab.winrm.run(endpoint, "hostname", Map.of(), LyncLab.within(within));
    }
}
