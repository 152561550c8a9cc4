package org.failback.lab.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Functions that are called as nobody should: each call is refused by its number, and the session goes on. */
class FunctionsTest {
    private final Estate estate = new Estate();

    @AfterEach
    void close() {
        estate.close();
    }

    @Test
    void aFunctionWithoutItsArgumentsOrWithTooManyIsNoStatement() {
        assertThat(estate.b.refused("IF OBJECT_ID() IS NOT NULL PRINT 'there'")).containsExactly(189);
        assertThat(estate.b.refused("SELECT SERVERPROPERTY()")).containsExactly(174);
        assertThat(estate.b.refused("SELECT FILEPROPERTY('mgc')")).containsExactly(174);
        assertThat(estate.b.refused("SELECT DB_NAME(1, 2)")).containsExactly(189);
        assertThat(estate.b.value("SELECT DB_NAME(1)")).isEqualTo("master");
    }

    @Test
    void aDateOfTheAgentNeedsTwoNumbersThatAreADate() {
        String date = "SELECT msdb.dbo.agent_datetime(";
        assertThat(estate.b.value(date + "20130131, 235958)")).isEqualTo(LocalDateTime.of(2013, 1, 31, 23, 59, 58));
        assertThat(estate.b.value(date + "NULL, 0)")).isNull();
        assertThat(estate.b.refused(date + "20130131)")).containsExactly(313);
        assertThat(estate.b.refused(date + "20130131, 0, 0)")).containsExactly(8144);
        assertThat(estate.b.refused(date + "0, 0)")).containsExactly(242);
        assertThat(estate.b.refused(date + "20130131, 240000)")).containsExactly(242);
        assertThat(estate.b.refused(date + "'soon', 0)")).containsExactly(245);
        assertThat(estate.b.refused(date + "0x01, 0)")).containsExactly(8114);
        assertThat(estate.b.refused("SELECT mgc.dbo.fnTicksToDate(9223372036854775807)"))
                .containsExactly(242);
    }

    @Test
    void aFileOfADatabaseIsNamedByNumbers() {
        String volume = "SELECT COUNT(*) FROM sys.dm_os_volume_stats(";
        assertThat(estate.b.value(volume + "DB_ID('mgc'), 1)")).isEqualTo(1);
        assertThat(estate.b.value(volume + "'one', NULL)")).isEqualTo(0);
        assertThat(estate.b.refused(volume + "'one', 1)")).containsExactly(245);
    }
}
