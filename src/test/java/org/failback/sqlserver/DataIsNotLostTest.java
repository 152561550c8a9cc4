package org.failback.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.failback.estate.Settings;
import org.failback.estate.SqlInstance;
import org.failback.lab.server.ChatClient;
import org.failback.lab.server.SqlEstate;
import org.failback.lab.tds.SqlError;
import org.failback.step.Finding;
import org.failback.step.StepFailed;
import org.failback.step.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a naïve program loses in the lab, and what ours does in the same place. */
class DataIsNotLostTest {
    private static final String LATE = "INSERT INTO mgc.dbo.tblChat (chatId, channelId, userId, content, chatDate) "
            + "SELECT MAX(chatId) + 1, MIN(channelId), MIN(userId), N'written late', MAX(chatDate) + 10000000 FROM mgc.dbo.tblChat";
    private static final String THIEF =
            "EXEC lab.dbo.connect_client @database = N'mgc', @host = N'WEB01', @program = N'Room management'";
    private static final String MESSAGES = "SELECT COUNT(*) FROM mgc.dbo.tblChat";

    private SqlLab lab;
    private SqlInstance p;
    private SqlInstance b;

    @BeforeEach
    void start() throws Exception {
        lab = new SqlLab();
        p = lab.estate.primaryInstance();
        b = lab.estate.backupInstance();
    }

    @AfterEach
    void stop() {
        lab.close();
    }

    private String backupFile() {
        return Tsql.literal(lab.run().fact(FactName.BACKUP_FILE).orElseThrow());
    }

    private String moves() {
        return lab.run().fact(FactName.MOVE_LIST).orElseThrow();
    }

    private void restoreProperly() {
        lab.backUpAndApproveRestore();
        lab.take(lab.steps.keepSafetyCopy());
        lab.take(lab.steps.restoreMgc());
    }

    @Test
    void aGuardThatComparesWithNullLetsANaiveProgramOverwriteALivePrimary() {
        restoreProperly();
        lab.byHand(p, LATE);
        // Raising is not ending, and comparing with NULL is not even raising.
        lab.byHand(
                p,
                "DECLARE @newest bigint; IF (SELECT MAX(chatDate) FROM mgc.dbo.tblChat) > @newest"
                        + " RAISERROR(N'the primary is live', 16, 1);"
                        + " ALTER DATABASE [mgc] SET OFFLINE WITH ROLLBACK IMMEDIATE;"
                        + " RESTORE DATABASE [mgc] FROM DISK = " + backupFile() + " WITH FILE = 1, REPLACE, "
                        + moves());
        assertThat(lab.ask(p, MESSAGES)).containsExactly("240");
    }

    @Test
    void oursLeavesAPrimaryAloneThatHoldsNewerMessages() {
        lab.backUpAndApproveRestore();
        lab.take(lab.steps.keepSafetyCopy());
        lab.byHand(
                p,
                "INSERT INTO mgc.dbo.tblChat (chatId, channelId, userId, content, chatDate) VALUES (1, 1, 1, N'live', 4000000000000000000)");

        StepFailed refused = lab.takeInVain(lab.steps.restoreMgc());
        assertThat(refused).hasMessageContaining("newer messages than the backup");
        lab.sendBlindly(lab.steps.restoreMgc());

        SqlLab.await(() -> lab.look(lab.steps.restoreMgc()).is(Verdict.BLOCKED), "the job's refusal");
        assertThat(lab.look(lab.steps.restoreMgc()).evidence().get("job log")).contains("mgc was not overwritten");
        assertThat(lab.ask(p, "SELECT content FROM mgc.dbo.tblChat")).containsExactly("live");
    }

    @Test
    void aSecondRestoreAfterGoingLiveDoesNothing() {
        restoreProperly();
        lab.byHand(p, LATE);

        assertThat(lab.look(lab.steps.restoreMgc()).verdict()).isEqualTo(Verdict.DONE);
        lab.sendBlindly(lab.steps.restoreMgc());
        lab.decide(lab.steps.restoreMgc(), SqlLab.TRY_AGAIN);
        lab.sendBlindly(lab.steps.restoreMgc());

        SqlLab.await(() -> !lab.look(lab.steps.restoreMgc()).is(Verdict.RUNNING), "the second job's end");
        assertThat(lab.look(lab.steps.restoreMgc()).evidence().get("job log"))
                .contains("was restored from this backup before");
        assertThat(lab.ask(p, MESSAGES)).containsExactly("241");
    }

    @Test
    void aBackupThatBearsTheNameAlreadyIsNotTheRunsBackup() throws Exception {
        stop();
        LeapingClock clock = new LeapingClock();
        lab = new SqlLab(SqlEstate.afterFailover(64, 0, clock), Settings.defaults());
        b = lab.estate.backupInstance();
        String old = "\\\\files01.dc1.lab.example\\chatbackup\\old.bak";
        lab.byHand(
                b,
                "BACKUP DATABASE [mgc] TO DISK = " + Tsql.literal(old) + " WITH CHECKSUM, NAME = "
                        + Tsql.literal(MgcBackup.fullName(SqlLab.RUN)));
        clock.forward(Duration.ofHours(1));
        lab.byHand(b, LATE);
        String found =
                "SELECT TOP (1) f.physical_device_name FROM msdb.dbo.backupset s JOIN msdb.dbo.backupmediafamily f"
                        + " ON f.media_set_id = s.media_set_id WHERE s.name = N'" + MgcBackup.fullName(SqlLab.RUN)
                        + "' ORDER BY s.backup_set_id";
        assertThat(lab.ask(b, found))
                .as("what a program finds that asks for the name")
                .containsExactly(old);

        lab.backUpAndApproveRestore();
        lab.take(lab.steps.keepSafetyCopy());
        lab.take(lab.steps.restoreMgc());

        assertThat(lab.ask(lab.estate.primaryInstance(), MESSAGES)).containsExactly("241");
    }

    @Test
    void aBackupOfAnotherFamilyUnderTheSameFileNameIsNotRestored() {
        lab.take(lab.steps.markPrimary());
        lab.take(lab.steps.markBackup());
        lab.take(lab.steps.removeMirroringFromMgc());
        lab.take(lab.steps.backUpMgc());
        lab.take(lab.steps.fenceMgc());
        // The rebuilt, empty mgc of P, written over the only backup under the same file name.
        lab.byHand(p, "BACKUP DATABASE [mgc] TO DISK = " + backupFile() + " WITH FORMAT, INIT, CHECKSUM");

        assertThat(lab.takeInVain(lab.steps.verifyBackup()))
                .hasMessageContaining("does not hold exactly the one backup set that SQLB01\\LYNC wrote");

        assertThat(lab.take(lab.steps.liftFence()).verdict()).isEqualTo(Verdict.DONE);
        assertThat(lab.ask(b, MESSAGES)).containsExactly("240");
    }

    @Test
    void aClientThatWaitsForTheOnlySlotStopsANaiveRestore() {
        lab.backUpAndApproveRestore();
        lab.byHand(p, "ALTER DATABASE [mgc] SET SINGLE_USER WITH ROLLBACK IMMEDIATE");
        lab.byHand(p, THIEF);
        assertThatThrownBy(() -> lab.byHand(
                        p,
                        "RESTORE DATABASE [mgc] FROM DISK = " + backupFile() + " WITH FILE = 1, REPLACE, " + moves()))
                .hasMessageContaining("3101");
        assertThat(lab.takeInVain(lab.steps.restoreMgc())).hasMessageContaining("SINGLE_USER");
    }

    @Test
    void aClientThatComesBackAtOnceDoesNotStopOurs() {
        lab.backUpAndApproveRestore();
        lab.take(lab.steps.keepSafetyCopy());
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger connections = new AtomicInteger();
        CompletableFuture<Void> thief = CompletableFuture.runAsync(() -> takeEverySlot(connections, over));
        SqlLab.await(() -> connections.get() > 0, "the first connection of the thief");

        Finding restored;
        try {
            restored = lab.take(lab.steps.restoreMgc());
            SqlLab.await(() -> connections.get() > 1, "the return of the thief");
        } finally {
            over.set(true);
            thief.join();
        }
        assertThat(restored.verdict()).isEqualTo(Verdict.DONE);
        assertThat(lab.ask(p, MESSAGES)).containsExactly("240");
    }

    private void takeEverySlot(AtomicInteger connections, AtomicBoolean over) {
        ChatClient client = null;
        while (!over.get()) {
            if (client == null || !client.isOpen()) {
                try {
                    client = lab.model.instance(p.serverName()).connect("WEB01", "Room management", "mgc");
                    connections.incrementAndGet();
                } catch (SqlError refused) {
                    client = null;
                }
            }
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
    }

    @Test
    void whatIsWrittenBetweenTheBackupAndTheFenceArrivesOnThePrimary() {
        lab.take(lab.steps.markPrimary());
        lab.take(lab.steps.markBackup());
        lab.take(lab.steps.removeMirroringFromMgc());
        lab.take(lab.steps.backUpMgc());
        lab.byHand(b, LATE);
        lab.byHand(
                b, "EXEC lab.dbo.connect_client @database = N'mgc', @host = N'WEB01', @program = N'Room management'");
        lab.take(lab.steps.fenceMgc());
        lab.take(lab.steps.verifyBackup());
        lab.approveRestore();
        lab.take(lab.steps.keepSafetyCopy());
        lab.take(lab.steps.restoreMgc());

        assertThat(lab.take(lab.steps.proveEquality()).evidence()).containsEntry("messages", "241");
    }

    @Test
    void aLogBackupOfSomebodyElseIsFoundBeforeTheFence() {
        lab.take(lab.steps.markBackup());
        lab.take(lab.steps.removeMirroringFromMgc());
        lab.take(lab.steps.backUpMgc());
        lab.byHand(b, "BACKUP LOG [mgc] TO DISK = N'\\\\files01.dc1.lab.example\\chatbackup\\nightly.trn'");

        assertThat(lab.takeInVain(lab.steps.fenceMgc())).hasMessageContaining("Somebody else took a log backup");
        assertThat(lab.takeInVain(lab.steps.backUpMgc())).hasMessageContaining("nightly.trn");
        lab.decide(lab.steps.backUpMgc(), SqlLab.TRY_AGAIN);
        assertThat(lab.take(lab.steps.backUpMgc()).summary()).contains("mgc_" + SqlLab.RUN + "_2.bak");
        assertThat(lab.take(lab.steps.fenceMgc()).verdict()).isEqualTo(Verdict.DONE);
    }

    @Test
    void workThatADbaDidByHandCounts() {
        lab.take(lab.steps.markPrimary());
        lab.take(lab.steps.markBackup());
        lab.byHand(b, "ALTER DATABASE [mgc] SET PARTNER OFF");
        lab.byHand(
                b,
                "BACKUP DATABASE [mgc] TO DISK = N'\\\\files01.dc1.lab.example\\chatbackup\\byhand.bak' WITH CHECKSUM, NAME = "
                        + Tsql.literal(MgcBackup.fullName(SqlLab.RUN)));
        assertThat(lab.take(lab.steps.removeMirroringFromMgc()).verdict()).isEqualTo(Verdict.DONE);
        assertThat(lab.take(lab.steps.backUpMgc()).summary()).contains("byhand.bak");
        lab.take(lab.steps.fenceMgc());
        lab.take(lab.steps.verifyBackup());
        lab.approveRestore();
        lab.take(lab.steps.keepSafetyCopy());
        lab.byHand(p, "ALTER DATABASE [mgc] SET OFFLINE WITH ROLLBACK IMMEDIATE");
        lab.byHand(
                p,
                "RESTORE DATABASE [mgc] FROM DISK = " + backupFile() + " WITH FILE = 1, REPLACE, NORECOVERY, "
                        + moves());
        lab.byHand(
                p,
                "RESTORE LOG [mgc] FROM DISK = "
                        + Tsql.literal(lab.run().fact(FactName.TAIL_FILE).orElseThrow()) + " WITH RECOVERY");

        assertThat(lab.take(lab.steps.restoreMgc()).verdict()).isEqualTo(Verdict.DONE);
        assertThat(lab.run().intended("restoreMgc")).isFalse();
        assertThat(lab.take(lab.steps.proveEquality()).verdict()).isEqualTo(Verdict.DONE);
    }
}
