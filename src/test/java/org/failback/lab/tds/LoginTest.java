package org.failback.lab.tds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.sqlserver.jdbc.SQLServerException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.failback.lab.tds.TdsSettings.WindowsAccounts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class LoginTest {
    private static final String NTLM = "encrypt=false;integratedSecurity=true;authenticationScheme=NTLM;domain=LAB";
    private static final WindowsAccounts ACCOUNTS = new WindowsAccounts(
            "LAB", account -> Optional.of("Let-me-1n").filter(p -> account.equalsIgnoreCase("LAB\\dba")));

    @Test
    void aDriverLogsInAndIsToldWhoAndWhatItMet() throws Exception {
        try (Range range = Range.of(new ScriptedServer());
                Connection connection = range.connect("encrypt=false;databaseName=mgc")) {
            assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo("Microsoft SQL Server");
            assertThat(connection.getMetaData().getDatabaseProductVersion()).isEqualTo("10.50.6000");
            assertThat(connection.getCatalog()).isEqualTo("mgc");
            Login login = range.server.lastSession().login;
            assertThat(login.user()).isEqualTo(ScriptedServer.USER);
            assertThat(login.application()).isEqualTo("range");
            assertThat(login.database()).isEqualTo("mgc");
            assertThat(login.host()).isNotEmpty();
            assertThat(login.integrated()).isFalse();
        }
    }

    @Test
    void aClientOfAMirroredDatabaseIsToldThePartner() throws Exception {
        ScriptedServer server = new ScriptedServer();
        server.partner = "SQLB02\\LYNC";
        try (Range range = Range.of(server);
                Tap tap = new Tap(range.listener.port())) {
            try (Connection connection = DriverManager.getConnection(
                    Range.url(tap.port(), "encrypt=false;databaseName=mgc"),
                    ScriptedServer.USER,
                    ScriptedServer.PASSWORD)) {
                assertThat(connection.getCatalog()).isEqualTo("mgc");
            }
            assertThat(tap.textFromServer()).contains("SQLB02\\LYNC");
        }
    }

    @Test
    void aServerWithoutTlsServesWhoDoesNotInsistOnIt() throws Exception {
        try (Range range = new Range(new ScriptedServer().on("SELECT 1", LoginTest::one), TdsSettings.offering(null))) {
            try (Connection connection = range.connect()) {
                assertThat(connection.createStatement().executeQuery("SELECT 1").next())
                        .isTrue();
            }
            assertThatThrownBy(() -> range.connect("encrypt=true;trustServerCertificate=true"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("SSL");
        }
    }

    @Test
    void everythingIsEncryptedForAClientThatTrustsTheLabsAuthority(@TempDir Path folder) throws Exception {
        try (Range range = Range.of(new ScriptedServer().on("SELECT 1", LoginTest::one));
                Tap tap = new Tap(range.listener.port())) {
            String trusting = Range.trusting(folder);
            try (Connection connection = DriverManager.getConnection(
                    Range.url(tap.port(), trusting), ScriptedServer.USER, ScriptedServer.PASSWORD)) {
                connection.createStatement().execute("SELECT 1");
            }
            assertThat(tap.textFromClient()).doesNotContain("SELECT 1");
            assertThatThrownBy(() -> range.connect("encrypt=true"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("PKIX");
            assertThatThrownBy(() -> range.connect(trusting + ";hostNameInCertificate=sql-b.example"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("Failed to validate the server name");
        }
    }

    @Test
    void aServerThatForcesEncryptionEncryptsEverythingForEverybody(@TempDir Path folder) throws Exception {
        ScriptedServer server = new ScriptedServer().on("SELECT 1", LoginTest::one);
        try (Range range = new Range(server, Range.withTls().forcingEncryption());
                Tap tap = new Tap(range.listener.port())) {
            String trusting = Range.trusting(folder).replace("encrypt=true", "encrypt=false");
            try (Connection connection = DriverManager.getConnection(
                    Range.url(tap.port(), trusting), ScriptedServer.USER, ScriptedServer.PASSWORD)) {
                connection.createStatement().execute("SELECT 1");
            }
            assertThat(tap.textFromClient()).doesNotContain("SELECT 1");
        }
    }

    @Test
    void afterALoginOnlyEncryptionNotOneByteOfTlsStraysIntoTheStream() throws Exception {
        try (Range range = Range.of(new ScriptedServer().on("SELECT 1", LoginTest::one));
                Tap tap = new Tap(range.listener.port())) {
            try (Connection connection = DriverManager.getConnection(
                    Range.url(tap.port(), "encrypt=false"), ScriptedServer.USER, ScriptedServer.PASSWORD)) {
                for (int i = 0; i < 5; i++) {
                    // What a dropped TLS socket would write, it would write when it is collected.
                    System.gc();
                    connection.createStatement().execute("SELECT 1");
                }
            }
            assertThat(tap.textFromClient()).contains("SELECT 1").doesNotContain(ScriptedServer.USER);
            tap.assertServerSentWholePacketsOnly();
        }
    }

    @Test
    void tdsEightIsTurnedAwayAtOnce(@TempDir Path folder) throws Exception {
        try (Range range = Range.of(new ScriptedServer())) {
            String strict = Range.trusting(folder).replace("encrypt=true", "encrypt=strict");
            assertThatThrownBy(() -> range.connect(strict))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("handshake_failure");
            assertThat(range.server.sessions).isEmpty();
        }
    }

    @Test
    void aWrongPasswordIsError18456() throws Exception {
        try (Range range = Range.of(new ScriptedServer())) {
            assertThatThrownBy(() ->
                            DriverManager.getConnection(range.url("encrypt=false"), ScriptedServer.USER, "guessed"))
                    .isInstanceOfSatisfying(SQLServerException.class, e -> {
                        assertThat(e.getErrorCode()).isEqualTo(18456);
                        assertThat(e.getSQLServerError().getErrorSeverity()).isEqualTo(14);
                    })
                    .hasMessageContaining("Login failed for user 'failback'.");
        }
    }

    @Test
    void aDatabaseThatCannotBeOpenedIsError4060() throws Exception {
        try (Range range = Range.of(new ScriptedServer())) {
            assertThatThrownBy(() -> range.connect("encrypt=false;databaseName=nowhere"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getErrorCode()).isEqualTo(4060));
        }
    }

    @Test
    void aWindowsAccountLogsInByNtlm() throws Exception {
        try (Range range = new Range(new ScriptedServer(), Range.withTls().with(ACCOUNTS));
                Connection connection = DriverManager.getConnection(range.url(NTLM), "dba", "Let-me-1n")) {
            assertThat(connection.isClosed()).isFalse();
            Login login = range.server.lastSession().login;
            assertThat(login.integrated()).isTrue();
            assertThat(login.user()).isEqualToIgnoringCase("LAB\\dba");
            assertThat(login.password()).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource({"dba, guessed", "nobody, Let-me-1n"})
    void aWrongWindowsPasswordOrAnUnknownAccountIsError18456(String user, String password) throws Exception {
        try (Range range = new Range(new ScriptedServer(), Range.withTls().with(ACCOUNTS))) {
            assertThatThrownBy(() -> DriverManager.getConnection(range.url(NTLM), user, password))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getErrorCode()).isEqualTo(18456))
                    .hasMessageContaining("LAB\\");
        }
    }

    @Test
    void aServerWithoutWindowsAccountsTrustsNoDomain() throws Exception {
        try (Range range = Range.of(new ScriptedServer())) {
            assertThatThrownBy(() -> DriverManager.getConnection(range.url(NTLM), "dba", "Let-me-1n"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getErrorCode()).isEqualTo(18452));
        }
    }

    @ParameterizedTest
    @CsvSource({"9.0.5000, 72090002", "10.0.6000, 730a0003", "10.50.6000, 730b0003", "11.0.7001, 74000004"})
    void theProtocolIsTheOneThatSuchAServerSpeaks(String version, String tds) throws Exception {
        assertThat(Integer.toHexString(ServerVersion.of(version).tds(0x74000004)))
                .isEqualTo(tds);
        try (Range range = Range.of(new ScriptedServer(version).on("SELECT 1", LoginTest::one));
                Connection connection = range.connect()) {
            assertThat(connection.createStatement().executeQuery("SELECT 1").next())
                    .isTrue();
        }
    }

    @Test
    void anAncientProtocolIsRefusedByTheLabItself() throws Exception {
        try (Range range = new Range(new ScriptedServer(), TdsSettings.offering(null));
                RawClient client = new RawClient(range.listener.port())) {
            client.send(PacketType.PRELOGIN, 1, RawClient.prelogin(2));
            client.answer();
            client.send(PacketType.LOGIN7, 1, RawClient.login(0x71000001));
            assertThat(Tap.text(client.answer().payload())).contains("The lab does not model versions of TDS before");
            assertThat(client.answer()).isNull();
        }
    }

    @Test
    void whoNeverLogsInLosesTheConnection() throws Exception {
        TdsSettings hurried = Range.withTls().withLoginDeadline(Duration.ofMillis(200));
        try (Range range = new Range(new ScriptedServer(), hurried);
                RawClient client = new RawClient(range.listener.port())) {
            client.send(PacketType.PRELOGIN, 1, RawClient.prelogin(2));
            client.answer();
            assertThat(client.answer()).isNull();
        }
    }

    private static void one(ScriptedServer.Session session, List<Parameter> parameters, Answer answer) {
        answer.columns(List.of(Column.of("", SqlType.INT)));
        answer.row(1);
        answer.endOfRows(1);
    }
}
