package org.failback.lab.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** While a log is restored, and while the tail is backed up, nobody else has the database (3101). */
class ExclusiveAccessTest {
    private static final String LOG = "RESTORE LOG [mgc] FROM DISK = " + Estate.file("log.trn") + " WITH NORECOVERY";
    private Estate estate;
    private Client other;
    private Thread work;
    private Client.Result done;

    @BeforeEach
    void failOver() {
        estate = new Estate();
        estate.unmirror();
        estate.backUp("full.bak", "FORMAT, INIT");
    }

    @AfterEach
    void end() throws InterruptedException {
        estate.p.run("EXEC lab.dbo.forget_faults");
        if (work != null) {
            work.join(20_000);
            other.close();
        }
        estate.close();
    }

    /** Has another client of that instance run a statement that stays half-way. */
    private void halfWay(LabInstance instance, Client ours, String statement, String verb) {
        ours.run("EXEC lab.dbo.stall_next N'" + verb + "%', @at_percent = 50");
        other = Client.acting(instance);
        work = new Thread(() -> done = other.batch(statement));
        work.start();
        ours.await("EXISTS (SELECT * FROM sys.dm_exec_requests WHERE session_id = " + other.id()
                + " AND percent_complete = 50)");
    }

    private List<Integer> letGo(Client ours) throws InterruptedException {
        ours.run("EXEC lab.dbo.release");
        work.join(20_000);
        return done.errors();
    }

    private void waitForTheLog() {
        Estate.say(estate.b, 700);
        estate.b.run("BACKUP LOG [mgc] TO DISK = " + Estate.file("log.trn") + " WITH INIT");
        estate.p.run("ALTER DATABASE [mgc] SET OFFLINE WITH ROLLBACK IMMEDIATE");
        estate.p.run(Estate.restore("full.bak", "REPLACE, NORECOVERY"));
    }

    @Test
    void whileALogIsRestoredNobodyRecoversTheDatabaseOrRestoresAnother() throws InterruptedException {
        waitForTheLog();
        halfWay(estate.primary, estate.p, LOG, "RESTORE LOG");

        assertThat(estate.p.refused("RESTORE DATABASE [mgc] WITH RECOVERY")).containsExactly(3101, 3013);
        assertThat(estate.p.refused(LOG)).containsExactly(3101, 3013);
        assertThat(estate.p.refused(Estate.restore("full.bak", "REPLACE"))).containsExactly(3101, 3013);

        assertThat(letGo(estate.p)).isEmpty();
        estate.p.run("RESTORE DATABASE [mgc] WITH RECOVERY");
        assertThat(estate.p.value("SELECT COUNT(*) FROM mgc.dbo.tblChat WHERE chatID = 700"))
                .isEqualTo(1);
    }

    @Test
    void aCancelledRestoreOfALogGivesTheDatabaseBack() throws InterruptedException {
        waitForTheLog();
        halfWay(estate.primary, estate.p, LOG, "RESTORE LOG");
        other.cancel();
        work.join(20_000);

        estate.p.run(LOG);
        estate.p.run("RESTORE DATABASE [mgc] WITH RECOVERY");
    }

    @Test
    void whileTheTailIsBackedUpNobodyRestoresOverTheDatabase() throws InterruptedException {
        Estate.say(estate.b, 700);
        halfWay(
                estate.backup,
                estate.b,
                "BACKUP LOG [mgc] TO DISK = " + Estate.file("tail.trn") + " WITH FORMAT, NORECOVERY",
                "BACKUP LOG");

        assertThat(estate.b.refused("RESTORE DATABASE [mgc] FROM DISK = " + Estate.file("full.bak") + " WITH REPLACE"))
                .containsExactly(3101, 3013);
        assertThat(estate.b.refused("RESTORE DATABASE [mgc] WITH RECOVERY")).containsExactly(3101, 3013);

        assertThat(letGo(estate.b)).isEmpty();
        estate.b.run("RESTORE DATABASE [mgc] WITH RECOVERY");
        assertThat(Estate.messages(estate.b)).isEqualTo(241);
    }

    @Test
    void theTailWaitsForNoBackupThatRuns() throws InterruptedException {
        halfWay(
                estate.backup,
                estate.b,
                "BACKUP DATABASE [mgc] TO DISK = " + Estate.file("two.bak") + " WITH FORMAT",
                "BACKUP DATABASE");
        assertThat(estate.b.refused("BACKUP LOG [mgc] TO DISK = " + Estate.file("tail.trn") + " WITH NORECOVERY"))
                .containsExactly(3101, 3013);
        assertThat(letGo(estate.b)).isEmpty();
        assertThat(estate.backup.databaseState("mgc")).isEqualTo("ONLINE");
    }
}
