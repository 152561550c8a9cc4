package org.failback.lab.winrm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.failback.lab.tls.LabAuthority;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The endpoint as any WS-Man client meets it, request by request. */
class WinRmEndpointTest {
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private WinRmEndpoint endpoint;
    private Soap soap;
    private Soap shouting;

    /** Echoes, except for {@code wait}, which waits to be terminated. */
    private final class Echo implements ShellHost {
        @Override
        public String computer() {
            return "mgmt.dc1.lab.example";
        }

        @Override
        public int run(String account, String commandLine, Map<String, String> environment, Console console)
                throws InterruptedException {
            if (commandLine.equals("wait")) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                    throw e;
                }
            }
            console.out(account + " says " + commandLine + " with " + environment);
            return 3;
        }
    }

    @BeforeEach
    void start() throws IOException {
        LabAuthority authority = new LabAuthority(Clock.systemUTC());
        endpoint = WinRmEndpoint.start(
                authority.serverContext(List.of("localhost"), List.of()),
                0,
                new Echo(),
                account -> account.equalsIgnoreCase("olga") ? Optional.of("right") : Optional.empty(),
                new WireFaults());
        soap = new Soap(authority.clientContext(), endpoint.port(), "olga", "right");
        shouting = new Soap(authority.clientContext(), endpoint.port(), "OLGA", "right");
    }

    @AfterEach
    void stop() {
        endpoint.close();
    }

    @Test
    void asksForNegotiateOrBasicWithARealm() throws Exception {
        HttpResponse<String> answer = soap.send(soap.request("<x/>").setHeader("Authorization", "None"));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().allValues("WWW-Authenticate"))
                .containsExactly("Negotiate", "Basic realm=\"WSMAN\"");
    }

    @Test
    void saysWhatItIsToWhoeverAsksWithoutALogin() throws Exception {
        HttpResponse<String> answer = soap.send(
                soap.request("<x/>").setHeader("Authorization", "None").header("WSMANIDENTIFY", "unauthenticated"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("Persistent Chat Failback lab");
    }

    @Test
    void runsACommandInAShellAndForgetsTheShell() throws Exception {
        String shell = soap.create();
        String command = soap.command(shell, "hostname");
        HttpResponse<String> output = soap.receive(shell, command, "PT20S");

        assertThat(Soap.text("stdout", output.body())).isEqualTo("olga says hostname with {A=1}");
        assertThat(output.body()).contains("CommandState/Done", "<rsp:ExitCode>3</rsp:ExitCode>");
        assertThat(soap.delete(shell).statusCode()).isEqualTo(200);
        assertThat(endpoint.openShells()).isZero();
        assertThat(soap.delete(shell).body()).contains("Code=\"2150858843\"");
    }

    @Test
    void aSilentCommandAnswersWithTheTimeOutFaultAndEndsWhenTerminated() throws Exception {
        String shell = soap.create();
        String command = soap.command(shell, "wait");

        HttpResponse<String> silent = soap.receive(shell, command, "PT0.05S");
        assertThat(silent.statusCode()).isEqualTo(500);
        assertThat(silent.body()).contains("w:TimedOut", "Code=\"2150858793\"");

        soap.signal(shell, command, "terminate");
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(soap.receive(shell, command, "PT20S").body()).contains("CommandState/Done");
    }

    @Test
    void refusesWhatItDoesNotModel() throws Exception {
        HttpResponse<String> answer = soap.send("http://schemas.xmlsoap.org/ws/2004/09/enumeration/Enumerate", "", "");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("The lab does not model the WS-Man action");
    }

    @Test
    void takesNoDocumentTypesAndNoNonsense() throws Exception {
        assertThat(soap.post("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><x>&e;</x>")
                        .statusCode())
                .isEqualTo(400);
        assertThat(soap.post("not xml").statusCode()).isEqualTo(400);
    }

    @Test
    void theBoundHoldsHoweverTheAccountIsTyped() throws Exception {
        for (int i = 0; i < 30; i++) {
            (i % 2 == 0 ? soap : shouting).create();
        }

        assertThat(shouting.send(Soap.TRANSFER + "/Create", "", "<rsp:Shell/>").body())
                .contains("may not open more than 30 shells");
    }

    @Test
    void openShellsAreBounded() throws Exception {
        for (int i = 0; i < 30; i++) {
            soap.create();
        }

        assertThat(soap.send(Soap.TRANSFER + "/Create", "", "<rsp:Shell/>").body())
                .contains("may not open more than 30 shells");
    }

    @Test
    void ctrlCEndsACommandWithItsOwnExitCode() throws Exception {
        String shell = soap.create();
        String command = soap.command(shell, "wait");

        assertThat(soap.signal(shell, command, "ctrl_c").statusCode()).isEqualTo(200);

        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(soap.receive(shell, command, "PT20S").body()).contains("<rsp:ExitCode>-1073741510</rsp:ExitCode>");
    }

    @Test
    void outputBreaksAnywhereAlsoInTheMiddleOfALetter() throws Exception {
        endpoint.faults().shareAtMost(1);
        String shell = soap.create();
        String command = soap.command(shell, "não");

        ByteArrayOutputStream all = new ByteArrayOutputStream();
        String body;
        do {
            body = soap.receive(shell, command, "PT20S").body();
            byte[] piece = Soap.bytes("stdout", body);
            assertThat(piece).hasSizeLessThanOrEqualTo(1);
            all.writeBytes(piece);
        } while (!body.contains("CommandState/Done"));

        assertThat(all.toString(StandardCharsets.UTF_8)).isEqualTo("olga says não with {A=1}");
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 2150858793L, 2150858770L, 2150859046L, 2150858843L, 2150859173L, 2150859174L})
    void aFaultIsBroughtByItsNumberAndNothingHappened(long code) throws Exception {
        endpoint.faults().answerFault(Optional.of(Action.CREATE), code, 1);

        HttpResponse<String> answer = soap.send(Soap.TRANSFER + "/Create", "", "<rsp:Shell/>");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("WSManFault", "Code=\"" + code + "\"");
        assertThat(endpoint.openShells()).isZero();
        assertThat(soap.create()).isNotEmpty();
    }

    @Test
    void anAnswerIsLostAfterItsEffectOrARequestBeforeIt() throws Exception {
        endpoint.faults().loseAnswers(Action.CREATE, 1);
        assertThatThrownBy(soap::create).isInstanceOf(IOException.class);
        assertThat(endpoint.openShells()).isEqualTo(1);

        endpoint.faults().loseRequests(Optional.empty(), 1);
        assertThatThrownBy(soap::create).isInstanceOf(IOException.class);
        assertThat(endpoint.openShells()).isEqualTo(1);

        endpoint.faults().cutAnswers(Optional.of(Action.CREATE), 1);
        assertThatThrownBy(soap::create).isInstanceOf(IOException.class);
        assertThat(endpoint.openShells()).isEqualTo(2);

        endpoint.faults().garbleAnswers(Optional.of(Action.CREATE), 0);
        assertThat(soap.send(Soap.TRANSFER + "/Create", "", "<rsp:Shell/>").body())
                .doesNotContain("Envelope");
        assertThat(soap.send(Soap.TRANSFER + "/Create", "", "<rsp:Shell/>").body())
                .doesNotContain("Envelope");
        endpoint.faults().reset();
        assertThat(soap.create()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 500, 503})
    void aStatusTellsNothingElse(int status) throws Exception {
        endpoint.faults().answerStatus(Optional.empty(), status, 1);

        HttpResponse<String> answer = soap.send(Soap.TRANSFER + "/Create", "", "<rsp:Shell/>");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEmpty();
        assertThat(endpoint.openShells()).isZero();
    }

    @Test
    void whatIsNoRefusalCannotBeOrdered() {
        assertThatThrownBy(() -> endpoint.faults().answerStatus(Optional.empty(), 200, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> endpoint.faults().answerFault(Optional.empty(), 4711, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
