package org.failback.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.failback.estate.Settings;
import org.failback.estate.SqlInstance;
import org.failback.lab.server.SqlEstate;
import org.failback.step.Entry;
import org.failback.step.Finding;
import org.failback.step.StepFailed;
import org.failback.step.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One file comes through all three jobs, or people are told where it stopped. */
class ShippingTheLogTest {
    private static final String COPY = "LSCopy_SQLP01\\LYNC_mgc";
    private static final String RESTORE = "LSRestore_SQLP01\\LYNC_mgc";
    private static final String NIGHTLY = SqlLab.SHARE + "\\nightly.trn";

    private SqlLab lab;
    private LeapingClock clock;
    private SqlInstance p;
    private SqlInstance b;

    @BeforeEach
    void start() throws Exception {
        clock = new LeapingClock();
        lab = new SqlLab(SqlEstate.afterFailover(64, 0, clock), Settings.defaults());
        p = lab.estate.primaryInstance();
        b = lab.estate.backupInstance();
        lab.setUpLogShipping();
    }

    @AfterEach
    void stop() {
        lab.byHand(p, "EXEC lab.dbo.forget_faults");
        lab.close();
    }

    private void somebodyBacksTheLogUpTo(String file) {
        write();
        lab.byHand(p, "BACKUP LOG [mgc] TO DISK = " + Tsql.literal(file));
        write();
    }

    private void write() {
        lab.byHand(
                p,
                "INSERT INTO mgc.dbo.tblChat (chatId, channelId, userId, content, chatDate)"
                        + " SELECT MAX(chatId) + 1, MIN(channelId), MIN(userId), N'x', MAX(chatDate) + 1 FROM mgc.dbo.tblChat");
    }

    private void aDbaApplies(String file) {
        lab.byHand(b, "RESTORE LOG [mgc] FROM DISK = " + Tsql.literal(file) + " WITH NORECOVERY");
    }

    private void startByHand(SqlInstance instance, String job) {
        lab.byHand(instance, "EXEC msdb.dbo.sp_start_job @job_name = " + Tsql.literal(job));
    }

    private int runsOf(SqlInstance instance, String job) {
        return lab.ask(
                        instance,
                        "SELECT h.instance_id FROM msdb.dbo.sysjobhistory h JOIN msdb.dbo.sysjobs j ON j.job_id = h.job_id"
                                + " WHERE h.step_id = 0 AND j.name = " + Tsql.literal(job))
                .size();
    }

    private void startByHandAndAwait(SqlInstance instance, String job) {
        int before = runsOf(instance, job);
        startByHand(instance, job);
        SqlLab.await(() -> runsOf(instance, job) > before, job);
    }

    private Map<String, String> lastEvidence(String step) {
        return lab.run().lastFound(step).map(Entry::data).orElseThrow();
    }

    @Test
    void aRestoreJobThatSucceedsWithoutRestoringAnythingProvesNothing() {
        lab.takeAll(lab.steps.backUpLog(), lab.steps.copyLog());
        lab.byHand(b, "EXEC lab.dbo.skip_next_log_restore @database = N'mgc'");

        StepFailed blocked = lab.takeInVain(lab.steps.restoreLog());

        assertThat(blocked).hasMessageContaining("succeeded, but the file it is about did not come through");
        assertThat(blocked.remedy()).contains("A restore job that finds no log to apply succeeds, too");
        assertThat(lastEvidence(RestoreLog.NAME))
                .containsEntry("job", RESTORE)
                .hasEntrySatisfying(
                        "job log",
                        words -> assertThat(words).contains("Could not find a log backup file that could be applied"));
        assertThat(lab.takeInVain(lab.steps.restoreLog()))
                .as("nothing is begun anew by itself")
                .isNotNull();
        assertThat(runsOf(b, RESTORE)).isEqualTo(1);

        lab.decide(lab.steps.restoreLog(), SqlLab.TRY_AGAIN);
        assertThat(lab.take(lab.steps.restoreLog()).verdict()).isEqualTo(Verdict.DONE);
    }

    @Test
    void aForeignLogBackupIsNamedAndMayBeAppliedByHand() {
        somebodyBacksTheLogUpTo(NIGHTLY);

        StepFailed blocked = lab.takeInVain(lab.steps.backUpLog());
        assertThat(blocked)
                .hasMessageContaining("Somebody else took a log backup")
                .hasMessageContaining(NIGHTLY);
        assertThat(blocked.remedy()).contains("RESTORE LOG [mgc]").contains("WITH NORECOVERY");
        assertThat(lab.run().intended(BackUpLog.NAME)).isFalse();

        aDbaApplies(NIGHTLY);
        lab.decide(lab.steps.backUpLog(), SqlLab.TRY_AGAIN);
        assertThat(lab.take(lab.steps.backUpLog()).evidence().get("log backup before it, by others"))
                .startsWith(NIGHTLY);
        lab.take(lab.steps.copyLog());
        assertThat(lab.take(lab.steps.restoreLog()).verdict()).isEqualTo(Verdict.DONE);
    }

    @Test
    void everyForeignLogBackupHasToBeApplied() {
        somebodyBacksTheLogUpTo(NIGHTLY);
        String second = SqlLab.SHARE + "\\hourly.trn";
        somebodyBacksTheLogUpTo(second);
        aDbaApplies(NIGHTLY);
        assertThat(lab.takeInVain(lab.steps.backUpLog())).hasMessageContaining(second);
        aDbaApplies(second);
        assertThat(lab.take(lab.steps.backUpLog()).verdict()).isEqualTo(Verdict.DONE);
    }

    @Test
    void aCopyOnlyBackupOfTheLogLeavesTheChainWhole() {
        write();
        lab.byHand(p, "BACKUP LOG [mgc] TO DISK = " + Tsql.literal(NIGHTLY) + " WITH COPY_ONLY");
        write();
        lab.takeAll(lab.steps.backUpLog(), lab.steps.copyLog());
        assertThat(lab.take(lab.steps.restoreLog()).verdict()).isEqualTo(Verdict.DONE);
    }

    @Test
    void aForeignLogBackupThatSlippedInBetweenIsFoundByTheRestore() {
        somebodyBacksTheLogUpTo(NIGHTLY);
        startByHandAndAwait(p, "LSBackup_mgc");
        lab.takeAll(lab.steps.backUpLog(), lab.steps.copyLog());

        StepFailed blocked = lab.takeInVain(lab.steps.restoreLog());
        assertThat(blocked).hasMessageContaining("The restore of the log failed.");
        assertThat(blocked.remedy()).contains("Look for a log backup that somebody else took");
        assertThat(lastEvidence(RestoreLog.NAME).get("job log")).contains("too recent to apply");

        aDbaApplies(NIGHTLY);
        lab.decide(lab.steps.restoreLog(), SqlLab.TRY_AGAIN);
        assertThat(lab.take(lab.steps.restoreLog()).verdict()).isEqualTo(Verdict.DONE);
    }

    @Test
    void aLogBackupByHandIntoTheRunsFolderIsNotTheProof() {
        String byHand = SqlLab.LOGS + "\\byhand.trn";
        somebodyBacksTheLogUpTo(byHand);
        assertThat(lab.takeInVain(lab.steps.backUpLog())).hasMessageContaining(byHand);
        aDbaApplies(byHand);
        lab.takeAll(lab.steps.backUpLog(), lab.steps.copyLog());
        assertThat(lab.take(lab.steps.restoreLog()).evidence().get("log backup"))
                .matches(".*mgc_\\d{14}\\.trn");
    }

    @Test
    void aJobThatSomebodyStartedMeanwhileIsAwaitedAndNotStartedTwice() {
        lab.byHand(p, "EXEC lab.dbo.stall_next @like = N'%sqllogship%-Backup%'");
        startByHand(p, "LSBackup_mgc");
        assertThat(lab.start(lab.steps.backUpLog()).summary()).contains("runs as the job \"LSBackup_mgc\"");
        lab.byHand(p, "EXEC lab.dbo.release");
        SqlLab.await(() -> lab.look(lab.steps.backUpLog()).is(Verdict.DONE), "the end of the job");
        assertThat(lab.run().intended(BackUpLog.NAME)).isFalse();

        startByHandAndAwait(b, COPY);
        startByHandAndAwait(b, RESTORE);
        assertThat(lab.take(lab.steps.copyLog()).verdict()).isEqualTo(Verdict.DONE);
        assertThat(lab.take(lab.steps.restoreLog()).verdict()).isEqualTo(Verdict.DONE);
        assertThat(lab.run().intended(CopyLog.NAME)).isFalse();
        assertThat(lab.run().intended(RestoreLog.NAME)).isFalse();
    }

    @Test
    void jobsThatSomebodyEnabledDoTheWorkBySchedule() {
        lab.byHand(p, "EXEC msdb.dbo.sp_update_job @job_name = N'LSBackup_mgc', @enabled = 1");
        SqlLab.await(
                () -> {
                    clock.forward(Duration.ofMinutes(15));
                    return lab.look(lab.steps.backUpLog()).is(Verdict.DONE);
                },
                "the schedule of the backup job");
        lab.takeAll(lab.steps.copyLog(), lab.steps.restoreLog(), lab.steps.enableLogShipping());
        assertThat(lab.run().intended(BackUpLog.NAME)).isFalse();
        assertThat(lastEvidence(RestoreLog.NAME)).containsKey("restored at");
    }

    @Test
    void aLaterFileThatCameThroughTooDoesNotHideTheFirst() {
        startByHandAndAwait(p, "LSBackup_mgc");
        clock.forward(Duration.ofMinutes(1));
        startByHandAndAwait(p, "LSBackup_mgc");
        String first = lab.take(lab.steps.backUpLog()).evidence().get("log backup");
        lab.take(lab.steps.copyLog());
        assertThat(lab.take(lab.steps.restoreLog()).evidence()).containsEntry("log backup", first);
        assertThat(lab.ask(p, "SELECT type FROM msdb.dbo.backupset WHERE type = 'L' AND name IS NULL"))
                .hasSize(2);
    }

    @Test
    void anAgentThatDoesNotRunIsNamed() {
        lab.take(lab.steps.backUpLog());
        lab.byHand(b, "EXEC lab.dbo.stop_agent");
        StepFailed failed = lab.takeInVain(lab.steps.copyLog());
        assertThat(failed.getMessage() + " " + failed.remedy())
                .contains("SQL Server Agent")
                .contains("Start SQL Server Agent on SQLB01");
        assertThat(failed.host()).contains("SQLB01");

        lab.byHand(b, "EXEC lab.dbo.start_agent");
        lab.decide(lab.steps.copyLog(), SqlLab.TRY_AGAIN);
        assertThat(lab.take(lab.steps.copyLog()).verdict()).isEqualTo(Verdict.DONE);
    }

    @Test
    void anAgentThatIsStoppedWhileTheJobRunsDoesNotRunForEver() {
        lab.takeAll(lab.steps.backUpLog(), lab.steps.copyLog());
        lab.byHand(b, "EXEC lab.dbo.stall_next @like = N'%sqllogship%-Restore%'");
        assertThat(lab.start(lab.steps.restoreLog()).verdict()).isEqualTo(Verdict.RUNNING);
        lab.byHand(b, "EXEC lab.dbo.stop_agent");
        assertThat(lab.look(lab.steps.restoreLog()).verdict()).isEqualTo(Verdict.BLOCKED);
        assertThat(lab.look(lab.steps.restoreLog()).summary()).contains("SQL Server Agent");

        lab.byHand(b, "EXEC lab.dbo.start_agent");
        lab.decide(lab.steps.restoreLog(), SqlLab.TRY_AGAIN);
        assertThat(lab.take(lab.steps.restoreLog()).verdict()).isEqualTo(Verdict.DONE);
    }

    @Test
    void anAgentAccountThatMayNotReadTheShareIsToldWhatItNeeds() {
        lab.take(lab.steps.backUpLog());
        lab.byHand(
                b,
                "EXEC lab.dbo.deny_access @identity = N'LAB\\svc-agent-sqlb01', @path = N'" + SqlLab.SHARE
                        + "', @right = N'read'");
        StepFailed failed = lab.takeInVain(lab.steps.copyLog());
        assertThat(failed)
                .hasMessageContaining("The copy of the log failed")
                .hasMessageContaining("Operating system error 5(Access is denied.)")
                .hasMessageContaining("LAB\\svc-agent-sqlb01");
        assertThat(failed.remedy())
                .contains("account")
                .contains("SQL Server Agent")
                .contains("folder");

        lab.byHand(b, "EXEC lab.dbo.forget_faults");
        lab.decide(lab.steps.copyLog(), SqlLab.TRY_AGAIN);
        assertThat(lab.take(lab.steps.copyLog()).verdict()).isEqualTo(Verdict.DONE);
    }

    @Test
    void aSecondaryThatSomebodyRecoveredTakesNoMoreLogs() {
        lab.takeAll(lab.steps.backUpLog(), lab.steps.copyLog());
        lab.byHand(b, "RESTORE DATABASE [mgc] WITH RECOVERY");
        assertThat(lab.takeInVain(lab.steps.restoreLog())).hasMessageContaining("The restore of the log");
        StepFailed recovered = lab.takeInVain(lab.steps.initializeSecondary());
        assertThat(recovered).hasMessageContaining("ONLINE, not mirrored instead of RESTORING");
        assertThat(recovered.remedy()).contains("Somebody recovered it").contains("without REPLACE");
    }

    @Test
    void eachStageWantsTheOneBeforeIt() {
        assertThat(lab.look(lab.steps.copyLog()).summary()).contains("has no file to go by");
        assertThat(lab.look(lab.steps.restoreLog()).verdict()).isEqualTo(Verdict.BLOCKED);
        lab.take(lab.steps.backUpLog());
        assertThat(lab.look(lab.steps.copyLog()).verdict()).isEqualTo(Verdict.NEEDED);
        assertThat(lab.takeInVain(lab.steps.restoreLog())).hasMessageContaining("did not come through");
    }

    @Test
    void logShippingThatSomebodyRemovedIsSaid() {
        lab.take(lab.steps.backUpLog());
        lab.byHand(
                b,
                "EXEC master.dbo.sp_delete_log_shipping_secondary_database N'mgc';"
                        + " EXEC master.dbo.sp_delete_log_shipping_secondary_primary N'SQLP01\\LYNC', N'mgc'");
        Finding blocked = lab.look(lab.steps.copyLog());
        assertThat(blocked.verdict()).isEqualTo(Verdict.BLOCKED);
        assertThat(blocked.summary()).contains("has no log shipping job of this run on SQLB01\\LYNC");
        assertThat(lab.take(lab.steps.addLogShippingSecondary()).verdict()).isEqualTo(Verdict.DONE);
        assertThat(lab.take(lab.steps.copyLog()).verdict()).isEqualTo(Verdict.DONE);
    }

    @Test
    void anAnswerLostAfterAJobWasStartedStartsNoSecond() {
        lab.byHand(p, "EXEC lab.dbo.drop_connection_next @like = N'%sp_start_job%', @when = N'after'");
        assertThat(lab.take(lab.steps.backUpLog()).verdict()).isEqualTo(Verdict.DONE);
        assertThat(runsOf(p, "LSBackup_mgc")).isEqualTo(1);
    }
}
