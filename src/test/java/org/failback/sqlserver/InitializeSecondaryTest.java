package org.failback.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import org.failback.estate.SqlInstance;
import org.failback.lab.server.SqlEstate;
import org.failback.step.Finding;
import org.failback.step.RemoteFailure;
import org.failback.step.Sort;
import org.failback.step.Step;
import org.failback.step.StepFailed;
import org.failback.step.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** B's copy is overwritten only while everything that it holds stands elsewhere, and never by force. */
class InitializeSecondaryTest {
    private static final String LATE = "INSERT INTO mgc.dbo.tblChat (chatId, channelId, userId, content, chatDate) "
            + "SELECT MAX(chatId) + 1, MIN(channelId), MIN(userId), N'written late', MAX(chatDate) + 10000000 FROM mgc.dbo.tblChat";
    private static final String MESSAGES = "SELECT COUNT(*) FROM mgc.dbo.tblChat";

    private SqlLab lab;
    private SqlInstance p;
    private SqlInstance b;

    @BeforeEach
    void start() throws Exception {
        use(new SqlLab());
    }

    private void use(SqlLab other) {
        lab = other;
        p = lab.estate.primaryInstance();
        b = lab.estate.backupInstance();
    }

    private void withoutAFence() throws Exception {
        stop();
        use(new SqlLab(SqlEstate.afterFailover(64, 0, Clock.systemUTC()), SqlLab.unfenced()));
    }

    @AfterEach
    void stop() {
        lab.close();
    }

    private Step initialize() {
        return lab.steps.initializeSecondary();
    }

    /** As a DBA brings the restored copy back; it is whole, but P's logs will not fit on it. */
    private void recoverB() {
        lab.byHand(b, "RESTORE DATABASE [mgc] WITH RECOVERY");
    }

    private Finding endOfTheJob() {
        SqlLab.await(() -> !lab.look(initialize()).is(Verdict.RUNNING), "the end of the job");
        return lab.look(initialize());
    }

    private String primaryFile() {
        return Tsql.literal(lab.run().fact(FactName.PRIMARY_FILE).orElseThrow());
    }

    private String moves() {
        return lab.run().fact(FactName.MOVE_LIST_ON_BACKUP).orElseThrow();
    }

    @Test
    void aSecondaryThatIsOnlineIsNotOverwritten() {
        lab.restoreAndApproveOverwrite();
        recoverB();
        assertThat(lab.takeInVain(initialize()))
                .hasMessageContaining("mgc on SQLB01\\LYNC is ONLINE")
                .hasMessageContaining("must be RESTORING, as this run's fence leaves it");

        lab.sendBlindly(initialize());

        assertThat(endOfTheJob().evidence().get("job log")).contains("mgc was not overwritten");
        assertThat(lab.ask(b, MESSAGES)).containsExactly("240");
    }

    @Test
    void whatSomebodyWroteBetweenRecoveringAndFencingAgainIsNotOverwritten() {
        lab.restoreAndApproveOverwrite();
        recoverB();
        lab.byHand(b, LATE);
        lab.byHand(b, "BACKUP LOG [mgc] TO DISK = N'D:\\Backup\\stranger.trn' WITH NORECOVERY");

        assertThat(lab.takeInVain(initialize()))
                .hasMessageContaining("somebody else took a log backup of mgc")
                .hasMessageContaining("stranger.trn");
        lab.sendBlindly(initialize());
        assertThat(endOfTheJob().evidence().get("job log")).contains("mgc was not overwritten");
        lab.byHand(b, "RESTORE DATABASE [mgc] WITH RECOVERY");
        assertThat(lab.ask(b, MESSAGES)).containsExactly("241");
    }

    @Test
    void theCopiesAreReadBackOnceMoreSinceAGateMayStandOpenForHours() {
        lab.restoreAndApproveOverwrite();
        String tail = lab.run().fact(FactName.TAIL_FILE).orElseThrow();
        lab.byHand(b, "BACKUP DATABASE [model] TO DISK = " + Tsql.literal(tail) + " WITH FORMAT");

        assertThat(lab.takeInVain(initialize())).hasMessageContaining(tail);
        assertThat(lab.ask(b, "SELECT name FROM msdb.dbo.sysjobs WHERE name LIKE N'%initializeSecondary %'"))
                .isEmpty();
    }

    @Test
    void theServerItselfRefusesADatabaseOfAnotherFamily() {
        lab.restoreAndApproveOverwrite();
        lab.byHand(b, "RESTORE DATABASE [mgc] WITH RECOVERY; DROP DATABASE [mgc]; CREATE DATABASE [mgc]");
        lab.byHand(b, "BACKUP DATABASE [mgc] TO DISK = N'D:\\Backup\\stranger.bak'");
        lab.byHand(b, "BACKUP LOG [mgc] TO DISK = N'D:\\Backup\\stranger.trn' WITH NORECOVERY");
        assertThat(lab.look(initialize()).summary()).contains("somebody else took a log backup");
        String restore =
                "RESTORE DATABASE [mgc] FROM DISK = " + primaryFile() + " WITH FILE = 1, NORECOVERY, " + moves();

        assertThatThrownBy(() -> lab.byHand(b, restore)).hasMessageContaining("3154");
        lab.byHand(b, "RESTORE DATABASE [mgc] WITH RECOVERY");
        assertThat(lab.state(b)).isEqualTo("ONLINE");
    }

    @Test
    void theServerItselfRefusesWhileTheTailIsInNoBackup() {
        lab.restoreAndApproveOverwrite();
        recoverB();
        lab.byHand(b, LATE);
        String restore =
                "RESTORE DATABASE [mgc] FROM DISK = " + primaryFile() + " WITH FILE = 1, NORECOVERY, " + moves();
        assertThatThrownBy(() -> lab.byHand(b, restore)).hasMessageContaining("3159");
        assertThat(lab.ask(b, MESSAGES)).containsExactly("241");
        String sent = ((org.failback.step.Command.Tsql) initialize()
                        .commands(lab.run().facts(InitializeSecondary.NAME))
                        .get(0))
                .jobStep()
                .orElseThrow();
        assertThat(sent.replaceAll("\\s+", " "))
                .as("what the job sends is held by the same rule")
                .contains("WITH FILE = 1, NORECOVERY, CHECKSUM")
                .doesNotContain("REPLACE");
    }

    @Test
    void aJobThatFailsHalfwayIsBegunFromTheStart() {
        lab.restoreAndApproveOverwrite();
        lab.byHand(b, "EXEC lab.dbo.fail_next @like = N'RESTORE DATABASE%', @error = 3203");
        assertThat(lab.takeInVain(initialize())).hasMessageContaining("3203");
        assertThat(lab.takeInVain(initialize()))
                .as("nothing is begun anew by itself")
                .isNotNull();
        assertThat(lab.ask(b, "SELECT name FROM msdb.dbo.sysjobs WHERE name LIKE N'%initializeSecondary %'"))
                .hasSize(1);

        lab.decide(initialize(), SqlLab.TRY_AGAIN);

        assertThat(lab.take(initialize()).verdict()).isEqualTo(Verdict.DONE);
        assertThat(lab.ask(b, "SELECT name FROM msdb.dbo.sysjobs WHERE name LIKE N'%initializeSecondary %'"))
                .hasSize(2);
    }

    @Test
    void anAnswerLostAfterTheJobWasStartedIsFoundAgainByLooking() {
        lab.restoreAndApproveOverwrite();
        lab.byHand(b, "EXEC lab.dbo.drop_connection_next @like = N'%sp_start_job%', @when = N'after'");
        assertThat(lab.take(initialize()).verdict()).isEqualTo(Verdict.DONE);
        assertThat(lab.ask(
                        b, "SELECT restore_type FROM msdb.dbo.restorehistory WHERE destination_database_name = N'mgc'"))
                .containsExactly("D");
    }

    @Test
    void whatWasWrittenToThePrimaryMeanwhileKeepsTheOlderCopyFromBeingOverwritten() {
        lab.restoreAndApproveOverwrite();
        lab.byHand(p, LATE);
        StepFailed blocked = lab.takeInVain(initialize());
        assertThat(blocked)
                .hasMessageContaining("no longer what this run restored")
                .hasMessageContaining("dbo.tblChat 241 instead of 240");
        assertThat(blocked.remedy()).contains("going back is safe");
        assertThat(lab.run().intended(InitializeSecondary.NAME)).isFalse();
    }

    @Test
    void aPrimaryThatSomebodyElseRestoredIsNotTrusted() {
        lab.restoreAndApproveOverwrite();
        lab.byHand(p, "BACKUP DATABASE [mgc] TO DISK = N'D:\\Backup\\same.bak' WITH COPY_ONLY");
        lab.byHand(
                p,
                "ALTER DATABASE [mgc] SET OFFLINE WITH ROLLBACK IMMEDIATE;"
                        + " RESTORE DATABASE [mgc] FROM DISK = N'D:\\Backup\\same.bak' WITH REPLACE");
        assertThat(lab.takeInVain(initialize()))
                .hasMessageContaining("Data is at risk")
                .hasMessageContaining("the last restore there was from another backup");
        assertThat(lab.takeInVain(lab.steps.readCopiesBack())).hasMessageContaining("from another backup");
    }

    @Test
    void aPrimaryThatDoesNotServeKeepsTheCopyOnTheBackup() {
        lab.restoreAndApproveOverwrite();
        lab.byHand(p, "ALTER DATABASE [mgc] SET OFFLINE WITH ROLLBACK IMMEDIATE");
        assertThat(lab.takeInVain(initialize()))
                .hasMessageContaining("Data is at risk: mgc on SQLP01\\LYNC is OFFLINE")
                .hasMessageContaining("the copy on SQLB01\\LYNC is not overwritten");
        lab.byHand(p, "ALTER DATABASE [mgc] SET ONLINE");
        lab.byHand(p, "ALTER DATABASE [mgc] SET READ_ONLY");
        assertThat(lab.takeInVain(initialize())).hasMessageContaining("read only");
        lab.byHand(p, "ALTER DATABASE [mgc] SET READ_WRITE");
        assertThat(lab.take(initialize()).verdict()).isEqualTo(Verdict.DONE);
    }

    @Test
    void afterGoingLiveItIsOverForGood() {
        lab.restoreAndApproveOverwrite();
        lab.goLive();
        StepFailed blocked = lab.takeInVain(initialize());
        assertThat(blocked).hasMessageContaining("the pool has gone live on the primary (setActiveServers");
        assertThat(blocked.owner()).isEqualTo("manager");
        lab.decide(initialize(), SqlLab.TRY_AGAIN);
        assertThat(lab.takeInVain(initialize())).hasMessageContaining("out of the question");
        assertThat(lab.run().intended(InitializeSecondary.NAME)).isFalse();
        assertThat(lab.look(lab.steps.liftFence()).verdict()).isEqualTo(Verdict.BLOCKED);
    }

    @Test
    void aCopyThatWasMadeStaysMadeAfterGoingLive() {
        lab.restoreAndApproveOverwrite();
        lab.take(initialize());
        lab.goLive();
        lab.byHand(p, LATE);
        assertThat(lab.take(initialize()).verdict()).isEqualTo(Verdict.DONE);
        lab.sendBlindly(initialize());
        lab.decide(initialize(), SqlLab.TRY_AGAIN);
        lab.sendBlindly(initialize());
        SqlLab.await(() -> !lab.look(initialize()).is(Verdict.RUNNING), "the end of the second job");
        assertThat(lab.look(initialize()).evidence().get("job log")).contains("made from this backup before");
        assertThat(lab.ask(
                        b, "SELECT restore_type FROM msdb.dbo.restorehistory WHERE destination_database_name = N'mgc'"))
                .containsExactly("D");
    }

    @Test
    void whatADbaDidInManagementStudioCounts() {
        lab.restoreAndApproveOverwrite();
        lab.byHand(
                b,
                "RESTORE DATABASE [mgc] FROM DISK = " + primaryFile() + " WITH FILE = 1, NORECOVERY, STATS = 5, "
                        + moves());
        assertThat(lab.take(initialize()).verdict()).isEqualTo(Verdict.DONE);
        assertThat(lab.run().intended(InitializeSecondary.NAME)).isFalse();
    }

    @Test
    void aSecondaryThatSomebodyRecoveredIsSaidAndMadeAnewByHand() {
        lab.restoreAndApproveOverwrite();
        lab.take(initialize());
        recoverB();
        assertThat(lab.takeInVain(initialize()))
                .hasMessageContaining("was made from the primary's backup, but it is ONLINE")
                .hasMessageContaining("instead of RESTORING");
        assertThat(lab.look(lab.steps.liftFence()).verdict())
                .as("ONLINE it is, and no way back")
                .isNotEqualTo(Verdict.NEEDED);
        lab.byHand(b, "BACKUP LOG [mgc] TO DISK = N'D:\\Backup\\recovered.trn' WITH NORECOVERY");
        lab.byHand(b, "RESTORE DATABASE [mgc] FROM DISK = " + primaryFile() + " WITH FILE = 1, NORECOVERY, " + moves());
        assertThat(lab.take(initialize()).verdict()).isEqualTo(Verdict.DONE);
    }

    @Test
    void aSecondaryThatTakesLogsOfAnotherBackupIsNotOurs() {
        lab.restoreAndApproveOverwrite();
        lab.take(initialize());
        lab.byHand(p, "BACKUP DATABASE [mgc] TO DISK = N'" + SqlLab.SHARE + "\\other.bak' WITH COPY_ONLY");
        lab.byHand(
                b, "RESTORE DATABASE [mgc] FROM DISK = N'" + SqlLab.SHARE + "\\other.bak' WITH NORECOVERY, " + moves());
        assertThat(lab.look(initialize()).verdict()).isNotEqualTo(Verdict.DONE);
    }

    @Test
    void anInstanceThatTheRunDoesNotHoldIsLeftAlone() {
        lab.restoreAndApproveOverwrite();
        lab.byHand(
                b,
                "EXEC msdb.dbo.sp_update_job @job_name = N'Failback of chatpool.lab.example',"
                        + " @description = N'This instance is held by failback run PCF-2025-99.'");
        assertThat(lab.takeInVain(initialize())).hasMessageContaining("PCF-2025-99");
        assertThatThrownBy(() -> lab.sendBlindly(initialize()))
                .isInstanceOfSatisfying(
                        RemoteFailure.class,
                        refused -> assertThat(refused.sort()).isEqualTo(Sort.ASKS));
    }

    @Test
    void aPrimaryWithoutABackupOfThisRunHasNothingToGive() {
        lab.restore();
        lab.byHand(p, "BACKUP DATABASE [mgc] TO DISK = N'" + SqlLab.SHARE + "\\nightly.bak' WITH CHECKSUM");
        assertThat(lab.look(lab.steps.verifyPrimaryBackup()).verdict()).isEqualTo(Verdict.BLOCKED);
        assertThat(lab.look(lab.steps.readCopiesBack()).summary()).contains("no backup of the primary's mgc");
        assertThat(lab.look(initialize()).summary()).contains("There is no backup of the primary's mgc");
    }

    @Test
    void aBackupFileThatSomebodyChangedIsFoundBeforeTheGate() {
        lab.restore();
        lab.takeAll(lab.steps.backUpPrimary(), lab.steps.verifyPrimaryBackup());
        lab.byHand(p, "BACKUP DATABASE [mgc] TO DISK = " + primaryFile() + " WITH COPY_ONLY, CHECKSUM");
        assertThat(lab.takeInVain(lab.steps.readCopiesBack()))
                .hasMessageContaining("does not hold exactly the one whole backup set");
        assertThat(lab.takeInVain(lab.steps.verifyPrimaryBackup()))
                .hasMessageContaining("Data is at risk")
                .hasMessageContaining("SQLP01\\LYNC wrote");
    }

    @Test
    void theBackupsOwnFilesAreReadBackToo() {
        lab.restore();
        lab.takeAll(lab.steps.backUpPrimary(), lab.steps.verifyPrimaryBackup());
        lab.byHand(
                p,
                "BACKUP DATABASE [mgc] TO DISK = "
                        + Tsql.literal(lab.run().fact(FactName.BACKUP_FILE).orElseThrow())
                        + " WITH COPY_ONLY, FORMAT, INIT, CHECKSUM");
        StepFailed blocked = lab.takeInVain(lab.steps.readCopiesBack());
        assertThat(blocked).hasMessageContaining("Data is at risk").hasMessageContaining("read from SQLP01\\LYNC");
        assertThat(blocked.remedy()).contains("Overwrite nothing");
    }

    @Test
    void aPrimaryOutOfTheFullRecoveryModelIsNotBackedUp() {
        lab.restore();
        lab.byHand(p, "ALTER DATABASE [mgc] SET RECOVERY SIMPLE");
        assertThat(lab.takeInVain(lab.steps.backUpPrimary())).hasMessageContaining("in the FULL recovery model");
        lab.byHand(p, "ALTER DATABASE [mgc] SET RECOVERY FULL");
        assertThat(lab.take(lab.steps.backUpPrimary()).verdict()).isEqualTo(Verdict.DONE);
    }

    @Test
    void withoutAFenceTheLastLogGoesIntoAFileBeforeAnythingIsOverwritten() throws Exception {
        withoutAFence();
        lab.restoreAndApproveOverwrite();
        lab.byHand(
                b, "EXEC lab.dbo.connect_client @database = N'mgc', @host = N'WEB01', @program = N'Room management'");
        assertThat(lab.state(b)).isEqualTo("ONLINE");

        Finding made = lab.take(initialize());

        String tail = SqlLab.SHARE + "\\mgc_backup_" + SqlLab.RUN + "_1_tail.trn";
        assertThat(made.verdict()).isEqualTo(Verdict.DONE);
        assertThat(lab.rows(b, "EXEC master.dbo.xp_fileexist " + Tsql.literal(tail)))
                .containsExactly("1|0|1");
        assertThat(lab.state(b)).isEqualTo("RESTORING");
        assertThat(new Remains(lab.estate).of(lab.run()).values())
                .as("people are told of it")
                .anyMatch(words -> words.startsWith(tail));
    }

    @Test
    void withoutAFenceWhatWasWrittenToTheBackupKeepsIt() throws Exception {
        withoutAFence();
        lab.restoreAndApproveOverwrite();
        lab.byHand(b, LATE);
        assertThat(lab.takeInVain(initialize())).hasMessageContaining("dbo.tblChat 241 instead of 240");
        StepFailed copies = lab.takeInVain(lab.steps.readCopiesBack());
        assertThat(copies).hasMessageContaining("was written to since its backup");
        assertThat(copies.remedy()).contains("on no other copy");
        assertThat(lab.ask(b, MESSAGES)).containsExactly("241");
    }

    @Test
    void withoutAFenceAJobThatFailsAfterTheTailIsBegunAnewAllTheSame() throws Exception {
        withoutAFence();
        lab.restoreAndApproveOverwrite();
        lab.byHand(b, "EXEC lab.dbo.fail_next @like = N'RESTORE DATABASE%', @error = 3203");
        assertThat(lab.takeInVain(initialize())).hasMessageContaining("3203");
        assertThat(lab.state(b)).as("its tail was taken").isEqualTo("RESTORING");

        lab.decide(initialize(), SqlLab.TRY_AGAIN);

        assertThat(lab.take(initialize()).verdict()).isEqualTo(Verdict.DONE);
        assertThat(lab.ask(
                        b,
                        "SELECT name FROM msdb.dbo.backupset WHERE name = "
                                + Tsql.literal(InitializeSecondary.lateTailName(SqlLab.RUN))))
                .hasSize(1);
    }

    @Test
    void withoutAFenceATailThatCannotBeWrittenLeavesTheBackupOnline() throws Exception {
        withoutAFence();
        lab.restoreAndApproveOverwrite();
        lab.byHand(b, "EXEC lab.dbo.fail_next @like = N'BACKUP LOG%', @error = 3202");
        assertThat(lab.takeInVain(initialize())).hasMessageContaining("3202");
        assertThat(lab.state(b)).isEqualTo("ONLINE");
        assertThat(lab.ask(b, MESSAGES)).containsExactly("240");

        lab.decide(initialize(), SqlLab.TRY_AGAIN);
        assertThat(lab.take(initialize()).verdict()).isEqualTo(Verdict.DONE);
    }
}
