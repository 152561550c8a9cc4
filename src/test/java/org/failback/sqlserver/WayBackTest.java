package org.failback.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.List;
import org.failback.estate.Settings;
import org.failback.estate.SqlInstance;
import org.failback.lab.server.SqlEstate;
import org.failback.step.Finding;
import org.failback.step.RemoteFailure;
import org.failback.step.Step;
import org.failback.step.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From a copy on the backup that was overwritten, or was about to be, back to one that serves as before. */
class WayBackTest {
    private static final String LATE = "INSERT INTO mgc.dbo.tblChat (chatId, channelId, userId, content, chatDate) "
            + "SELECT MAX(chatId) + 1, MIN(channelId), MIN(userId), N'written late', MAX(chatDate) + 10000000 FROM mgc.dbo.tblChat";
    private static final String MESSAGES = "SELECT COUNT(*) FROM mgc.dbo.tblChat";
    private static final String OWNER_AND_OPTIONS =
            "SELECT SUSER_SNAME(owner_sid) + ' ' + CONVERT(nvarchar(1), is_broker_enabled)"
                    + " + CONVERT(nvarchar(1), is_trustworthy_on) + CONVERT(nvarchar(1), is_db_chaining_on)"
                    + " FROM sys.databases WHERE name = N'mgc'";
    private static final String SHIPPING_JOBS = "SELECT j.name FROM msdb.dbo.sysjobs j WHERE j.name LIKE N'LS%'";

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

    @AfterEach
    void stop() {
        lab.close();
    }

    private List<Step> restoreCopy() {
        return List.of(
                lab.steps.removeLogShippingFromPrimary(),
                lab.steps.removeLogShippingFromBackup(),
                lab.steps.fencePrimary(),
                lab.steps.restoreBackupCopy(),
                lab.steps.checkRestoredCopy(),
                lab.steps.alignRestoredCopy(),
                lab.steps.proveRestoredCopy());
    }

    private void backToWhatWasServed() {
        lab.approveRestoreCopy();
        for (Step step : restoreCopy()) {
            assertThat(lab.take(step).verdict()).as(step.name()).isEqualTo(Verdict.DONE);
            long sent = lab.commandsSent();
            assertThat(lab.take(step).verdict()).as(step.name() + ", again").isEqualTo(Verdict.DONE);
            assertThat(lab.commandsSent()).as("commands of " + step.name()).isEqualTo(sent);
        }
        assertThat(lab.state(b)).isEqualTo("ONLINE");
        assertThat(lab.state(p)).isEqualTo("OFFLINE");
        assertThat(lab.ask(b, MESSAGES)).containsExactly("240");
        for (SqlInstance instance : List.of(p, b)) {
            assertThat(lab.ask(instance, SHIPPING_JOBS)).isEmpty();
        }
        lab.takeAll(
                lab.steps.liftFence(),
                lab.steps.proveWayBack(),
                lab.steps.removeJobsFromPrimary(),
                lab.steps.removeJobsFromBackup());
        assertThat(lab.ask(b, "SELECT name FROM msdb.dbo.sysjobs WHERE name LIKE N'Failback%'"))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Settings.Fence.class)
    void theCopyIsAgainWhatItWasWithOwnerAndOptions(Settings.Fence fence) throws Exception {
        stop();
        use(new SqlLab(
                SqlEstate.afterFailover(64, 0, Clock.systemUTC()),
                fence == Settings.Fence.NONE ? SqlLab.unfenced() : Settings.defaults()));
        lab.byHand(b, "ALTER AUTHORIZATION ON DATABASE::[mgc] TO [failback_reader]");
        lab.byHand(b, "ALTER DATABASE [mgc] SET TRUSTWORTHY ON");
        List<String> before = lab.ask(b, OWNER_AND_OPTIONS);
        lab.shipLog();
        assertThat(lab.ask(b, OWNER_AND_OPTIONS)).isNotEqualTo(before);

        backToWhatWasServed();

        assertThat(lab.ask(b, OWNER_AND_OPTIONS)).isEqualTo(before);
        StraightWayTest.everyStatementStandsInThePlanOrInTheListOfLookups(lab);
    }

    @Test
    void logShippingThatIsOnlyHalfSetUpIsRemovedToo() {
        lab.restoreAndApproveOverwrite();
        lab.takeAll(lab.steps.initializeSecondary(), lab.steps.addLogShippingPrimary());
        lab.byHand(
                b,
                "DECLARE @c uniqueidentifier, @r uniqueidentifier, @s uniqueidentifier; EXEC"
                        + " master.dbo.sp_add_log_shipping_secondary_primary @primary_server = N'SQLP01\\LYNC',"
                        + " @primary_database = N'mgc', @backup_source_directory = " + Tsql.literal(SqlLab.LOGS)
                        + ", @backup_destination_directory = N'D:\\LogShipping\\mgc', @copy_job_name = N'LSCopy_x',"
                        + " @restore_job_name = N'LSRestore_x', @file_retention_period = 4320, @copy_job_id = @c OUTPUT,"
                        + " @restore_job_id = @r OUTPUT, @secondary_id = @s OUTPUT");
        backToWhatWasServed();
    }

    @Test
    void logShippingOfOthersIsNotTouched() {
        lab.shipLog();
        lab.approveRestoreCopy();
        lab.byHand(
                p,
                "EXEC master.dbo.sp_delete_log_shipping_primary_secondary @primary_database = N'mgc', @secondary_server ="
                        + " N'SQLB01\\LYNC', @secondary_database = N'mgc'; EXEC"
                        + " master.dbo.sp_delete_log_shipping_primary_database @database = N'mgc'");
        lab.byHand(
                p,
                "EXEC master.dbo.sp_add_log_shipping_primary_database @database = N'mgc', @backup_directory ="
                        + " N'D:\\Backup', @backup_share = N'D:\\Backup', @backup_job_name = N'LSBackup_others',"
                        + " @backup_retention_period = 4320");

        assertThat(lab.takeInVain(lab.steps.removeLogShippingFromPrimary()))
                .hasMessageContaining("did not set up")
                .hasMessageContaining("D:\\Backup");
        refusedBlindly(lab.steps.removeLogShippingFromPrimary());
        refusedBlindly(lab.steps.fencePrimary());
        assertThat(lab.state(p)).isEqualTo("ONLINE");
    }

    @Test
    void aJobOfLogShippingThatRunsIsNotDeletedUnderItsOwnFeet() {
        lab.shipLog();
        lab.approveRestoreCopy();
        lab.byHand(b, "EXEC lab.dbo.stall_next @like = N'%sqllogship%-Copy%'");
        lab.byHand(b, "EXEC msdb.dbo.sp_start_job @job_name = N'LSCopy_SQLP01\\LYNC_mgc'");

        assertThat(lab.takeInVain(lab.steps.removeLogShippingFromBackup())).hasMessageContaining("LSCopy_");
        refusedBlindly(lab.steps.removeLogShippingFromBackup());
        lab.byHand(b, "EXEC lab.dbo.release");
        SqlLab.await(
                () -> !lab.look(lab.steps.removeLogShippingFromBackup()).is(Verdict.BLOCKED),
                "the end of the copy job");
        assertThat(lab.take(lab.steps.removeLogShippingFromBackup()).verdict()).isEqualTo(Verdict.DONE);
    }

    private void refusedBlindly(Step step) {
        assertThatThrownBy(() -> lab.sendBlindly(step))
                .as(step.name())
                .isInstanceOfSatisfying(
                        RemoteFailure.class, refusal -> assertThat(refusal).hasMessageContaining("(error 50000)"));
    }

    @Test
    void aRestoreThatWasRefusedBeforeItWroteLeavesTheCheapWay() {
        lab.restoreAndApproveOverwrite();
        lab.byHand(b, "EXEC lab.dbo.fail_next @like = N'RESTORE DATABASE%', @error = 3201");
        lab.takeInVain(lab.steps.initializeSecondary());

        Finding look = lab.take(lab.steps.checkBackupCopy());
        assertThat(look.evidence()).containsEntry(CheckBackupCopy.COPY, CheckBackupCopy.AS_IT_WAS);
        assertThat(look.summary()).contains("refused before it wrote");
        lab.takeAll(lab.steps.liftFence(), lab.steps.proveWayBack());
        assertThat(lab.ask(b, MESSAGES)).containsExactly("240");
    }

    @Test
    void withoutAFenceTheLogThatWasTakenLastComesBackWhenTheRestoreWasRefused() throws Exception {
        stop();
        use(new SqlLab(SqlEstate.afterFailover(64, 0, Clock.systemUTC()), SqlLab.unfenced()));
        lab.restoreAndApproveOverwrite();
        lab.byHand(b, "EXEC lab.dbo.fail_next @like = N'RESTORE DATABASE%', @error = 3154");
        lab.takeInVain(lab.steps.initializeSecondary());
        assertThat(lab.state(b)).isEqualTo("RESTORING");

        assertThat(lab.take(lab.steps.checkBackupCopy()).evidence())
                .containsEntry(CheckBackupCopy.COPY, CheckBackupCopy.AS_IT_WAS);
        lab.takeAll(lab.steps.liftFence(), lab.steps.proveWayBack());
        assertThat(lab.ask(b, MESSAGES)).containsExactly("240");
    }

    @Test
    void aRestoreThatBrokeOffHalfwayIsNoCopyAnyMoreAndIsNotRecovered() {
        lab.restoreAndApproveOverwrite();
        lab.byHand(b, "EXEC lab.dbo.fail_next @like = N'RESTORE DATABASE%', @error = 3203");
        lab.takeInVain(lab.steps.initializeSecondary());

        assertThat(lab.take(lab.steps.checkBackupCopy()).evidence())
                .containsEntry(CheckBackupCopy.COPY, CheckBackupCopy.OVERWRITTEN);
        assertThat(lab.takeInVain(lab.steps.liftFence())).hasMessageContaining("may have been");
        assertThat(lab.state(b)).isEqualTo("RESTORING");
        backToWhatWasServed();
    }

    @Test
    void theServerItselfRefusesToRecoverWhatWasRestoredOver() {
        lab.restoreAndApproveOverwrite();
        lab.take(lab.steps.initializeSecondary());

        refusedBlindly(lab.steps.liftFence());
        assertThat(lab.state(b)).isEqualTo("RESTORING");
    }

    @Test
    void aCopyThatIsBeingOverwrittenIsWaitedFor() {
        lab.restoreAndApproveOverwrite();
        lab.byHand(b, "EXEC lab.dbo.stall_next @like = N'RESTORE DATABASE%'");
        lab.start(lab.steps.initializeSecondary());

        assertThat(lab.takeInVain(lab.steps.checkBackupCopy()))
                .hasMessageContaining("is being overwritten")
                .hasMessageContaining("initializeSecondary 1");
        lab.byHand(b, "EXEC lab.dbo.release");
        lab.take(lab.steps.initializeSecondary());
        assertThat(lab.take(lab.steps.checkBackupCopy()).evidence())
                .containsEntry(CheckBackupCopy.COPY, CheckBackupCopy.OVERWRITTEN);
    }

    @Test
    void aCopyThatSomebodyRecoveredIsNotRestoredOverWhileItIsOnline() {
        lab.shipLog();
        lab.approveRestoreCopy();
        lab.takeAll(
                lab.steps.removeLogShippingFromPrimary(),
                lab.steps.removeLogShippingFromBackup(),
                lab.steps.fencePrimary());
        lab.byHand(b, "RESTORE DATABASE [mgc] WITH RECOVERY");
        lab.byHand(b, LATE);

        for (Step step : List.of(lab.steps.checkBackupCopy(), lab.steps.restoreBackupCopy(), lab.steps.liftFence())) {
            assertThat(lab.look(step).verdict()).as(step.name()).isEqualTo(Verdict.BLOCKED);
            assertThat(lab.look(step).remedy()).as(step.name()).contains("WITH NORECOVERY");
        }
        lab.sendBlindly(lab.steps.restoreBackupCopy());
        SqlLab.await(() -> !lab.look(lab.steps.restoreBackupCopy()).is(Verdict.RUNNING), "the end of the job");
        assertThat(lab.ask(b, MESSAGES)).as("what was written is still there").containsExactly("241");

        lab.byHand(b, "BACKUP LOG [mgc] TO DISK = N'D:\\Backup\\kept.trn' WITH NORECOVERY");
        lab.decide(lab.steps.restoreBackupCopy(), SqlLab.TRY_AGAIN);
        lab.takeAll(lab.steps.restoreBackupCopy(), lab.steps.checkRestoredCopy(), lab.steps.alignRestoredCopy());
        assertThat(lab.take(lab.steps.proveRestoredCopy()).verdict()).isEqualTo(Verdict.DONE);
        assertThat(lab.ask(b, MESSAGES)).containsExactly("240");
    }

    @Test
    void aPrimaryThatSomebodyWroteToIsNotTakenAwayUnseen() {
        lab.shipLog();
        lab.approveRestoreCopy();
        lab.takeAll(lab.steps.removeLogShippingFromPrimary(), lab.steps.removeLogShippingFromBackup());
        lab.byHand(p, LATE);

        assertThat(lab.takeInVain(lab.steps.fencePrimary())).hasMessageContaining("Data is at risk");
        refusedBlindly(lab.steps.fencePrimary());
        assertThat(lab.takeInVain(lab.steps.restoreBackupCopy())).hasMessageContaining("must never be");
        assertThat(lab.state(p)).isEqualTo("ONLINE");

        lab.byHand(p, "ALTER DATABASE [mgc] SET OFFLINE WITH ROLLBACK IMMEDIATE");
        assertThat(lab.take(lab.steps.fencePrimary()).verdict())
                .as("done by hand counts")
                .isEqualTo(Verdict.DONE);
    }

    @Test
    void aKeptFileThatIsNotWhatItWasIsNotRestored() {
        lab.shipLog();
        lab.approveRestoreCopy();
        lab.takeAll(
                lab.steps.removeLogShippingFromPrimary(),
                lab.steps.removeLogShippingFromBackup(),
                lab.steps.fencePrimary());
        String file = lab.run().fact(FactName.LAST_LOG_FILE).orElseThrow();
        lab.byHand(p, "BACKUP DATABASE [model] TO DISK = " + Tsql.literal(file) + " WITH FORMAT");

        assertThat(lab.takeInVain(lab.steps.restoreBackupCopy()))
                .hasMessageContaining("Data is at risk")
                .hasMessageContaining(file);
        assertThat(lab.state(b)).isEqualTo("RESTORING");
        assertThat(lab.ask(b, "SELECT name FROM msdb.dbo.sysjobs WHERE name LIKE N'%restoreBackupCopy%'"))
                .isEmpty();
    }

    @Test
    void aRestoreThatFailsIsBegunFromTheStart() {
        lab.shipLog();
        lab.approveRestoreCopy();
        lab.takeAll(
                lab.steps.removeLogShippingFromPrimary(),
                lab.steps.removeLogShippingFromBackup(),
                lab.steps.fencePrimary());
        for (String statement : List.of("RESTORE DATABASE%", "RESTORE LOG%")) {
            lab.byHand(b, "EXEC lab.dbo.fail_next @like = N'" + statement + "', @error = 3203");
            assertThat(lab.takeInVain(lab.steps.restoreBackupCopy())).hasMessageContaining("failed");
            assertThat(lab.state(b)).as(statement).isEqualTo("RESTORING");
            lab.decide(lab.steps.restoreBackupCopy(), SqlLab.TRY_AGAIN);
        }
        lab.takeAll(
                lab.steps.restoreBackupCopy(),
                lab.steps.checkRestoredCopy(),
                lab.steps.alignRestoredCopy(),
                lab.steps.proveRestoredCopy());
        assertThat(lab.ask(b, MESSAGES)).containsExactly("240");
    }

    @Test
    void whatIsNotWhatWasBackedUpIsNotProved() {
        lab.shipLog();
        lab.approveRestoreCopy();
        lab.takeAll(
                lab.steps.removeLogShippingFromPrimary(),
                lab.steps.removeLogShippingFromBackup(),
                lab.steps.fencePrimary(),
                lab.steps.restoreBackupCopy());
        lab.byHand(lab.estate.primary().mirror().orElseThrow(), "CREATE DATABASE [mgc]");
        assertThat(lab.takeInVain(lab.steps.proveRestoredCopy())).hasMessageContaining("ONLINE on SQLP02\\LYNC, too");
        lab.byHand(lab.estate.primary().mirror().orElseThrow(), "DROP DATABASE [mgc]");
        lab.byHand(b, "DELETE FROM mgc.dbo.tblChat WHERE chatId = 1");
        assertThat(lab.takeInVain(lab.steps.proveRestoredCopy()))
                .hasMessageContaining("Data is at risk")
                .hasMessageContaining("239 instead of 240");
    }

    @Test
    void onceGoingLiveWasAboutToBeSentNothingLeadsBack() {
        lab.shipLog();
        lab.approveRestoreCopy();
        lab.goLive();

        for (Step step : List.of(
                lab.steps.checkBackupCopy(),
                lab.steps.removeLogShippingFromPrimary(),
                lab.steps.removeLogShippingFromBackup(),
                lab.steps.fencePrimary(),
                lab.steps.restoreBackupCopy())) {
            assertThat(lab.takeInVain(step)).as(step.name()).hasMessageContaining("out of the question");
        }
        assertThat(lab.state(p)).isEqualTo("ONLINE");
        assertThat(lab.state(b)).isEqualTo("RESTORING");
    }

    @Test
    void anotherRunsMarkStopsEveryStepAndEveryCommand() {
        lab.shipLog();
        lab.approveRestoreCopy();
        for (SqlInstance instance : List.of(p, b)) {
            lab.byHand(
                    instance,
                    "EXEC msdb.dbo.sp_update_job @job_name = N'Failback of chatpool.lab.example',"
                            + " @description = N'This instance is held by failback run PCF-other.'");
        }
        for (Step step : restoreCopy()) {
            assertThat(lab.look(step).verdict()).as(step.name()).isEqualTo(Verdict.BLOCKED);
            if (!step.commands(lab.run().facts(step.name())).isEmpty()) {
                refusedBlindly(step);
            }
        }
        assertThat(lab.state(p)).isEqualTo("ONLINE");
        assertThat(lab.state(b)).isEqualTo("RESTORING");
    }
}
