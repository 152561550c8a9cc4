package org.failback.lab.tsql;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.UUID;
import org.failback.lab.tds.SqlType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionsTest {
    private final Lab lab = new Lab();

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            quoteCharacter = '`',
            value = {
                "1 + 2 * 3 → 7",
                "7 / 2 → 3",
                "-7 % 3 → -1",
                "(1 + 2) * 3 → 9",
                "5 & 3 → 1",
                "5 | 3 → 7",
                "5 ^ 3 → 6",
                "~0 → -1",
                "'a' + N'b' → ab",
                "'1' + 1 → 2",
                "LEN('ab  ') → 2",
                "DATALENGTH(N'ab ') → 6",
                "DATALENGTH('ab ') → 3",
                "LEFT('abc', 2) + RIGHT('abc', 1) → abc",
                "SUBSTRING('abcdef', 2, 3) → bcd",
                "SUBSTRING('abc', 0, 2) → a",
                "CHARINDEX('B', 'abcb') → 2",
                "CHARINDEX('b', 'abcb', 3) → 4",
                "PATINDEX('%[0-9]%', 'ab1') → 3",
                "REPLACE('aXbx', 'x', '-') → a-b-",
                "STUFF('abcdef', 2, 3, 'zz') → azzef",
                "REPLICATE('ab', 3) → ababab",
                "UPPER('ab') + LOWER('CD') → ABcd",
                "'[' + LTRIM(RTRIM('  x ')) + ']' → [x]",
                "REVERSE('abc') → cba",
                "QUOTENAME('a]b') → [a]]b]",
                "QUOTENAME('it''s', '''') → 'it''s'",
                "STR(3.7) →          4",
                "CHAR(65) + NCHAR(8364) → A€",
                "ASCII('A') → 65",
                "UNICODE(N'€') → 8364",
                "ABS(-4) → 4",
                "SIGN(-4) → -1",
                "POWER(2, 10) → 1024",
                "ISNUMERIC('12') → 1",
                "ISNUMERIC('x') → 0",
                "ISDATE('20260304') → 1",
                "ISDATE('20261304') → 0",
                "ISNULL(NULL, 'x') → x",
                "COALESCE(NULL, NULL, 3) → 3",
                "CASE 2 WHEN 1 THEN 'one' WHEN 2 THEN 'two' ELSE 'many' END → two",
                "CASE WHEN NULL = NULL THEN 'same' ELSE 'unknown' END → unknown",
                "CONVERT(varchar(30), 0x1AFF, 1) → 0x1AFF",
                "CONVERT(varchar(30), 0x1AFF, 2) → 1AFF",
                "CONVERT(int, 0x10) → 16",
                "CONVERT(varchar(10), GETDATE(), 112) → 20260304",
                "CONVERT(varchar(19), GETDATE(), 120) → 2026-03-04 07:06:07",
                "CONVERT(varchar(23), GETUTCDATE(), 121) → 2026-03-04 05:06:07.089",
                "CONVERT(varchar(23), GETUTCDATE(), 126) → 2026-03-04T05:06:07.089",
                "CONVERT(varchar(24), GETUTCDATE(), 127) → 2026-03-04T05:06:07.089Z",
                "DATEDIFF(day, '20260101', '20260304') → 62",
                "DATEDIFF(minute, '2026-03-04 05:00:59', '2026-03-04 05:01:00') → 1",
                "DATEPART(hour, '2026-03-04T05:06:07') → 5",
                "YEAR('20260304') * 100 + MONTH('20260304') → 202603",
                "CAST(12.6 AS int) → 12",
                "CAST('  12 ' AS int) → 12",
                "'abc' COLLATE Latin1_General_BIN → abc",
                "CONVERT(uniqueidentifier, 0x00112233445566778899AABBCCDDEEFF) → 33221100-5544-7766-8899-aabbccddeeff",
            })
    void givesWhatSqlServerGives(String expression, String expected) {
        String trimmed = expected.strip();
        assertThat(String.valueOf(lab.value(expression)).strip()).isEqualTo(trimmed);
    }

    @Test
    void keepsNullOutOfEverything() {
        assertThat(lab.value("'a' + NULL")).isNull();
        assertThat(lab.value("1 + NULL")).isNull();
        assertThat(lab.value("LEN(NULL)")).isNull();
        assertThat(lab.value("NULLIF('a', 'A ')")).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            quoteCharacter = '`',
            value = {
                "SELECT 2147483647 + 1 → error 8115",
                "SELECT 1 / 0 → error 8134",
                "SELECT 1.0 / 0 → error 8134",
                "SELECT CAST(300 AS tinyint) → error 220",
                "SELECT CONVERT(int, 'x') → ended by 245 line 1",
                "SELECT CONVERT(bigint, N'x') → ended by 8114 line 1",
                "SELECT CONVERT(datetime, 'yesterday') → ended by 241 line 1",
                "SELECT CONVERT(datetime, '20261301') → ended by 242 line 1",
                "SELECT CONVERT(uniqueidentifier, 'x') → ended by 8169 line 1",
                "SELECT LEFT('a', -1) → error 536",
                "SELECT N'server ' + SERVERPROPERTY('ServerName') → ended by 403 line 1",
                "DECLARE @s sysname SET @s = SERVERPROPERTY('ServerName') → ended by 257 line 1",
                "SELECT LEFT(SERVERPROPERTY('ServerName'), 1) → ended by 8116 line 1",
                "SELECT LEN() → ended by 174 line 1",
                "SELECT DATEADD(fortnight, 1, GETDATE()) → ended by 155 line 1",
            })
    void failsAsSqlServerFails(String sql, String expected) {
        assertThat(lab.lines(sql)).containsExactly(expected);
    }

    @Test
    void tellsTheTypesOfItsColumns() {
        RecordedAnswer answer =
                lab.batch("SELECT 1 a, N'xyz' b, CONVERT(sysname, 'm') c, SERVERPROPERTY('ServerName') d,"
                        + " GETDATE() e, COUNT_BIG(*) f, 1.25 g, NEWID() h, DB_ID('mgc') i, NULL j, @@SPID k");
        assertThat(answer.columns)
                .extracting(column -> column.name() + " " + column.type() + " " + column.length())
                .containsExactly(
                        "a INT 0",
                        "b NVARCHAR 3",
                        "c NVARCHAR 128",
                        "d SQL_VARIANT 0",
                        "e DATETIME 0",
                        "f BIGINT 0",
                        "g NUMERIC 3",
                        "h UNIQUEIDENTIFIER 0",
                        "i SMALLINT 0",
                        "j INT 0",
                        "k SMALLINT 0");
        assertThat(answer.columns.get(6).scale()).isEqualTo(2);
        assertThat(answer.columns.get(6).type()).isEqualTo(SqlType.NUMERIC);
        assertThat(answer.rows.get(0).get(7)).isInstanceOf(UUID.class);
    }

    @Test
    void takesTheTimeFromTheClock() {
        assertThat(lab.value("SYSUTCDATETIME()")).isEqualTo(LocalDateTime.parse("2026-03-04T05:06:07.089"));
        assertThat(lab.value("DATEADD(minute, -5, GETUTCDATE())"))
                .isEqualTo(LocalDateTime.parse("2026-03-04T05:01:07.089"));
    }

    @Test
    void countsDecimalsAsSqlServerDoes() {
        assertThat(lab.value("1.50 + 1.5")).isEqualTo(new BigDecimal("3.00"));
        assertThat(lab.value("SUM(x) FROM (VALUES (1.5),(2.5)) AS t(x)")).isEqualTo(new BigDecimal("4.0"));
        assertThat(lab.value("AVG(x) FROM (VALUES (1),(2)) AS t(x)")).isEqualTo(1);
        assertThat(lab.value("1024 * 8 / 1024.0")).isEqualTo(new BigDecimal("8.000000"));
        assertThat(lab.value("9223372036854775807")).isEqualTo(new BigDecimal("9223372036854775807"));
    }
}
