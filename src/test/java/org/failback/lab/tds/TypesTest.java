package org.failback.lab.tds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.sqlserver.jdbc.SQLServerPreparedStatement;
import java.math.BigDecimal;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TypesTest {
    private static final UUID ID = UUID.fromString("6f9619ff-8b86-d011-b42d-00c04fc964ff");
    private static final LocalDateTime NOON = LocalDateTime.of(2013, 12, 24, 12, 30, 15, 997_000_000);
    private static final LocalDateTime FINE = LocalDateTime.of(2013, 12, 24, 12, 30, 15, 123_456_700);

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

    private ResultSet select(List<Column> columns, Object... values) throws SQLException {
        server.on("SELECT", (session, parameters, answer) -> {
            answer.columns(columns);
            answer.row(values);
            answer.row(new Object[columns.size()]);
            answer.endOfRows(2);
        });
        ResultSet rows = connection.createStatement().executeQuery("SELECT");
        assertThat(rows.next()).isTrue();
        return rows;
    }

    private void assertNullsFollow(ResultSet rows) throws SQLException {
        assertThat(rows.next()).isTrue();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            assertThat(rows.getObject(i)).isNull();
        }
        assertThat(rows.next()).isFalse();
    }

    @Test
    void numbersOfEveryKindAndTheirNullsArrive() throws Exception {
        BigDecimal lsn = new BigDecimal("38000000014300001");
        ResultSet rows = select(
                List.of(
                        Column.of("bit", SqlType.BIT),
                        Column.of("tiny", SqlType.TINYINT),
                        Column.of("small", SqlType.SMALLINT),
                        Column.of("int", SqlType.INT),
                        Column.of("big", SqlType.BIGINT),
                        Column.of("real", SqlType.REAL),
                        Column.of("float", SqlType.FLOAT),
                        new Column("lsn", SqlType.NUMERIC, 25, 0),
                        new Column("ratio", SqlType.NUMERIC, 9, 4)),
                true,
                255,
                -32768,
                Integer.MIN_VALUE,
                Long.MAX_VALUE,
                1.5,
                Math.PI,
                lsn,
                new BigDecimal("-12.3456"));
        assertThat(rows.getBoolean("bit")).isTrue();
        assertThat(rows.getShort("tiny")).isEqualTo((short) 255);
        assertThat(rows.getShort("small")).isEqualTo(Short.MIN_VALUE);
        assertThat(rows.getInt("int")).isEqualTo(Integer.MIN_VALUE);
        assertThat(rows.getLong("big")).isEqualTo(Long.MAX_VALUE);
        assertThat(rows.getFloat("real")).isEqualTo(1.5f);
        assertThat(rows.getDouble("float")).isEqualTo(Math.PI);
        assertThat(rows.getBigDecimal("lsn")).isEqualTo(lsn);
        assertThat(rows.getBigDecimal("ratio")).isEqualTo("-12.3456");
        ResultSetMetaData meta = rows.getMetaData();
        assertThat(meta.getPrecision(8)).isEqualTo(25);
        assertThat(meta.getScale(9)).isEqualTo(4);
        assertNullsFollow(rows);
    }

    @Test
    void textAndBinaryArriveWhetherShortOrMax() throws Exception {
        String greek = "Ελληνικά 𝄞";
        String novel = "Lync".repeat(40_000);
        byte[] sid = {1, 5, 0, -1};
        byte[] dump = new byte[100_000];
        Arrays.fill(dump, (byte) 0xAB);
        ResultSet rows = select(
                List.of(
                        new Column("name", SqlType.NVARCHAR, 128, 0),
                        Column.of("text", SqlType.NVARCHAR),
                        new Column("ansi", SqlType.VARCHAR, 50, 0),
                        Column.of("ansimax", SqlType.VARCHAR),
                        new Column("sid", SqlType.VARBINARY, 85, 0),
                        Column.of("dump", SqlType.VARBINARY),
                        Column.of("empty", SqlType.NVARCHAR)),
                greek,
                novel,
                "Zürich €",
                "x".repeat(9000),
                sid,
                dump,
                "");
        assertThat(rows.getString("name")).isEqualTo(greek);
        assertThat(rows.getString("text")).isEqualTo(novel);
        assertThat(rows.getString("ansi")).isEqualTo("Zürich €");
        assertThat(rows.getString("ansimax")).hasSize(9000);
        assertThat(rows.getBytes("sid")).isEqualTo(sid);
        assertThat(rows.getBytes("dump")).isEqualTo(dump);
        assertThat(rows.getString("empty")).isEmpty();
        assertNullsFollow(rows);
    }

    @Test
    void timesArriveAsSqlServerRoundsThem() throws Exception {
        ResultSet rows = select(
                List.of(
                        Column.of("datetime", SqlType.DATETIME),
                        Column.of("fine", SqlType.DATETIME2),
                        new Column("coarse", SqlType.DATETIME2, 0, 0),
                        Column.of("old", SqlType.DATETIME),
                        Column.of("midnight", SqlType.DATETIME)),
                NOON,
                FINE,
                FINE,
                LocalDateTime.of(1753, 1, 1, 0, 0),
                LocalDateTime.of(2013, 12, 31, 23, 59, 59, 999_000_000));
        assertThat(rows.getTimestamp("datetime").toLocalDateTime()).isEqualTo(NOON);
        assertThat(rows.getTimestamp("fine").toLocalDateTime()).isEqualTo(FINE);
        assertThat(rows.getTimestamp("coarse").toLocalDateTime()).isEqualTo(FINE.withNano(0));
        assertThat(rows.getTimestamp("old").toLocalDateTime()).isEqualTo("1753-01-01T00:00");
        assertThat(rows.getTimestamp("midnight").toLocalDateTime()).isEqualTo("2014-01-01T00:00");
        assertNullsFollow(rows);
    }

    @Test
    void identifiersAndVariantsArrive() throws Exception {
        List<Object> values =
                List.of("SQL-B", 1, 5_000_000_000L, true, 2.5, new BigDecimal("1.25"), NOON, ID, new byte[] {1, 2}, 7);
        List<Column> columns = IntStream.range(0, values.size())
                .mapToObj(i -> Column.of("v" + i, SqlType.SQL_VARIANT))
                .toList();
        ResultSet rows = select(columns, values.toArray());
        assertThat(rows.getObject(1)).isEqualTo("SQL-B");
        assertThat(rows.getInt(2)).isEqualTo(1);
        assertThat(rows.getLong(3)).isEqualTo(5_000_000_000L);
        assertThat(rows.getBoolean(4)).isTrue();
        assertThat(rows.getDouble(5)).isEqualTo(2.5);
        assertThat(rows.getBigDecimal(6)).isEqualTo("1.25");
        assertThat(rows.getTimestamp(7).toLocalDateTime()).isEqualTo(NOON);
        assertThat(rows.getString(8)).isEqualToIgnoringCase(ID.toString());
        assertThat(rows.getBytes(9)).containsExactly(1, 2);
        assertNullsFollow(rows);
        ResultSet guid = select(List.of(Column.of("id", SqlType.UNIQUEIDENTIFIER)), ID);
        assertThat(guid.getString(1)).isEqualToIgnoringCase(ID.toString());
        assertNullsFollow(guid);
    }

    @Test
    void aThousandRowsCrossManyPackets() throws Exception {
        server.on("SELECT rows", (session, parameters, answer) -> {
            answer.columns(List.of(Column.of("i", SqlType.INT), new Column("t", SqlType.NVARCHAR, 200, 0)));
            for (int i = 0; i < 1000; i++) {
                answer.row(i, "row " + i + "-".repeat(i % 190));
            }
            answer.endOfRows(1000);
        });
        try (Connection small = range.connect("encrypt=false;packetSize=512")) {
            ResultSet rows = small.createStatement().executeQuery("SELECT rows");
            int seen = 0;
            while (rows.next()) {
                assertThat(rows.getInt("i")).isEqualTo(seen);
                assertThat(rows.getString("t")).isEqualTo("row " + seen + "-".repeat(seen % 190));
                seen++;
            }
            assertThat(seen).isEqualTo(1000);
        }
    }

    @Test
    void parametersOfEveryKindReachTheSession() throws Exception {
        byte[] bytes = {9, 8, 7};
        String novel = "n".repeat(20_000);
        server.on("INSERT log VALUES (@P0,@P1,@P2,@P3,@P4,@P5,@P6,@P7,@P8,@P9,@P10,@P11)", (s, p, a) -> a.updated(1));
        try (PreparedStatement insert = connection.prepareStatement("INSERT log VALUES (?,?,?,?,?,?,?,?,?,?,?,?)")) {
            insert.setInt(1, -7);
            insert.setLong(2, Long.MIN_VALUE);
            insert.setShort(3, (short) -3);
            insert.setByte(4, (byte) 4);
            insert.setBoolean(5, true);
            insert.setString(6, "O'Brien");
            insert.setString(7, novel);
            insert.setBytes(8, bytes);
            insert.setBigDecimal(9, new BigDecimal("-123.45"));
            insert.setTimestamp(10, Timestamp.valueOf(FINE));
            insert.setDouble(11, 1e300);
            insert.setFloat(12, 0.5f);
            assertThat(insert.executeUpdate()).isEqualTo(1);
        }
        List<Parameter> seen = received();
        assertThat(seen).allSatisfy(p -> assertThat(p.name()).isEmpty());
        assertThat(seen.get(1).value()).asString().contains("@P0 int", "@P6 nvarchar(max)", "@P9 datetime2");
        List<Parameter> values = seen.subList(2, seen.size());
        assertThat(values)
                .extracting(Parameter::type)
                .containsExactly(
                        SqlType.INT,
                        SqlType.BIGINT,
                        SqlType.SMALLINT,
                        SqlType.TINYINT,
                        SqlType.BIT,
                        SqlType.NVARCHAR,
                        SqlType.NVARCHAR,
                        SqlType.VARBINARY,
                        SqlType.NUMERIC,
                        SqlType.DATETIME2,
                        SqlType.FLOAT,
                        SqlType.REAL);
        assertThat(values)
                .extracting(Parameter::value)
                .containsExactly(
                        -7,
                        Long.MIN_VALUE,
                        -3,
                        4,
                        true,
                        "O'Brien",
                        novel,
                        bytes,
                        new BigDecimal("-123.45"),
                        FINE,
                        1e300,
                        0.5);
    }

    @Test
    void nullParametersKeepTheirTypes() throws Exception {
        server.on("INSERT log VALUES (@P0,@P1,@P2,@P3,@P4,@P5,@P6)", (s, p, a) -> a.updated(1));
        try (PreparedStatement insert = connection.prepareStatement("INSERT log VALUES (?,?,?,?,?,?,?)")) {
            insert.setNull(1, Types.INTEGER);
            insert.setNull(2, Types.BIT);
            insert.setNull(3, Types.NVARCHAR);
            insert.setNull(4, Types.VARBINARY);
            insert.setNull(5, Types.DECIMAL);
            insert.setNull(6, Types.TIMESTAMP);
            insert.setNull(7, Types.DOUBLE);
            insert.executeUpdate();
        }
        List<Parameter> values = received().subList(2, 9);
        assertThat(values).allSatisfy(p -> assertThat(p.value()).isNull());
        assertThat(values)
                .extracting(Parameter::type)
                .containsExactly(
                        SqlType.INT,
                        SqlType.BIT,
                        SqlType.NVARCHAR,
                        SqlType.VARBINARY,
                        SqlType.NUMERIC,
                        SqlType.DATETIME2,
                        SqlType.FLOAT);
    }

    @Test
    void identifiersAnsiTextAndMoneyReachTheSession() throws Exception {
        server.on("INSERT log VALUES (@P0,@P1,@P2,@P3)", (s, p, a) -> a.updated(1));
        try (Connection ansi = range.connect("encrypt=false;sendStringParametersAsUnicode=false");
                PreparedStatement insert = ansi.prepareStatement("INSERT log VALUES (?,?,?,?)")) {
            insert.setString(1, "Zürich €");
            insert.unwrap(SQLServerPreparedStatement.class).setUniqueIdentifier(2, ID.toString());
            insert.setTimestamp(3, Timestamp.valueOf(NOON));
            insert.unwrap(SQLServerPreparedStatement.class).setMoney(4, new BigDecimal("-1.2345"));
            insert.executeUpdate();
        }
        List<Parameter> values = received().subList(2, 6);
        assertThat(values)
                .extracting(Parameter::type)
                .containsExactly(SqlType.VARCHAR, SqlType.UNIQUEIDENTIFIER, SqlType.DATETIME2, SqlType.NUMERIC);
        assertThat(values)
                .extracting(Parameter::value)
                .containsExactly("Zürich €", ID, NOON, new BigDecimal("-1.2345"));
    }

    @Test
    void aParameterOfATypeThatTheLabLacksIsRefusedAsTheLab() throws Exception {
        try (PreparedStatement insert = connection.prepareStatement("INSERT log VALUES (?)")) {
            insert.setObject(1, LocalDate.of(2013, 12, 24));
            assertThatThrownBy(insert::executeUpdate)
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getErrorCode()).isEqualTo(50000))
                    .hasMessageContaining("The lab does not model parameters of date.");
        }
        assertThat(connection.isValid(0)).isFalse();
        assertThat(connection.isClosed()).isFalse();
    }

    @Test
    void outputParametersComeBackInEveryType() throws Exception {
        List<Object> values = List.of(7, 8L, true, "text", new byte[] {1}, new BigDecimal("1.50"), NOON, FINE, ID, 2.5);
        List<SqlType> types = List.of(
                SqlType.INT,
                SqlType.BIGINT,
                SqlType.BIT,
                SqlType.NVARCHAR,
                SqlType.VARBINARY,
                SqlType.NUMERIC,
                SqlType.DATETIME,
                SqlType.DATETIME2,
                SqlType.UNIQUEIDENTIFIER,
                SqlType.FLOAT);
        server.on(
                "EXEC dbo.p @P0 OUT,@P1 OUT,@P2 OUT,@P3 OUT,@P4 OUT,@P5 OUT,@P6 OUT,@P7 OUT,@P8 OUT,@P9 OUT",
                (session, parameters, answer) -> {
                    for (int i = 0; i < types.size(); i++) {
                        answer.output(i + 2, "", types.get(i), values.get(i));
                    }
                });
        try (CallableStatement call = connection.prepareCall("{call dbo.p(?,?,?,?,?,?,?,?,?,?)}")) {
            int[] jdbc = {
                Types.INTEGER,
                Types.BIGINT,
                Types.BIT,
                Types.NVARCHAR,
                Types.VARBINARY,
                Types.DECIMAL,
                Types.TIMESTAMP,
                Types.TIMESTAMP,
                microsoft.sql.Types.GUID,
                Types.DOUBLE
            };
            for (int i = 0; i < jdbc.length; i++) {
                call.registerOutParameter(i + 1, jdbc[i]);
            }
            call.execute();
            assertThat(call.getInt(1)).isEqualTo(7);
            assertThat(call.getLong(2)).isEqualTo(8L);
            assertThat(call.getBoolean(3)).isTrue();
            assertThat(call.getString(4)).isEqualTo("text");
            assertThat(call.getBytes(5)).containsExactly(1);
            assertThat(call.getBigDecimal(6)).isEqualByComparingTo("1.5");
            assertThat(call.getTimestamp(7).toLocalDateTime()).isEqualTo(NOON);
            assertThat(call.getTimestamp(8).toLocalDateTime()).isEqualTo(FINE);
            assertThat(call.getString(9)).isEqualToIgnoringCase(ID.toString());
            assertThat(call.getDouble(10)).isEqualTo(2.5);
        }
    }

    @Test
    void aValueThatIsNotWhatItsColumnSaysIsTheLabsOwnFault() throws Exception {
        server.on("SELECT wrong", (session, parameters, answer) -> {
            answer.columns(List.of(Column.of("i", SqlType.INT)));
            answer.row("one");
        });
        assertThatThrownBy(() -> {
                    ResultSet rows = connection.createStatement().executeQuery("SELECT wrong");
                    rows.next();
                })
                .hasMessageContaining("The lab failed within itself")
                .hasMessageContaining("Column 'i' is INT and was given String");
    }

    private List<Parameter> received() {
        List<List<Parameter>> all = server.lastSession().parameters;
        return all.get(all.size() - 1);
    }
}
