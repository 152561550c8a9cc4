package org.failback.lab.tds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.microsoft.sqlserver.jdbc.ISQLServerMessage;
import com.microsoft.sqlserver.jdbc.SQLServerConnection;
import com.microsoft.sqlserver.jdbc.SQLServerException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class MessagesTest {
    private final ScriptedServer server = new ScriptedServer();
    private Range range;
    private Connection connection;

    @BeforeEach
    void connect() throws Exception {
        range = Range.of(server);
        connection = range.connect();
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
        range.close();
    }

    @Test
    void aChainOfErrorsKeepsItsOrder() throws Exception {
        SqlError refused = new SqlError(List.of(
                new Message(3201, 16, 1, "Cannot open backup device '\\\\share\\mgc.bak'.", "", 1),
                new Message(3013, 16, 1, "BACKUP DATABASE is terminating abnormally.", "", 1)));
        server.on("BACKUP DATABASE mgc", (session, parameters, answer) -> {
            throw refused;
        });
        assertChain(() -> connection.createStatement().execute("BACKUP DATABASE mgc"));
        try (PreparedStatement backup = connection.prepareStatement("BACKUP DATABASE mgc")) {
            assertChain(backup::execute);
        }
    }

    private static void assertChain(ThrowableAssert.ThrowingCallable backup) {
        SQLException first = catchThrowableOfType(SQLException.class, backup);
        assertThat(first.getErrorCode()).isEqualTo(3201);
        SQLException second = first.getNextException();
        assertThat(second.getErrorCode()).isEqualTo(3013);
        assertThat((Throwable) second.getNextException()).isNull();
    }

    @Test
    void anErrorTellsServerProcedureLineSeverityAndState() throws Exception {
        server.on(
                "EXEC p",
                (session, parameters, answer) -> answer.message(new Message(
                        14262, 16, 7, "The specified @job_name does not exist.", "sp_verify_job_identifiers", 67)));
        assertThatThrownBy(() -> connection.createStatement().execute("EXEC p"))
                .isInstanceOfSatisfying(SQLServerException.class, e -> {
                    assertThat(e.getSQLServerError().getErrorNumber()).isEqualTo(14262);
                    assertThat(e.getSQLServerError().getErrorSeverity()).isEqualTo(16);
                    assertThat(e.getSQLServerError().getErrorState()).isEqualTo(7);
                    assertThat(e.getSQLServerError().getServerName()).isEqualTo(ScriptedServer.NAME);
                    assertThat(e.getSQLServerError().getProcedureName()).isEqualTo("sp_verify_job_identifiers");
                    assertThat(e.getSQLServerError().getLineNumber()).isEqualTo(67);
                });
    }

    @Test
    void progressIsHeardWhileTheStatementRuns() throws Exception {
        CountDownLatch heard = new CountDownLatch(1);
        server.on("BACKUP", (session, parameters, answer) -> {
            answer.message(Message.info(3211, "10 percent processed."));
            boolean live = heard.await(10, TimeUnit.SECONDS);
            answer.message(Message.info(3014, live ? "heard live" : "not heard"));
        });
        List<String> messages = new ArrayList<>();
        connection.unwrap(SQLServerConnection.class).setServerMessageHandler(message -> {
            messages.add(message.getErrorNumber() + " " + message.getErrorMessage());
            heard.countDown();
            return message;
        });
        try (Statement statement = connection.createStatement()) {
            statement.execute("BACKUP");
            assertThat(messages).containsExactly("3211 10 percent processed.", "3014 heard live");
            SQLWarning first = statement.getWarnings();
            assertThat(first.getErrorCode()).isEqualTo(3211);
            assertThat(first.getNextWarning().getErrorCode()).isEqualTo(3014);
        }
    }

    @Test
    void everyStatementOfABatchIsAnsweredOnItsOwn() throws Exception {
        server.on("three statements", (session, parameters, answer) -> {
            answer.updated(2);
            answer.message(new Message(208, 16, 1, "Invalid object name 'x'.", "", 2));
            answer.updated(-1);
            answer.columns(List.of(Column.of("n", SqlType.INT)));
            answer.row(7);
            answer.endOfRows(1);
            answer.updated(5);
        });
        try (Statement statement = connection.createStatement()) {
            assertThat(statement.execute("three statements")).isFalse();
            assertThat(statement.getUpdateCount()).isEqualTo(2);
            assertThatThrownBy(statement::getMoreResults)
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getErrorCode()).isEqualTo(208));
            assertThat(statement.getMoreResults()).isTrue();
            assertThat(statement.getResultSet().next()).isTrue();
            assertThat(statement.getResultSet().getInt(1)).isEqualTo(7);
            assertThat(statement.getMoreResults()).isFalse();
            assertThat(statement.getUpdateCount()).isEqualTo(5);
            assertThat(statement.getMoreResults()).isFalse();
            assertThat(statement.getUpdateCount()).isEqualTo(-1);
        }
    }

    @Test
    void aStatementThatCountsNothingHasNoUpdateCount() throws Exception {
        server.on("ALTER DATABASE mgc SET PARTNER OFF", (session, parameters, answer) -> answer.updated(-1));
        server.on("nothing at all", (session, parameters, answer) -> {});
        for (String sql : List.of("ALTER DATABASE mgc SET PARTNER OFF", "nothing at all")) {
            try (Statement statement = connection.createStatement()) {
                assertThat(statement.execute(sql)).isFalse();
                assertThat(statement.getUpdateCount()).isEqualTo(-1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anErrorOfSeverity20EndsTheConnection(boolean thrown) throws Exception {
        Message fatal = new Message(9001, 21, 1, "The log for database 'mgc' is not available.", "", 1);
        server.on("SELECT 1", (session, parameters, answer) -> {
            if (thrown) {
                throw new SqlError(List.of(fatal));
            }
            answer.message(fatal);
            answer.updated(1);
        });
        assertThatThrownBy(() -> connection.createStatement().execute("SELECT 1"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(9001));
        assertThat(server.closings.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> connection.createStatement().execute("SELECT 1"))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void aMistakeOfTheLabIsAnErrorThatSaysSoAndTheConnectionLives() throws Exception {
        server.on("SELECT 1", (session, parameters, answer) -> {
            throw new IllegalStateException("no such mirror");
        });
        server.on("SELECT deep", (session, parameters, answer) -> deeper(0));
        server.on("SELECT 2", (session, parameters, answer) -> answer.updated(2));
        for (String sql : List.of("SELECT 1", "SELECT deep")) {
            assertThatThrownBy(() -> connection.createStatement().execute(sql))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getErrorCode()).isEqualTo(50000))
                    .hasMessageContaining("The lab failed within itself");
        }
        assertThat(connection.createStatement().executeUpdate("SELECT 2")).isEqualTo(2);
    }

    private static int deeper(int depth) {
        return deeper(depth + 1) + 1;
    }

    @Test
    void longTextsAndNamesAreCutAndNeverBreakTheStream() throws Exception {
        String text = "ä".repeat(40_000);
        server.on(
                "long",
                (session, parameters, answer) -> answer.message(new Message(50000, 0, 1, text, "p".repeat(500), 1)));
        try (Statement statement = connection.createStatement()) {
            statement.execute("long");
            assertThat(statement.getWarnings().getMessage()).hasSizeGreaterThan(20_000);
        }
    }

    @Test
    void theDriverFollowsAChangeOfTheDatabase() throws Exception {
        server.on("USE mgccomp", (session, parameters, answer) -> answer.database("mgccomp"));
        List<ISQLServerMessage> heard = new ArrayList<>();
        connection.unwrap(SQLServerConnection.class).setServerMessageHandler(message -> {
            heard.add(message);
            return message;
        });
        connection.createStatement().execute("USE mgccomp");
        assertThat(connection.getCatalog()).isEqualTo("mgccomp");
        assertThat(heard)
                .extracting(ISQLServerMessage::getErrorMessage)
                .containsExactly("Changed database context to 'mgccomp'.");
    }
}
