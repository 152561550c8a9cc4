package org.failback.lync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.failback.estate.Credential;
import org.failback.estate.Endpoint;
import org.failback.lab.Lab;
import org.failback.lab.LabPorts;
import org.failback.lab.LabShape;
import org.failback.lab.winrm.Action;
import org.failback.lab.winrm.WireFaults;
import org.failback.lync.winrm.Timeouts;
import org.failback.lync.winrm.WinRm;
import org.failback.step.Deadline;
import org.failback.step.RemoteFailure;
import org.failback.step.Sort;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Trouble that is ordered over SQL, as our side of WinRM meets it. */
class OrderedTroubleTest {
    private static final String CHAT3 = "chat3.dc2.lab.example";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static Lab lab;
    private static Connection sql;
    private static WinRm winrm;
    private static ManagementShell shell;

    @BeforeAll
    static void start(@TempDir Path folder) throws SQLException {
        lab = Lab.start(new LabShape(16, 0), LabPorts.free(), folder.resolve("ca.pem"));
        sql = DriverManager.getConnection("jdbc:sqlserver://127.0.0.1:"
                + lab.address().ports().backup() + ";encrypt=false;user=" + "failback;password=" + LyncLab.PASSWORD);
        winrm = new WinRm(
                credential -> LyncLab.PASSWORD,
                new Timeouts(Duration.ofSeconds(5), Duration.ofMillis(300), Duration.ofSeconds(10)));
        shell = new ManagementShell(winrm, new ObjectMapper());
    }

    @AfterAll
    static void stop() throws SQLException {
        sql.close();
        winrm.close();
        lab.close();
    }

    @AfterEach
    void whatWasOrderedIsTakenBack() throws SQLException {
        order("forget_faults");
        assertThat(read().path("pool").path("active")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lose_winrm 'create'                          | PASSES | cannot be reached",
                "lose_winrm 'command', 'before'               | MAYBE_DONE   | lost the answer",
                "lose_winrm 'command', 'after'                | MAYBE_DONE   | lost the answer",
                "lose_winrm 'receive', 'during'               | MAYBE_DONE   | lost the answer",
                "lose_winrm 'receive', @when = 'garbage'      | MAYBE_DONE   | lost the answer",
                "refuse_winrm 401, @times = 0                 | ASKS   | refused the account",
                "refuse_winrm 503, @times = 0                 | PASSES | cannot be reached",
                "refuse_winrm 500, 'create'                   | PASSES | cannot be reached",
                "refuse_winrm 5                               | ASKS   | Access is denied",
                "refuse_winrm 2150859173                      | PASSES | no room for another shell",
                "refuse_winrm 2150859174, 'create'            | PASSES | no room for another shell",
                "refuse_winrm 2150858770                      | PASSES | cannot be reached",
                "refuse_winrm 2150858843, 'receive'           | MAYBE_DONE   | shell was not found",
                "fail_cmdlet 'Get-CsService', 'timeout'       | PASSES | timed out",
                "fail_cmdlet 'Get-CsService', 'sql-exception' | PASSES | network-related",
                "fail_cmdlet 'Get-CsService', 'second-hop'    | ASKS   | ANONYMOUS LOGON",
                "fail_cmdlet 'Get-', 'access-denied', @times=0| ASKS   | Access is denied",
                "fail_cmdlet 'Get-', @type = 'A.B', @id = 'B,C', @message = 'No.' | ASKS | No. (B,C)",
                "deny_hop                                     | ASKS   | ANONYMOUS LOGON",
                "garble_cmdlet 'nothing'                      | MAYBE_DONE   | without an answer to this call",
                "garble_cmdlet 'truncated'                    | MAYBE_DONE   | without an answer to this call",
                "garble_cmdlet 'garbage'                      | MAYBE_DONE   | without an answer to this call",
                "garble_cmdlet 'not-json'                     | MAYBE_DONE   | without an answer to this call",
                "garble_cmdlet 'other-run'                    | MAYBE_DONE   | without an answer to this call",
                "garble_cmdlet 'out-of-memory'                | MAYBE_DONE   | OutOfMemoryException"
            })
    void readingEndsInItsOwnTerms(String procedure, Sort sort, String words) throws SQLException {
        order(procedure);

        var failure = catchThrowableOfType(RemoteFailure.class, OrderedTroubleTest::read);

        assertThat(failure).hasMessageContaining(words);
        assertThat(failure.sort()).isEqualTo(sort);
        assertThat(failure.remedy()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "split_winrm 7",
                "garble_cmdlet 'noise'",
                "module_loads 400",
                "refuse_winrm 2150858793, 'receive', @times = 5"
            })
    void whatOnlyDelaysOrHidesTheAnswerDoesNotLoseIt(String procedure) throws SQLException {
        order(procedure);

        assertThat(read().path("ok").asBoolean()).isTrue();
    }

    @Test
    void anErrorThatIsOnlyWrittenIsAmongTheWarnings() throws SQLException {
        order("fail_cmdlet 'Get-CsService -PersistentChatDatabase', 'access-denied', @when = 'written'");

        JsonNode answer = read();

        assertThat(answer.path("warnings").toString()).contains("Access is denied.", "UnauthorizedAccessException");
    }

    @Test
    void aCmdletHangsUntilItIsLetGoOrItsCallerGivesUp() throws Exception {
        order("hang_cmdlet 'Get-CsService'");
        WireFaults wire = lab.chat().wire("mgmt.dc1.lab.example");
        int asked = wire.seen(Action.RECEIVE);
        AtomicReference<RemoteFailure> late = new AtomicReference<>();
        Thread caller = new Thread(
                () -> late.set(catchThrowableOfType(RemoteFailure.class, () -> read(PATIENCE.multipliedBy(2)))));

        caller.start();
        // Only of what hangs is output asked for so often; a set time could pass before the command was sent at all.
        Awaitility.await().atMost(PATIENCE).until(() -> wire.seen(Action.RECEIVE) >= asked + 4);
        caller.interrupt();
        caller.join(PATIENCE.toMillis());

        assertThat(late.get()).isNotNull();
        assertThat(late.get().sort()).isEqualTo(Sort.MAYBE_DONE);

        order("release_cmdlets");
        assertThat(read().path("ok").asBoolean()).isTrue();
    }

    @Test
    void aChangeThatTimedOutMayHaveHappenedAndIsNoRefusal() throws SQLException {
        order("fail_cmdlet 'Stop-CsWindowsService', 'timeout', @when = 'after'");
        order("warn_cmdlet N'Réplica – 待機', 'Start-'");
        Map<String, Object> input = inputOfPool();
        input.put("server", CHAT3);
        input.put("state", "FailedOver");
        input.put("service", "RTCCHAT");

        var failure = catchThrowableOfType(
                RemoteFailure.class, () -> ask(3, CHAT3, Operation.STOP_SERVICE, input, Duration.ofSeconds(20)));
        JsonNode started = ask(3, CHAT3, Operation.START_SERVICE, input, Duration.ofSeconds(20));

        assertThat(failure.sort()).isEqualTo(Sort.MAYBE_DONE);
        assertThat(started.path("before").toString()).contains("\"Stopped\"");
        assertThat(started.path("after").toString()).doesNotContain("\"Stopped\"");
        assertThat(started.path("warnings").get(0).asText()).isEqualTo("Réplica – 待機");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "refuse_winrm 200                    | the refusal 200",
                "refuse_winrm 4711                   | the refusal 4711",
                "refuse_winrm 'soon'                 | the refusal soon",
                "lose_winrm 'talk'                   | say create or command",
                "lose_winrm @server = 'sqlb01'       | the computer sqlb01",
                "fail_cmdlet 'Get-', 'hiccup'        | say access-denied or",
                "garble_cmdlet 'softly'              | say nothing or truncated",
                "break_service 'chat3.dc2.lab.example', 'tired' | say none or missing",
                "connections_linger -2               | a number from -1"
            })
    void whatCannotBeOrderedIsSaid(String procedure, String words) {
        assertThatThrownBy(() -> order(procedure))
                .hasMessageStartingWith("The lab does not model ")
                .hasMessageContaining(words);
    }

    private static JsonNode read() {
        return read(Duration.ofSeconds(20));
    }

    private static JsonNode read(Duration within) {
        return ask(0, "mgmt.dc1.lab.example", Operation.READ_POOL, inputOfPool(), within);
    }

    private static JsonNode ask(
            int number, String host, Operation operation, Map<String, Object> input, Duration within) {
        Endpoint endpoint = new Endpoint(
                "localhost",
                lab.address().ports().winRm().get(number),
                Optional.of(lab.address().ca().toString()),
                Endpoint.Authentication.NTLM,
                new Credential("LAB\\failback", "env:X"));
        return shell.ask(endpoint, host, operation, input, Deadline.in(within, Clock.systemUTC()));
    }

    private static Map<String, Object> inputOfPool() {
        return new TreeMap<>(Map.of("pool", "chatpool.lab.example", "modules", List.of("SkypeForBusiness")));
    }

    private static void order(String procedure) throws SQLException {
        try (Statement statement = sql.createStatement()) {
            statement.execute("EXEC lab.dbo." + procedure.strip());
        }
    }
}
