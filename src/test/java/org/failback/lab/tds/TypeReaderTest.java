package org.failback.lab.tds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.net.ProtocolException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TypeReaderTest {
    private static final LocalDateTime TIME = LocalDateTime.of(2013, 12, 24, 23, 59, 59, 997_000_000);

    static List<Arguments> everyType() {
        return List.of(
                Arguments.of(Column.of("@p", SqlType.BIT), true),
                Arguments.of(Column.of("@p", SqlType.TINYINT), 200),
                Arguments.of(Column.of("@p", SqlType.SMALLINT), -200),
                Arguments.of(Column.of("@p", SqlType.INT), Integer.MIN_VALUE),
                Arguments.of(Column.of("@p", SqlType.BIGINT), Long.MIN_VALUE),
                Arguments.of(Column.of("@p", SqlType.REAL), 0.25),
                Arguments.of(Column.of("@p", SqlType.FLOAT), -Math.E),
                Arguments.of(new Column("@p", SqlType.NUMERIC, 5, 2), new BigDecimal("-999.99")),
                Arguments.of(new Column("@p", SqlType.NUMERIC, 19, 0), new BigDecimal("9999999999999999999")),
                Arguments.of(new Column("@p", SqlType.NUMERIC, 25, 0), new BigDecimal("38000000014300001")),
                Arguments.of(
                        new Column("@p", SqlType.NUMERIC, 38, 38),
                        new BigDecimal("0.99999999999999999999999999999999999999")),
                Arguments.of(new Column("@p", SqlType.NVARCHAR, 10, 0), "Ωμέγα"),
                Arguments.of(Column.of("@p", SqlType.NVARCHAR), "x".repeat(70_000)),
                Arguments.of(new Column("@p", SqlType.VARCHAR, 10, 0), "ä€"),
                Arguments.of(Column.of("@p", SqlType.VARCHAR), ""),
                Arguments.of(new Column("@p", SqlType.VARBINARY, 3, 0), new byte[] {1, -1, 0}),
                Arguments.of(Column.of("@p", SqlType.VARBINARY), new byte[9000]),
                Arguments.of(Column.of("@p", SqlType.DATETIME), TIME),
                Arguments.of(Column.of("@p", SqlType.DATETIME), LocalDateTime.of(1753, 1, 1, 0, 0)),
                Arguments.of(new Column("@p", SqlType.DATETIME2, 0, 3), TIME),
                Arguments.of(Column.of("@p", SqlType.DATETIME2), TIME.plusNanos(900)),
                Arguments.of(Column.of("@p", SqlType.DATETIME2), LocalDateTime.of(1, 1, 1, 0, 0)),
                Arguments.of(Column.of("@p", SqlType.UNIQUEIDENTIFIER), UUID.randomUUID()));
    }

    @ParameterizedTest
    @MethodSource("everyType")
    void whatIsWrittenIsRead(Column column, Object value) throws Exception {
        assertThat(read(column, value))
                .usingRecursiveComparison()
                .isEqualTo(new Parameter("@p", column.type(), value, false));
        assertThat(read(column, null)).isEqualTo(new Parameter("@p", column.type(), null, false));
    }

    @ParameterizedTest
    @MethodSource("everyType")
    void aParameterThatIsCutAnywhereIsTheClientsFault(Column column, Object value) {
        byte[] whole = written(column, value);
        for (int length = 0; length < Math.min(whole.length, 60); length++) {
            byte[] cut = java.util.Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> parameter(cut)).isInstanceOf(ProtocolException.class);
        }
    }

    @Test
    void noBytesWhateverBreakTheReaderItself() {
        Random random = new Random(20131224);
        for (int i = 0; i < 200_000; i++) {
            byte[] noise = new byte[random.nextInt(40)];
            random.nextBytes(noise);
            try {
                parameter(noise);
            } catch (ProtocolException | SqlError expected) {
                assertThat(expected).hasMessageMatching("(?s).+");
            }
        }
    }

    @Test
    void lengthsBeyondAllReasonCostNoMemory() {
        byte[] plp = new WireWriter()
                .u8(TypeCode.BIGVARBINARY)
                .u16(0xFFFF)
                .i64(Long.MAX_VALUE)
                .i32(Integer.MAX_VALUE)
                .toByteArray();
        byte[] image = new WireWriter()
                .u8(TypeCode.IMAGE)
                .i32(Integer.MAX_VALUE)
                .i32(Integer.MAX_VALUE)
                .toByteArray();
        assertThatThrownBy(() -> parameter(plp)).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> parameter(image)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void whatTheLabLacksIsNamed() {
        assertThatThrownBy(() -> parameter(new byte[] {(byte) TypeCode.XML, 0}))
                .isInstanceOf(SqlError.class)
                .hasMessageContaining("The lab does not model parameters of xml.");
        assertThatThrownBy(() -> parameter(new byte[] {(byte) TypeCode.TABLE, 0}))
                .hasMessageContaining("a table-valued type");
    }

    private static byte[] written(Column column, Object value) {
        WireWriter out = new WireWriter();
        TypeWriter.type(out, column);
        TypeWriter.value(out, column, value);
        return out.toByteArray();
    }

    private static Parameter read(Column column, Object value) throws ProtocolException, SqlError {
        return parameter(written(column, value));
    }

    private static Parameter parameter(byte[] bytes) throws ProtocolException, SqlError {
        return new TypeReader(new WireReader(bytes)).parameter("@p", false);
    }
}
