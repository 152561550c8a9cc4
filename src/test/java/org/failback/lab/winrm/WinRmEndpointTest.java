package org.failback.lab.winrm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.failback.lab.tls.LabAuthority;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The endpoint as any WS-Man client meets it, request by request. */
class WinRmEndpointTest {
    private static final String SHELL = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell";
    private static final String TRANSFER = "http://schemas.xmlsoap.org/ws/2004/09/transfer";

    private final CountDownLatch interrupted = new CountDownLatch(1);
    private WinRmEndpoint endpoint;
    private HttpClient client;

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
                account -> account.equals("olga") ? Optional.of("right") : Optional.empty(),
                new WireFaults());
        client = HttpClient.newBuilder().sslContext(authority.clientContext()).build();
    }

    @AfterEach
    void stop() {
        endpoint.close();
    }

    @Test
    void asksForNegotiateOrBasicWithARealm() throws Exception {
        HttpResponse<String> answer = client.send(
                request("<x/>").setHeader("Authorization", "None").build(), HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().allValues("WWW-Authenticate"))
                .containsExactly("Negotiate", "Basic realm=\"WSMAN\"");
    }

    @Test
    void saysWhatItIsToWhoeverAsksWithoutALogin() throws Exception {
        HttpResponse<String> answer = client.send(
                request("<x/>")
                        .setHeader("Authorization", "None")
                        .header("WSMANIDENTIFY", "unauthenticated")
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("Persistent Chat Failback lab");
    }

    @Test
    void runsACommandInAShellAndForgetsTheShell() throws Exception {
        String shell = create();
        String command = command(shell, "hostname");
        HttpResponse<String> output = receive(shell, command, "PT20S");

        assertThat(texts(output.body())).isEqualTo("olga says hostname with {A=1}");
        assertThat(output.body()).contains("CommandState/Done", "<rsp:ExitCode>3</rsp:ExitCode>");
        assertThat(send(TRANSFER + "/Delete", shell, "").statusCode()).isEqualTo(200);
        assertThat(endpoint.openShells()).isZero();
        assertThat(send(TRANSFER + "/Delete", shell, "").body()).contains("Code=\"2150858843\"");
    }

    @Test
    void aSilentCommandAnswersWithTheTimeOutFaultAndEndsWhenTerminated() throws Exception {
        String shell = create();
        String command = command(shell, "wait");

        HttpResponse<String> silent = receive(shell, command, "PT0.05S");
        assertThat(silent.statusCode()).isEqualTo(500);
        assertThat(silent.body()).contains("w:TimedOut", "Code=\"2150858793\"");

        send(
                SHELL + "/Signal",
                shell,
                "<rsp:Signal CommandId=\"" + command + "\"><rsp:Code>" + SHELL
                        + "/signal/terminate</rsp:Code></rsp:Signal>");
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(receive(shell, command, "PT20S").body()).contains("CommandState/Done");
    }

    @Test
    void refusesWhatItDoesNotModel() throws Exception {
        HttpResponse<String> answer = send("http://schemas.xmlsoap.org/ws/2004/09/enumeration/Enumerate", "", "");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("The lab does not model the WS-Man action");
    }

    @Test
    void takesNoDocumentTypesAndNoNonsense() throws Exception {
        assertThat(post("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><x>&e;</x>")
                        .statusCode())
                .isEqualTo(400);
        assertThat(post("not xml").statusCode()).isEqualTo(400);
        assertThat(post("<Action>" + "<a>".repeat(50_000) + "</a>".repeat(50_000) + "</Action>")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void openShellsAreBounded() throws Exception {
        for (int i = 0; i < 30; i++) {
            create();
        }

        assertThat(send(TRANSFER + "/Create", "", "<rsp:Shell/>").body()).contains("may not open more than 30 shells");
    }

    private String create() throws Exception {
        String body =
                "<rsp:Shell><rsp:Environment><rsp:Variable Name=\"A\">1</rsp:Variable></rsp:Environment></rsp:Shell>";
        return one(
                "<w:Selector Name=\"ShellId\">([^<]+)<",
                send(TRANSFER + "/Create", "", body).body());
    }

    private String command(String shell, String line) throws Exception {
        String body = "<rsp:CommandLine><rsp:Command>" + line + "</rsp:Command></rsp:CommandLine>";
        return one(
                "<rsp:CommandId>([^<]+)<", send(SHELL + "/Command", shell, body).body());
    }

    private HttpResponse<String> receive(String shell, String command, String patience) throws Exception {
        return send(
                SHELL + "/Receive",
                shell,
                patience,
                "<rsp:Receive><rsp:DesiredStream CommandId=\"" + command
                        + "\">stdout stderr</rsp:DesiredStream></rsp:Receive>");
    }

    private HttpResponse<String> send(String action, String shell, String body) throws Exception {
        return send(action, shell, "PT20S", body);
    }

    private HttpResponse<String> send(String action, String shell, String patience, String body) throws Exception {
        String selector = shell.isEmpty()
                ? ""
                : "<w:SelectorSet><w:Selector Name=\"ShellId\">" + shell + "</w:Selector></w:SelectorSet>";
        return post("<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\""
                + " xmlns:a=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\""
                + " xmlns:w=\"http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd\" xmlns:rsp=\"" + SHELL + "\"><s:Header>"
                + "<a:Action>" + action + "</a:Action><a:MessageID>uuid:1</a:MessageID><w:OperationTimeout>" + patience
                + "</w:OperationTimeout>" + selector + "</s:Header><s:Body>" + body + "</s:Body></s:Envelope>");
    }

    private HttpResponse<String> post(String body) throws Exception {
        return client.send(request(body).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String body) {
        String login = Base64.getEncoder().encodeToString("olga:right".getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(URI.create("https://localhost:" + endpoint.port() + "/wsman"))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Basic " + login)
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static String one(String pattern, String text) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as("%s in %s", pattern, text).isTrue();
        return found.group(1);
    }

    private static String texts(String body) {
        StringBuilder all = new StringBuilder();
        Matcher part =
                Pattern.compile("Name=\"stdout\" CommandId=\"[^\"]+\">([^<]+)<").matcher(body);
        while (part.find()) {
            all.append(new String(Base64.getDecoder().decode(part.group(1)), StandardCharsets.UTF_8));
        }
        return all.toString();
    }
}
