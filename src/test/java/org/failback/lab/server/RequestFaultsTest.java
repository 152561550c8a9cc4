package org.failback.lab.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole requests that are held, or lose their connection, where their client can tell nothing. */
class RequestFaultsTest {
    private static final String MADE = "CREATE TABLE mgc.dbo.seen (n int); INSERT mgc.dbo.seen VALUES (1)";
    private static final String HELD = "SELECT held FROM lab.dbo.held_requests WHERE server_name = @@SERVERNAME";
    private static final String TABLES = "SELECT COUNT(*) FROM mgc.sys.tables WHERE name = N'seen'";

    private Estate estate;
    private Client other;

    @BeforeEach
    void failOver() {
        estate = new Estate();
        estate.unmirror();
        other = Client.acting(estate.backup);
    }

    @AfterEach
    void end() {
        estate.b.run("EXEC lab.dbo.forget_faults");
        other.close();
        estate.close();
    }

    private Thread sent(String batch) {
        Thread work = new Thread(() -> other.batch(batch));
        work.start();
        return work;
    }

    private void awaitHeld() {
        Client.await(() -> !estate.b.run(HELD).rows.isEmpty(), "a held request");
    }

    @Test
    void aRequestThatArrivedWaitsAndThenDoesItsWork() throws Exception {
        estate.b.run("EXEC lab.dbo.hold_next @like = N'CREATE TABLE%'");
        Thread work = sent(MADE);
        awaitHeld();
        assertThat(estate.b.value(HELD)).isEqualTo("before");
        assertThat(estate.b.value(TABLES)).isEqualTo(0);

        estate.b.run("EXEC lab.dbo.release");
        work.join(20_000);
        assertThat(estate.b.value(TABLES)).isEqualTo(1);
    }

    @Test
    void aRequestThatArrivedEndsWithItsClient() throws Exception {
        estate.b.run("EXEC lab.dbo.hold_next @like = N'CREATE TABLE%'");
        Thread work = sent(MADE);
        awaitHeld();
        other.cancel();
        work.join(20_000);
        assertThat(estate.b.value(TABLES)).isEqualTo(0);
        assertThat(estate.b.run(HELD).rows).isEmpty();
    }

    @Test
    void anEffectIsThereBeforeItsAnswer() throws Exception {
        estate.b.run("EXEC lab.dbo.hold_next @like = N'CREATE TABLE%', @when = N'after'");
        Thread work = sent(MADE);
        awaitHeld();
        assertThat(estate.b.value(HELD)).isEqualTo("after");
        assertThat(estate.b.value(TABLES)).isEqualTo(1);
        other.cancel();
        work.join(20_000);
        assertThat(estate.b.value(TABLES)).as("what was done stays done").isEqualTo(1);
    }

    @Test
    void aConnectionIsLostBeforeOrAfterTheWholeRequest() {
        estate.b.run("EXEC lab.dbo.lose_next @like = N'CREATE TABLE%'");
        assertThat(other.batch(MADE).dropped).isTrue();
        assertThat(estate.b.value(TABLES)).isEqualTo(0);

        estate.b.run("EXEC lab.dbo.lose_next @like = N'CREATE TABLE%', @when = N'after'");
        try (Client third = Client.acting(estate.backup)) {
            assertThat(third.batch(MADE).dropped).isTrue();
        }
        assertThat(estate.b.value("SELECT COUNT(*) FROM mgc.dbo.seen")).isEqualTo(1);
    }

    @Test
    void onlyWhatIsMeantIsHeld() {
        estate.b.run("EXEC lab.dbo.hold_next @like = N'%', @times = 0, @program = N'failback%'");
        assertThat(other.value("SELECT 7")).as("another program").isEqualTo(7);
    }

    @Test
    void theLogTellsWhatWasRolledBack() {
        other.run("BEGIN TRANSACTION; " + MADE + "; ROLLBACK TRANSACTION");
        assertThat(estate.b.value(TABLES)).isEqualTo(0);
        assertThat(estate.b.value("SELECT outcome FROM lab.dbo.statement_log WHERE statement LIKE N'INSERT%seen%'"))
                .isEqualTo("rolled back");

        other.run("BEGIN TRANSACTION; " + MADE + "; COMMIT TRANSACTION");
        assertThat(estate.b.value("SELECT COUNT(*) FROM lab.dbo.statement_log"
                        + " WHERE statement LIKE N'INSERT%seen%' AND outcome = N'ok'"))
                .isEqualTo(1);
    }

    @Test
    void aTransactionEndsWithItsClient() {
        try (Client third = Client.acting(estate.backup)) {
            third.run("BEGIN TRANSACTION; " + MADE);
        }
        assertThat(estate.b.value(TABLES)).isEqualTo(0);
        assertThat(estate.b.value("SELECT outcome FROM lab.dbo.statement_log WHERE statement LIKE N'INSERT%seen%'"))
                .isEqualTo("rolled back");
    }
}
