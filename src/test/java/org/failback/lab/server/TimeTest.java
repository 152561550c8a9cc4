package org.failback.lab.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Long work takes the time that its size and the throughput ask for, on a clock that the story turns. */
class TimeTest {
    private final Hands clock = new Hands();
    private Estate estate;

    @BeforeEach
    void failOver() {
        estate = new Estate(SqlEstate.afterFailover(1000, 10, clock));
        estate.unmirror();
    }

    @AfterEach
    void end() {
        estate.close();
    }

    private Thread inBackground(Client client, String sql) {
        Thread thread = new Thread(() -> client.batch(sql));
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void awaitPercent(String command, int percent) {
        estate.b.await("EXISTS (SELECT * FROM sys.dm_exec_requests WHERE command = N'" + command
                + "' AND CONVERT(int, percent_complete) = " + percent + ")");
    }

    @Test
    void aBackupOfAThousandMegabytesAtTenASecondTakesAHundredSeconds() throws Exception {
        try (Client other = Client.acting(estate.backup)) {
            Thread work = inBackground(other, "BACKUP DATABASE [mgc] TO DISK = " + Estate.file("slow.bak"));
            awaitPercent("BACKUP DATABASE", 0);
            clock.advance(Duration.ofSeconds(30));
            awaitPercent("BACKUP DATABASE", 30);
            assertThat(estate.b.value("SELECT estimated_completion_time FROM sys.dm_exec_requests WHERE command ="
                            + " N'BACKUP DATABASE'"))
                    .isEqualTo(70_000L);
            assertThat(estate.b.refused("BACKUP DATABASE [mgc] TO DISK = " + Estate.file("second.bak")))
                    .containsExactly(3023, 3013);

            clock.advance(Duration.ofSeconds(70));
            work.join(20_000);
            assertThat(work.isAlive()).isFalse();
        }
        assertThat(estate.b.value("SELECT TOP (1) DATEDIFF(second, backup_start_date, backup_finish_date)"
                        + " FROM msdb.dbo.backupset ORDER BY backup_set_id DESC"))
                .isEqualTo(100);
    }

    @Test
    void aBackupHoldsTheDataOfItsEnd() throws Exception {
        try (Client other = Client.acting(estate.backup)) {
            Thread work = inBackground(other, "BACKUP DATABASE [mgc] TO DISK = " + Estate.file("slow.bak"));
            awaitPercent("BACKUP DATABASE", 0);
            Estate.say(estate.b, 241);
            clock.advance(Duration.ofSeconds(100));
            work.join(20_000);
        }
        Estate.say(estate.b, 242);
        estate.p.run("EXEC lab.dbo.slow @mb_per_second = 0; ALTER DATABASE [mgc] SET OFFLINE WITH ROLLBACK IMMEDIATE");
        estate.p.run(Estate.restore("slow.bak", "REPLACE"));
        assertThat(Estate.messages(estate.p)).isEqualTo(241);
    }

    @Test
    void aConnectionThatEndsInMidRestoreLeavesTheDatabaseRestoring() throws Exception {
        estate.b.run("EXEC lab.dbo.slow @mb_per_second = 0");
        estate.backUp("one.bak", "INIT");
        estate.b.run("BACKUP LOG [mgc] TO DISK = " + Estate.file("tail.trn") + " WITH NORECOVERY");
        estate.b.run("EXEC lab.dbo.slow @mb_per_second = 10");
        try (Client other = Client.acting(estate.backup)) {
            Thread work = inBackground(other, "RESTORE DATABASE [mgc] FROM DISK = " + Estate.file("one.bak"));
            awaitPercent("RESTORE DATABASE", 0);
            estate.b.run("KILL " + other.id());
            work.join(20_000);
            assertThat(work.isAlive()).isFalse();
        }
        assertThat(estate.backup.databaseState("mgc")).isEqualTo("RESTORING");
        assertThat(estate.b.refused("RESTORE DATABASE [mgc] WITH RECOVERY")).containsExactly(4319, 3013);
        estate.b.run("EXEC lab.dbo.slow @mb_per_second = 0");
        estate.b.run("RESTORE DATABASE [mgc] FROM DISK = " + Estate.file("one.bak") + " WITH REPLACE");
        assertThat(Estate.messages(estate.b)).isEqualTo(240);
    }
}
