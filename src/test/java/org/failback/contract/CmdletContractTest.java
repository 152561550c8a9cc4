package org.failback.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.failback.estate.Credential;
import org.failback.estate.Endpoint;
import org.failback.lab.Lab;
import org.failback.lab.LabPorts;
import org.failback.lab.LabShape;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the cmdlets answer to the product's scripts: in the lab, or of a real pool that system properties name. Nothing is
 * changed there unless {@code -Dcontract.lync.change=true} says so.
 */
@Timeout(600)
class CmdletContractTest {
    private static final Path SCRIPTS = Path.of("src/main/resources/powershell");

    @TempDir
    private static Path folder;

    private static Lab lab;
    private static Shell shell;

    @BeforeAll
    static void open() {
        shell = System.getProperty("contract.management") == null ? ofTheLab() : given();
    }

    private static Shell ofTheLab() {
        Path ca = folder.resolve("ca.pem");
        lab = Lab.start(new LabShape(16, 0), LabPorts.free(), ca);
        List<Integer> ports = lab.address().ports().winRm();
        Credential credential = new Credential("LAB\\failback", "");
        Map<String, Object> estate = lab.address().estate();
        return new Shell(
                new Shell.Pool(
                        estate.get("failback.estate.pool.fqdn").toString(),
                        List.of("SkypeForBusiness", "Lync"),
                        endpoint("localhost:" + ports.get(0), ca.toString(), "NTLM", credential),
                        estate.get("failback.estate.chat-servers[0].fqdn").toString(),
                        Optional.of(endpoint("localhost:" + ports.get(1), ca.toString(), "NTLM", credential)),
                        true),
                "Practice-range-1");
    }

    private static Shell given() {
        String trust = GivenRange.property("lync.trust-store", "");
        String authentication = GivenRange.property("lync.authentication", "KERBEROS");
        Credential credential = new Credential(GivenRange.required("lync.user"), "");
        String chat = GivenRange.property("chat-server", "");
        return new Shell(
                new Shell.Pool(
                        GivenRange.required("pool"),
                        List.of("SkypeForBusiness", "Lync"),
                        endpoint(GivenRange.required("management"), trust, authentication, credential),
                        chat.split(":")[0],
                        chat.isEmpty()
                                ? Optional.empty()
                                : Optional.of(endpoint(chat, trust, authentication, credential)),
                        Boolean.getBoolean("contract.lync.change")),
                GivenRange.passwordIn(GivenRange.required("lync.password-file")));
    }

    private static Endpoint endpoint(String address, String trust, String authentication, Credential credential) {
        String[] parts = address.split(":");
        return new Endpoint(
                parts[0],
                parts.length > 1 ? Integer.parseInt(parts[1]) : 5986,
                trust.isEmpty() ? Optional.empty() : Optional.of(trust),
                Endpoint.Authentication.valueOf(authentication),
                credential);
    }

    @AfterAll
    static void close() {
        if (shell != null) {
            shell.close();
        }
        if (lab != null) {
            lab.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> theContract() {
        return Stream.concat(
                new Promises(new Cmdlets())
                        .all().stream()
                                .map(one -> DynamicTest.dynamicTest(one.title(), () -> {
                                    Optional<String> lacking = one.lacking(CmdletContractTest::lacks);
                                    assumeThat(lacking)
                                            .as("skipped: " + one.title())
                                            .isEmpty();
                                    one.hold(shell);
                                })),
                Stream.of(DynamicTest.dynamicTest("every script was sent", CmdletContractTest::everyScript)));
    }

    private static Optional<String> lacks(Need need) {
        Shell.Pool pool = shell.pool();
        if (need == Need.CHANGE && !pool.mayChange()) {
            return Optional.of("nothing is changed without -Dcontract.lync.change=true");
        }
        if (need == Need.CHAT_SERVER && pool.chat().isEmpty()) {
            return Optional.of("no chat server is named by -Dcontract.chat-server");
        }
        return Optional.empty();
    }

    private static void everyScript() throws IOException {
        assumeThat(shell.pool().mayChange() && shell.pool().chat().isPresent())
                .as("scripts that change something, or that go to a chat server, were skipped")
                .isTrue();
        Set<String> scripts = new TreeSet<>();
        for (String kit : List.of("pool", "server")) {
            try (Stream<Path> files = Files.list(SCRIPTS.resolve(kit))) {
                files.forEach(file ->
                        scripts.add(kit + "/" + file.getFileName().toString().replace(".ps1", "")));
            }
        }
        assertThat(scripts).hasSizeGreaterThan(5);
        assertThat(shell.sent()).containsExactlyInAnyOrderElementsOf(scripts);
    }
}
