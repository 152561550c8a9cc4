package org.failback.lab.tds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProceduresTest {
    private static final UUID JOB = UUID.fromString("0e984725-c51c-4bf4-9960-e1c80e27aba0");

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
    void aCallAnswersWithRowsAStatusAndOutputs() throws Exception {
        server.on("EXEC @P0 = msdb.dbo.p @P1,@P2 OUT", (session, parameters, answer) -> {
            answer.columns(List.of(Column.of("n", SqlType.INT)));
            answer.row((Integer) parameters.get(3).value() + 1);
            answer.endOfRows(1);
            answer.output(2, "", SqlType.INT, 3);
            answer.output(4, "", SqlType.NVARCHAR, "mgc");
        });
        try (CallableStatement call = connection.prepareCall("{? = call msdb.dbo.p(?,?)}")) {
            call.registerOutParameter(1, Types.INTEGER);
            call.setInt(2, 41);
            call.registerOutParameter(3, Types.NVARCHAR);
            ResultSet rows = call.executeQuery();
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(42);
            rows.close();
            assertThat(call.getMoreResults()).isFalse();
            assertThat(call.getInt(1)).isEqualTo(3);
            assertThat(call.getString(3)).isEqualTo("mgc");
        }
        List<Parameter> sent = server.lastSession().parameters.get(0);
        assertThat(sent).extracting(Parameter::name).containsOnly("");
        assertThat(sent).extracting(Parameter::output).containsExactly(false, false, true, false, true);
        assertThat(sent.get(1).value()).asString().contains("@P0 int OUTPUT", "@P2 nvarchar(4000) OUTPUT");
    }

    @Test
    void aGuidThatIsPutOutAnswersWithSixteenBytesThoughNoneWereAnnounced() throws Exception {
        server.on("EXEC dbo.sp_add_job @P0,@P1 OUT", (session, parameters, answer) -> {
            assertThat(parameters.get(3).type()).isEqualTo(SqlType.UNIQUEIDENTIFIER);
            answer.output(3, "", SqlType.UNIQUEIDENTIFIER, JOB);
        });
        try (CallableStatement call = connection.prepareCall("{call dbo.sp_add_job(?,?)}")) {
            call.setString(1, "failback");
            call.registerOutParameter(2, microsoft.sql.Types.GUID);
            call.execute();
            assertThat(call.getString(2)).isEqualToIgnoringCase(JOB.toString());
        }
    }

    @Test
    void aCallByParameterNameAsksTheCatalogFirst() throws Exception {
        try (CallableStatement call = connection.prepareCall("{call msdb.dbo.sp_start_job(?)}")) {
            assertThatThrownBy(() -> call.setString("job_name", "failback")).isInstanceOf(SQLException.class);
        }
        assertThat(server.lastSession().statements).anyMatch(sql -> sql.contains("sp_sproc_columns"));
    }

    @Test
    void aProcedureCalledByItsNameAnswersRowsThenStatusThenOutputs() throws Exception {
        server.on("msdb.dbo.sp_add_job", (session, parameters, answer) -> {
            answer.output(1, "@job_id", SqlType.UNIQUEIDENTIFIER, JOB);
            answer.returnStatus(4);
            answer.updated(1);
        });
        byte[] call = rpc("msdb.dbo.sp_add_job")
                .shortText("@job_name")
                .u8(0)
                .u8(TypeCode.NVARCHAR)
                .u16(256)
                .bytes(Collation.bytes())
                .u16(8)
                .utf16("drop")
                .shortText("@job_id")
                .u8(1)
                .u8(TypeCode.UNIQUEIDENTIFIER)
                .u8(0)
                .u8(0)
                .toByteArray();
        try (Range bare = new Range(server, TdsSettings.offering(null));
                RawClient client = RawClient.loggedIn(bare.listener.port())) {
            client.send(PacketType.RPC, 1, call);
            WireReader answer = new WireReader(client.answer().payload());
            assertThat(answer.u8()).isEqualTo(Tokens.DONE_IN_PROCEDURE);
            assertThat(answer.u16()).isEqualTo(Tokens.STATUS_COUNT | Tokens.STATUS_MORE);
            assertThat(answer.u16()).isEqualTo(Tokens.COMMAND_UPDATE);
            assertThat(answer.i64()).isEqualTo(1);
            assertThat(answer.u8()).isEqualTo(0x79);
            assertThat(answer.i32()).isEqualTo(4);
            assertThat(answer.u8()).isEqualTo(0xAC);
            assertThat(answer.u16()).isEqualTo(1);
            assertThat(answer.utf16(answer.u8())).isEqualTo("@job_id");
            answer.skip(1 + 4 + 2);
            assertThat(answer.u8()).isEqualTo(TypeCode.UNIQUEIDENTIFIER);
            assertThat(answer.u8()).isEqualTo(16);
            assertThat(answer.u8()).isEqualTo(16);
            assertThat(Guid.of(answer.bytes(16))).isEqualTo(JOB);
            assertThat(answer.u8()).isEqualTo(Tokens.DONE_PROCEDURE);
            assertThat(answer.u16()).isZero();
            assertThat(answer.u16()).isEqualTo(Tokens.COMMAND_EXECUTE);
        }
        assertThat(server.lastSession().parameters.get(0))
                .containsExactly(
                        new Parameter("@job_name", SqlType.NVARCHAR, "drop", false),
                        new Parameter("@job_id", SqlType.UNIQUEIDENTIFIER, null, true));
    }

    private static WireWriter rpc(String name) {
        return RawClient.headers().u16(name.length()).utf16(name).u16(0);
    }

    @Test
    void aRepeatedStatementIsPreparedExecutedAndLetGo() throws Exception {
        server.on(
                "UPDATE t SET a=@P0",
                (session, parameters, answer) ->
                        answer.updated((Integer) parameters.get(2).value()));
        try (PreparedStatement update = connection.prepareStatement("UPDATE t SET a=?")) {
            for (int i = 1; i <= 5; i++) {
                update.setInt(1, i);
                assertThat(update.executeUpdate()).isEqualTo(i);
            }
        }
        assertThat(server.lastSession().statements).hasSize(5).containsOnly("UPDATE t SET a=@P0");
    }

    @Test
    void aPreparedStatementThatIsPreparedApartRunsTheSame() throws Exception {
        server.on("SELECT @P0", (session, parameters, answer) -> {
            answer.columns(List.of(Column.of("", SqlType.NVARCHAR)));
            answer.row(parameters.get(2).value());
            answer.endOfRows(1);
        });
        try (Connection apart = range.connect("encrypt=false;prepareMethod=prepare");
                PreparedStatement select = apart.prepareStatement("SELECT ?")) {
            for (String text : List.of("one", "two", "three")) {
                select.setString(1, text);
                ResultSet rows = select.executeQuery();
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isEqualTo(text);
            }
        }
    }

    @Test
    void outputsOfAPreparedStatementComeBackInTheirPlaces() throws Exception {
        server.on(
                "EXEC dbo.increment @P0 OUT,@P1",
                (session, parameters, answer) -> answer.output(
                        2, "", SqlType.INT, (Integer) parameters.get(3).value() + 1));
        try (CallableStatement set = connection.prepareCall("{call dbo.increment(?,?)}")) {
            set.registerOutParameter(1, Types.INTEGER);
            // sp_executesql, then sp_prepexec, then sp_execute: each counts the parameters its own way.
            for (int i = 1; i <= 4; i++) {
                set.setInt(2, i);
                set.execute();
                assertThat(set.getInt(1)).isEqualTo(i + 1);
            }
        }
    }

    @Test
    void aBatchOfCallsIsAnsweredCallByCall() throws Exception {
        server.on("INSERT t VALUES(@P0)", (session, parameters, answer) -> {
            if (parameters.get(2).value().equals(2)) {
                throw new SqlError(2627, 14, 1, "Violation of PRIMARY KEY constraint.");
            }
            answer.updated(1);
        });
        try (PreparedStatement insert = connection.prepareStatement("INSERT t VALUES(?)")) {
            for (int i = 0; i < 4; i++) {
                insert.setInt(1, i);
                insert.addBatch();
            }
            assertThatThrownBy(insert::executeBatch)
                    .isInstanceOfSatisfying(
                            java.sql.BatchUpdateException.class,
                            e -> assertThat(e.getUpdateCounts())
                                    .containsExactly(1, 1, java.sql.Statement.EXECUTE_FAILED, 1));
        }
        assertThat(server.lastSession().statements).hasSize(4);
    }

    @Test
    void anUnknownHandleIsError8179() throws Exception {
        try (Range bare = new Range(server, TdsSettings.offering(null));
                RawClient client = RawClient.loggedIn(bare.listener.port())) {
            byte[] execute = RawClient.headers()
                    .u16(0xFFFF)
                    .u16(12)
                    .u16(0)
                    .u8(0)
                    .u8(0)
                    .u8(TypeCode.INTN)
                    .u8(4)
                    .u8(4)
                    .i32(99)
                    .toByteArray();
            client.send(PacketType.RPC, 1, execute);
            assertThat(Tap.text(client.answer().payload()))
                    .contains("Could not find prepared statement with handle 99.");
        }
    }

    @Test
    void cursorsArePassedOnByNameAndRefusedBehind() throws Exception {
        try (java.sql.Statement cursor =
                connection.createStatement(ResultSet.TYPE_SCROLL_SENSITIVE, ResultSet.CONCUR_UPDATABLE)) {
            assertThatThrownBy(() -> cursor.executeQuery("SELECT 1")).isInstanceOf(SQLException.class);
        }
        assertThat(server.lastSession().statements).contains("sp_cursoropen");
    }
}
