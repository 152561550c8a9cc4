package org.failback.lab.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Faults that any client can order, and the log of what was executed. */
class FaultsTest {
    private Estate estate;

    @BeforeEach
    void failOver() {
        estate = new Estate();
        estate.unmirror();
    }

    @AfterEach
    void end() {
        estate.b.run("EXEC lab.dbo.forget_faults");
        estate.close();
    }

    private Object outcome(String like) {
        return estate.b.value("SELECT TOP (1) outcome FROM lab.dbo.statement_log WHERE statement LIKE N'" + like
                + "' ORDER BY at DESC");
    }

    @Test
    void theNextStatementFailsAndHasNoEffect() {
        estate.b.run("EXEC lab.dbo.fail_next @like = N'BACKUP DATABASE%', @error = 3201, @times = 1");
        assertThat(estate.b.refused("BACKUP DATABASE [mgc] TO DISK = " + Estate.file("one.bak")))
                .containsExactly(3201, 3013);
        assertThat(estate.b.refused("RESTORE HEADERONLY FROM DISK = " + Estate.file("one.bak")))
                .containsExactly(3201, 3013);
        assertThat(outcome("BACKUP DATABASE%")).isEqualTo("3201");

        estate.backUp("one.bak", "INIT");
        assertThat(outcome("BACKUP DATABASE%")).isEqualTo("ok");
    }

    @Test
    void anErrorThatComesAfterTheEffect() {
        estate.b.run("EXEC lab.dbo.fail_next @like = N'BACKUP DATABASE%', @error = 3204, @when = N'after'");
        assertThat(estate.b.refused("BACKUP DATABASE [mgc] TO DISK = " + Estate.file("one.bak")))
                .containsExactly(3204, 3013);
        assertThat(estate.b.run("RESTORE HEADERONLY FROM DISK = " + Estate.file("one.bak")).rows)
                .hasSize(1);
    }

    @Test
    void aLostAnswerOfAnEffectThatStays() {
        try (Client other = Client.acting(estate.backup)) {
            estate.b.run("EXEC lab.dbo.drop_connection_next @like = N'BACKUP DATABASE%', @when = N'after'");
            assertThat(other.batch("BACKUP DATABASE [mgc] TO DISK = " + Estate.file("one.bak")).dropped)
                    .isTrue();
        }
        assertThat(estate.b.run("RESTORE HEADERONLY FROM DISK = " + Estate.file("one.bak")).rows)
                .hasSize(1);
    }

    @Test
    void aConnectionThatIsLostBeforeTheEffect() {
        try (Client other = Client.acting(estate.backup)) {
            estate.b.run("EXEC lab.dbo.drop_connection_next @like = N'BACKUP DATABASE%', @when = N'before'");
            assertThat(other.batch("BACKUP DATABASE [mgc] TO DISK = " + Estate.file("one.bak")).dropped)
                    .isTrue();
        }
        estate.b.refused("RESTORE HEADERONLY FROM DISK = " + Estate.file("one.bak"));
    }

    @Test
    void aStalledStatementIsSeenAndCanBeCancelled() throws Exception {
        estate.b.run("EXEC lab.dbo.stall_next @like = N'BACKUP DATABASE%', @at_percent = 25");
        try (Client other = Client.acting(estate.backup)) {
            Thread work = new Thread(() -> other.batch("BACKUP DATABASE [mgc] TO DISK = " + Estate.file("one.bak")));
            work.start();
            estate.b.await("EXISTS (SELECT * FROM sys.dm_exec_requests WHERE session_id = " + other.id()
                    + " AND percent_complete = 25)");
            other.cancel();
            work.join(20_000);
            assertThat(work.isAlive()).isFalse();
        }
        assertThat(estate.b.refused("RESTORE HEADERONLY FROM DISK = " + Estate.file("one.bak")))
                .containsExactly(3254, 3013);
    }

    @Test
    void aCancelledTailLeavesTheDatabaseOnline() throws Exception {
        estate.b.run("EXEC lab.dbo.stall_next @like = N'BACKUP LOG%'");
        try (Client other = Client.acting(estate.backup)) {
            Thread work = new Thread(
                    () -> other.batch("BACKUP LOG [mgc] TO DISK = " + Estate.file("tail.trn") + " WITH NORECOVERY"));
            work.start();
            estate.b.await("EXISTS (SELECT * FROM sys.dm_exec_requests WHERE command = N'BACKUP LOG')");
            other.cancel();
            work.join(20_000);
        }
        assertThat(estate.backup.databaseState("mgc")).isEqualTo("ONLINE");
    }

    @Test
    void everyLeafStatementIsLoggedWithItsOutcome() {
        estate.b.run("  /* why */ -- and\n IF 1 = 1 BEGIN PRINT 'x' END");
        estate.b.refused("SELECT * FROM mgc.dbo.nothing");
        Client.Result rows = estate.b.run("SELECT login, application, statement, outcome FROM lab.dbo.statement_log"
                + " WHERE statement LIKE N'PRINT%' OR statement LIKE N'%nothing' ORDER BY at");
        assertThat(rows.rows.get(0)).containsExactly("failback", "story", "PRINT 'x'", "ok");
        assertThat(rows.rows.get(1)).containsExactly("failback", "story", "SELECT * FROM mgc.dbo.nothing", "208");
        estate.b.run("EXEC lab.dbo.release; EXEC [lab].[dbo].[release]");
        assertThat(estate.b.value("SELECT COUNT(*) FROM lab.dbo.statement_log WHERE statement LIKE N'EXEC%release%'"))
                .as("orders to the lab are its own business")
                .isEqualTo(0);
    }

    @Test
    void cmdletsAreLoggedTheSameWay() {
        estate.primary.log("LAB\\operator", "wsmprovhost", "Set-CsPersistentChatState -PoolState Normal", "ok");
        assertThat(estate.p.value("SELECT login FROM lab.dbo.statement_log WHERE statement LIKE N'Set-Cs%'"))
                .isEqualTo("LAB\\operator");
    }

    @Test
    void theReaderOrdersNoFaultsButReadsTheLog() {
        try (Client reader = Client.looking(estate.backup)) {
            assertThat(reader.refused("EXEC lab.dbo.stop_agent")).containsExactly(229);
            assertThat(reader.run("SELECT COUNT(*) FROM lab.dbo.statement_log").rows)
                    .hasSize(1);
        }
    }
}
