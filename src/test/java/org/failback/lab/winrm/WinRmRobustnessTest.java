package org.failback.lab.winrm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.failback.lab.lync.SteppingClock;
import org.failback.lab.tls.LabAuthority;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a client sends or leaves behind, the endpoint serves the others, and keeps nothing of those who have gone. */
@Timeout(90)
class WinRmRobustnessTest {
    private static final String COMPUTER = "sturdy.dc1.lab.example";

    private static SSLContext serverTls;
    private static SSLContext clientTls;

    private final Random random = new Random(2013);
    private final SteppingClock clock = new SteppingClock();
    private WinRmEndpoint endpoint;
    private Soap soap;

    /** {@code endless} writes for ever, {@code wait} waits for ever, anything else is echoed. */
    private static final class Talker implements ShellHost {
        @Override
        public String computer() {
            return COMPUTER;
        }

        @Override
        public int run(String account, String commandLine, Map<String, String> environment, Console console)
                throws InterruptedException {
            switch (commandLine) {
                case "endless" -> {
                    byte[] line = new byte[64 * 1024];
                    while (!Thread.interrupted()) {
                        console.out(line);
                    }
                    throw new InterruptedException();
                }
                case "wait" -> new CountDownLatch(1).await();
                default -> console.out(commandLine);
            }
            return 0;
        }
    }

    @BeforeAll
    static void authority() {
        LabAuthority authority = new LabAuthority(Clock.systemUTC());
        serverTls = authority.serverContext(List.of("localhost"), List.of());
        clientTls = authority.clientContext();
    }

    @BeforeEach
    void start() throws IOException {
        endpoint = WinRmEndpoint.start(
                serverTls,
                0,
                new Talker(),
                account -> account.equals("olga") ? Optional.of("right") : Optional.empty(),
                new WireFaults(),
                clock);
        soap = new Soap(clientTls, endpoint.port(), "olga", "right");
    }

    @AfterEach
    void theNextOneIsServedAndNoThreadStays() throws Exception {
        String shell = soap.create();
        assertThat(Soap.text(
                        "stdout",
                        soap.receive(shell, soap.command(shell, "hello"), "PT20S")
                                .body()))
                .isEqualTo("hello");
        endpoint.close();
        Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(threads()).isEmpty());
    }

    @Test
    void noiseWithAndWithoutTls() throws Exception {
        for (int i = 0; i < 60; i++) {
            byte[] noise = new byte[1 + random.nextInt(800)];
            random.nextBytes(noise);
            try (Socket socket = i % 2 == 0 ? bare() : secure()) {
                write(socket, noise);
            }
        }
    }

    @Test
    void requestsThatAreCutAnywhere() throws Exception {
        String whole = soap.raw(Soap.envelope(Soap.TRANSFER + "/Create", "", "PT20S", "<rsp:Shell/>"));
        for (int cut = 1; cut < whole.length(); cut += 23) {
            try (Socket socket = secure()) {
                write(socket, whole.substring(0, cut).getBytes(StandardCharsets.UTF_8));
            }
        }
        assertThat(endpoint.openShells()).isZero();
    }

    @Test
    void lengthsBeyondAllReason() throws Exception {
        for (String length : List.of(
                "-1", "nine", "99999999999", "9223372036854775808", "2147483648", "600000", "1e3", "0x10", "")) {
            try (Socket socket = secure()) {
                write(
                        socket,
                        soap.raw("<x/>")
                                .replaceFirst("Content-Length: \\d+", "Content-Length: " + length)
                                .getBytes(StandardCharsets.UTF_8));
                assertThat(statusOf(socket)).as("Content-Length %s", length).isIn("400", "411", "413", "501", "gone");
            }
        }
        try (Socket socket = secure()) {
            String endless = soap.raw("").replace("Content-Length: 0", "Transfer-Encoding: chunked");
            write(socket, (endless + "100000\r\n" + "y".repeat(600_000)).getBytes(StandardCharsets.UTF_8));
            assertThat(statusOf(socket)).isIn("413", "gone");
        }
    }

    @Test
    void xmlThatIsMadeToHurt() throws Exception {
        String bomb = "<!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><l>&b;</l>";
        String file = "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><x>&e;</x>";
        String outside = "<!DOCTYPE x SYSTEM \"http://127.0.0.1:1/evil.dtd\"><x/>";
        String deep = "<x>".repeat(60_000) + "</x>".repeat(60_000);
        StringBuilder wide = new StringBuilder("<x");
        for (int i = 0; i < 20_000; i++) {
            wide.append(" a").append(i).append("=\"\"");
        }
        wide.append("/>");
        for (String xml : List.of(bomb, file, outside, deep, wide.toString(), "", "\u0000", "<x>", "not xml at all")) {
            assertThat(soap.post(xml).statusCode())
                    .as(xml.substring(0, Math.min(60, xml.length())))
                    .isEqualTo(400);
        }
    }

    @Test
    void soapWithoutSense() throws Exception {
        for (String body : List.of("<rsp:Receive/>", "<rsp:Signal/>", "<rsp:Send><rsp:Stream/></rsp:Send>", "")) {
            for (Action action : Action.values()) {
                if (action != Action.CREATE) {
                    HttpResponse<String> answer = soap.send(action.uri(), "nobody", "P-1DT", body);
                    assertThat(answer.statusCode()).isEqualTo(500);
                    assertThat(answer.body()).contains("Code=\"2150858843\"");
                }
            }
        }
        String shell = soap.create();
        String command = soap.command(shell, "wait");
        assertThat(soap.signal(shell, command, "hiccup").body()).contains("The lab does not model the signal 'hiccup'");
        soap.delete(shell);
    }

    @Test
    void twoHundredThatWriteSlowlyHoldNobodyUpAndAreCutOff() throws Exception {
        long before = openFiles();
        byte[] beginning = soap.raw("<x/>").substring(0, 40).getBytes(StandardCharsets.UTF_8);
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                Socket socket = i % 4 == 0 ? secure() : bare();
                socket.getOutputStream().write(beginning, 0, i % 4 == 0 ? beginning.length : 3);
                socket.getOutputStream().flush();
                slow.add(socket);
            }

            assertThat(soap.create()).as("a shell for the next one meanwhile").isNotEmpty();
            for (Socket socket : slow) {
                socket.setSoTimeout(30_000);
                assertThat(statusOf(socket)).isIn("gone", "400");
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
        Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(openFiles()).isLessThan(before + 20));
    }

    @Test
    void shellsThatNobodyDeletesEndWhenTheyWereIdleForTooLong() throws Exception {
        String usual = soap.create();
        String command = soap.command(usual, "wait");
        soap.create("<rsp:IdleTimeOut>PT60S</rsp:IdleTimeOut>");
        assertThat(endpoint.openShells()).isEqualTo(2);

        clock.pass(Duration.ofSeconds(61));
        assertThat(endpoint.openShells()).isEqualTo(1);

        clock.pass(Duration.ofHours(3));
        assertThat(soap.receive(usual, command, "PT20S").body()).contains("Code=\"2150858843\"");
        assertThat(endpoint.openShells()).isZero();
        Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .until(() -> threads().noneMatch(name -> name.startsWith("lab-winrm-command-")));
    }

    @Test
    void outputThatNobodyFetchesFillsNoMemoryAndEndsWithItsShell() throws Exception {
        String shell = soap.create();
        for (int i = 0; i < 25; i++) {
            soap.command(shell, "endless");
        }

        assertThat(soap.send(
                                Soap.SHELL + "/Command",
                                shell,
                                "<rsp:CommandLine><rsp:Command>x</rsp:Command></rsp:CommandLine>")
                        .body())
                .contains("Code=\"2150859174\"");
        Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .until(() -> Thread.getAllStackTraces().entrySet().stream()
                                .filter(thread -> thread.getKey().getName().startsWith("lab-winrm-command-" + COMPUTER))
                                .filter(thread -> thread.getKey().getState() == Thread.State.WAITING)
                                .count()
                        == 25);
        soap.delete(shell);
        Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .until(() -> threads().noneMatch(name -> name.startsWith("lab-winrm-command-")));
    }

    @Test
    void aRestartOfTheServiceTakesTheShellsWithIt() throws Exception {
        String shell = soap.create();
        String command = soap.command(shell, "wait");

        endpoint.faults().restartService();

        assertThat(soap.receive(shell, command, "PT20S").body()).contains("Code=\"2150858843\"");
    }

    @Test
    void onlyLoopbackIsListenedOn() throws Exception {
        List<InetAddress> others = Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
                .flatMap(network -> Collections.list(network.getInetAddresses()).stream())
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .toList();
        for (InetAddress other : others) {
            assertThatThrownBy(() -> new Socket(other, endpoint.port()).close())
                    .as("%s", other)
                    .isInstanceOf(IOException.class);
        }
    }

    private Socket bare() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), endpoint.port());
    }

    private Socket secure() throws IOException {
        return clientTls.getSocketFactory().createSocket("localhost", endpoint.port());
    }

    /** Writes as far as the other side lets it. */
    private static void write(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException closed) {
            assertThat(closed).isNotNull();
        }
    }

    /** The HTTP status that came, or {@code gone} where the connection ended without one. */
    private static String statusOf(Socket socket) {
        try {
            InputStream in = socket.getInputStream();
            String head = new String(in.readNBytes(12), StandardCharsets.US_ASCII);
            return head.startsWith("HTTP/1.1 ") ? head.substring(9) : "gone";
        } catch (java.net.SocketTimeoutException stillOpen) {
            return "still open";
        } catch (IOException reset) {
            return "gone";
        }
    }

    private static Stream<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("lab-winrm") && name.contains(COMPUTER));
    }

    private static long openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }
}
