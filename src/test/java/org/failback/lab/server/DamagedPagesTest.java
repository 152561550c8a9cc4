package org.failback.lab.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.failback.lab.tds.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Damaged pages in a database: who comes across them, and in which words. */
class DamagedPagesTest {
    private static final String CHECK = "DBCC CHECKDB(N'mgc') WITH NO_INFOMSGS, ALL_ERRORMSGS";
    private Estate estate;

    @BeforeEach
    void failOver() {
        estate = new Estate();
        estate.unmirror();
    }

    @AfterEach
    void end() {
        estate.close();
    }

    private void corrupt(String how) {
        estate.b.run("EXEC lab.dbo.corrupt_database @database = N'mgc', @how = N'" + how + "'");
    }

    @ParameterizedTest
    @CsvSource({
        "pages, 8928 8939",
        "read, 8928 8939",
        "page_header, 8909",
        "allocation, 2576",
        "allocation_pages, 8998",
        "metadata, 8967 8921"
    })
    void checkdbReportsThem(String how, String numbers) {
        corrupt(how);
        Client.Result found = estate.b.batch(CHECK);
        assertThat(found.errors()).extracting(String::valueOf).containsExactly(numbers.split(" "));
        assertThat(found.messages).filteredOn(Message::isError).allMatch(message -> message.severity() == 16);
        if (!how.equals("metadata")) {
            assertThat(found.numbers())
                    .as("the sum comes last, and is no error")
                    .endsWith(8989);
        }
    }

    @Test
    void aQueryThatReadsABadPageLosesItsConnection() {
        corrupt("read");
        Client.Result read = estate.b.batch("SELECT COUNT_BIG(*) FROM mgc.dbo.tblChat");
        assertThat(read.errors()).containsExactly(824);
        assertThat(read.messages.get(0).isFatal()).isTrue();
        estate.b.run("SELECT COUNT(*) FROM mgc.dbo.tblServerIdentity");
    }

    @Test
    void aDiskThatDoesNotReadFailsQueriesAndBackups() {
        corrupt("disk");
        assertThat(estate.b
                        .batch("SELECT COUNT_BIG(*) FROM mgc.dbo.tblChat")
                        .messages
                        .get(0))
                .matches(message -> message.number() == 823 && message.severity() == 24);
        assertThat(estate.b.refused("BACKUP DATABASE [mgc] TO DISK = " + Estate.file("one.bak")))
                .containsExactly(3271, 3013);
    }

    @Test
    void aPageThatNobodyReadsIsFoundByABackupWithChecksumOnly() {
        corrupt("pages");
        estate.b.run("SELECT COUNT_BIG(*) FROM mgc.dbo.tblChat");
        assertThat(estate.b.refused("BACKUP DATABASE [mgc] TO DISK = " + Estate.file("one.bak") + " WITH CHECKSUM"))
                .containsExactly(3043, 3013);
        estate.backUp("one.bak", "FORMAT, INIT");
        estate.p.run(Estate.restore("one.bak", "REPLACE"));
        assertThat(estate.p.refused(CHECK)).as("the damage came along").containsExactly(8928, 8939);
    }
}
