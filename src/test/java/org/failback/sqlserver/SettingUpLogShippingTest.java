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
import org.failback.step.Sort;
import org.failback.step.Step;
import org.failback.step.StepFailed;
import org.failback.step.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Log shipping is set up whole or begun anew, and never over somebody else's. */
class SettingUpLogShippingTest {
    private static final String OLD_FOLDER = SqlLab.SHARE + "\\logshipping";
    private static final String JOBS = "SELECT j.name, j.enabled FROM msdb.dbo.sysjobs j"
            + " JOIN msdb.dbo.syscategories c ON c.category_id = j.category_id"
            + " WHERE c.name = N'Log Shipping' AND j.name NOT LIKE N'LSAlert%' ORDER BY j.name";
    private static final String ATTACHED = "SELECT j.name, t.name FROM msdb.dbo.sysjobs j"
            + " JOIN msdb.dbo.sysjobschedules s ON s.job_id = j.job_id"
            + " JOIN msdb.dbo.sysschedules t ON t.schedule_id = s.schedule_id ORDER BY j.name, t.name";
    private static final String SCHEDULES = "SELECT name FROM msdb.dbo.sysschedules ORDER BY name";

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

    private void upToTheSecondary() {
        lab.restoreAndApproveOverwrite();
        lab.take(lab.steps.initializeSecondary());
    }

    private void refusedByTheServer(Step step) {
        assertThatThrownBy(() -> lab.sendBlindly(step)).isInstanceOfSatisfying(RemoteFailure.class, refused -> {
            assertThat(refused.sort()).isEqualTo(Sort.ASKS);
            assertThat(refused).hasMessageContaining("50000");
        });
    }

    @Test
    void anEarlierLogShippingIsSomebodysToRemoveAndOldFilesDoNotMatter() throws Exception {
        stop();
        use(new SqlLab(SqlEstate.afterFailoverWithLeftovers(64, 0, Clock.systemUTC()), Settings.defaults()));
        List<String> onTheShare = filesIn(p, OLD_FOLDER);
        List<String> copies = filesIn(b, "D:\\LogShipping\\mgc");
        assertThat(onTheShare).hasSize(3);
        upToTheSecondary();

        StepFailed primary = lab.takeInVain(lab.steps.addLogShippingPrimary());
        assertThat(primary).hasMessageContaining("is a log shipping primary already, to " + OLD_FOLDER);
        assertThat(primary.remedy()).contains("sp_delete_log_shipping_primary_database");
        refusedByTheServer(lab.steps.addLogShippingPrimary());
        lab.byHand(
                p,
                "EXEC master.dbo.sp_delete_log_shipping_primary_secondary N'mgc', N'SQLB01\\LYNC', N'mgc';"
                        + " EXEC master.dbo.sp_delete_log_shipping_primary_database N'mgc'");
        assertThat(lab.take(lab.steps.addLogShippingPrimary()).verdict()).isEqualTo(Verdict.DONE);

        StepFailed secondary = lab.takeInVain(lab.steps.addLogShippingSecondary());
        assertThat(secondary)
                .hasMessageContaining(
                        "log shipping that this run did not set up: mgc of SQLP01\\LYNC from " + OLD_FOLDER);
        assertThat(secondary.remedy()).contains("sp_delete_log_shipping_secondary_primary");
        refusedByTheServer(lab.steps.addLogShippingSecondary());
        lab.byHand(
                b,
                "EXEC master.dbo.sp_delete_log_shipping_secondary_database N'mgc';"
                        + " EXEC master.dbo.sp_delete_log_shipping_secondary_primary N'SQLP01\\LYNC', N'mgc'");
        lab.takeAll(
                lab.steps.addLogShippingSecondary(),
                lab.steps.registerSecondary(),
                lab.steps.backUpLog(),
                lab.steps.copyLog());
        assertThat(lab.take(lab.steps.restoreLog()).verdict()).isEqualTo(Verdict.DONE);

        assertThat(filesIn(p, OLD_FOLDER)).isEqualTo(onTheShare);
        assertThat(filesIn(b, "D:\\LogShipping\\mgc")).isEqualTo(copies);
        assertThat(filesIn(b, "D:\\LogShipping\\mgc\\" + SqlLab.RUN)).hasSize(1);
    }

    private List<String> filesIn(SqlInstance instance, String folder) {
        return lab.rows(instance, "EXEC master.dbo.xp_dirtree " + Tsql.literal(folder) + ", 1, 1").stream()
                .filter(row -> row.endsWith("|1"))
                .toList();
    }

    @Test
    void jobsThatAnEarlierLogShippingLeftAreNamed() {
        upToTheSecondary();
        lab.byHand(p, "EXEC msdb.dbo.sp_add_job @job_name = N'LSBackup_mgc', @category_name = N'Log Shipping'");
        StepFailed onPrimary = lab.takeInVain(lab.steps.addLogShippingPrimary());
        assertThat(onPrimary).hasMessageContaining("The job \"LSBackup_mgc\" of an earlier log shipping is left");
        assertThat(onPrimary.remedy()).contains("Delete that job");
        lab.byHand(p, "EXEC msdb.dbo.sp_delete_job @job_name = N'LSBackup_mgc'");
        assertThat(lab.take(lab.steps.addLogShippingPrimary()).verdict()).isEqualTo(Verdict.DONE);

        lab.byHand(
                b,
                "EXEC msdb.dbo.sp_add_job @job_name = N'LSRestore_SQLP01\\LYNC_mgc', @category_name = N'Log Shipping'");
        assertThat(lab.takeInVain(lab.steps.addLogShippingSecondary()))
                .hasMessageContaining("the job \"LSRestore_SQLP01\\LYNC_mgc\"");
        lab.byHand(b, "EXEC msdb.dbo.sp_delete_job @job_name = N'LSRestore_SQLP01\\LYNC_mgc'");
        assertThat(lab.take(lab.steps.addLogShippingSecondary()).verdict()).isEqualTo(Verdict.DONE);
    }

    @Test
    void aJobOfAnotherKindThatBearsTheNameIsNamedToo() {
        upToTheSecondary();
        lab.byHand(p, "EXEC msdb.dbo.sp_add_job @job_name = N'LSBackup_mgc'");
        assertThat(lab.takeInVain(lab.steps.addLogShippingPrimary())).hasMessageContaining("LSBackup_mgc");
        assertThat(lab.ask(p, "SELECT primary_database FROM msdb.dbo.log_shipping_primary_databases"))
                .isEmpty();
        lab.byHand(p, "EXEC msdb.dbo.sp_delete_job @job_name = N'LSBackup_mgc'");
        lab.decide(lab.steps.addLogShippingPrimary(), SqlLab.TRY_AGAIN);
        assertThat(lab.take(lab.steps.addLogShippingPrimary()).verdict()).isEqualTo(Verdict.DONE);
    }

    @ParameterizedTest
    @CsvSource({
        "sp_add_log_shipping_primary_database, before",
        "sp_add_log_shipping_primary_database, after",
        "sp_add_schedule, after",
        "sp_attach_schedule, after",
        "sp_update_job, after",
        "sp_add_log_shipping_alert_job, after"
    })
    void aConnectionLostOnThePrimaryLeavesNothingHalf(String procedure, String when) {
        upToTheSecondary();
        lab.byHand(p, "EXEC lab.dbo.drop_connection_next @like = N'%" + procedure + "%', @when = N'" + when + "'");

        assertThat(lab.take(lab.steps.addLogShippingPrimary()).verdict()).isEqualTo(Verdict.DONE);

        assertThat(lab.rows(p, ATTACHED))
                .contains("LSBackup_mgc|LSBackupSchedule_SQLP01\\LYNC")
                .doesNotHaveDuplicates();
        assertThat(lab.rows(p, SCHEDULES))
                .filteredOn(name -> name.startsWith("LSBackup"))
                .hasSize(1);
        assertThat(lab.rows(p, JOBS)).containsExactly("LSBackup_mgc|0");
    }

    @ParameterizedTest
    @CsvSource({
        "sp_add_log_shipping_secondary_primary, before",
        "sp_add_log_shipping_secondary_primary, after",
        "sp_add_schedule%LSCopy, after",
        "sp_add_schedule%LSRestore, after",
        "sp_attach_schedule, after",
        "sp_add_log_shipping_secondary_database, before",
        "sp_add_log_shipping_secondary_database, after",
        "sp_add_log_shipping_alert_job, after"
    })
    void aConnectionLostOnTheBackupLeavesNothingHalf(String procedure, String when) {
        upToTheSecondary();
        lab.byHand(b, "EXEC lab.dbo.drop_connection_next @like = N'%" + procedure + "%', @when = N'" + when + "'");

        assertThat(lab.take(lab.steps.addLogShippingSecondary()).verdict()).isEqualTo(Verdict.DONE);

        assertThat(lab.rows(b, ATTACHED))
                .contains(
                        "LSCopy_SQLP01\\LYNC_mgc|LSCopySchedule_SQLB01\\LYNC",
                        "LSRestore_SQLP01\\LYNC_mgc|LSRestoreSchedule_SQLB01\\LYNC")
                .doesNotHaveDuplicates();
        assertThat(lab.rows(b, SCHEDULES))
                .filteredOn(name -> name.matches("LS(Copy|Restore).*"))
                .hasSize(2);
        assertThat(lab.rows(b, JOBS)).containsExactly("LSCopy_SQLP01\\LYNC_mgc|0", "LSRestore_SQLP01\\LYNC_mgc|0");
    }

    @Test
    void aProcedureThatFailsInTheMiddleIsToldAndTheWholeBegunAnew() {
        upToTheSecondary();
        lab.byHand(b, "EXEC lab.dbo.fail_next @like = N'%sp_add_log_shipping_secondary_database%', @error = 32023");
        assertThat(lab.takeInVain(lab.steps.addLogShippingSecondary())).hasMessageContaining("32023");
        assertThat(lab.look(lab.steps.addLogShippingSecondary()).verdict())
                .as("a half that this run left is this run's to mend")
                .isEqualTo(Verdict.NEEDED);

        lab.decide(lab.steps.addLogShippingSecondary(), SqlLab.TRY_AGAIN);

        assertThat(lab.take(lab.steps.addLogShippingSecondary()).verdict()).isEqualTo(Verdict.DONE);
        assertThat(lab.rows(b, ATTACHED)).hasSize(3);
    }

    @Test
    void whatIsMissingMakesItIncomplete() {
        lab.setUpLogShipping();
        String twice = "DECLARE @id int; EXEC msdb.dbo.sp_add_schedule @schedule_name = N'second', @freq_type = 4,"
                + " @freq_interval = 1, @schedule_id = @id OUTPUT;"
                + " EXEC msdb.dbo.sp_attach_schedule @job_name = N'%s', @schedule_id = @id";
        lab.byHand(p, twice.formatted("LSBackup_mgc"));
        lab.byHand(b, twice.formatted("LSCopy_SQLP01\\LYNC_mgc"));
        assertThat(lab.look(lab.steps.addLogShippingPrimary()).verdict()).isEqualTo(Verdict.NEEDED);
        assertThat(lab.look(lab.steps.addLogShippingSecondary()).verdict()).isEqualTo(Verdict.NEEDED);
        lab.takeAll(
                lab.steps.addLogShippingPrimary(), lab.steps.addLogShippingSecondary(), lab.steps.registerSecondary());
        assertThat(lab.rows(p, SCHEDULES)).doesNotContain("second");
        assertThat(lab.rows(b, SCHEDULES)).doesNotContain("second");

        lab.byHand(p, "EXEC msdb.dbo.sp_update_job @job_name = N'LSBackup_mgc', @owner_login_name = N'failback'");
        lab.byHand(
                b,
                "EXEC msdb.dbo.sp_update_job @job_name = N'LSRestore_SQLP01\\LYNC_mgc', @owner_login_name = N'failback'");
        assertThat(lab.look(lab.steps.addLogShippingPrimary()).verdict()).isEqualTo(Verdict.NEEDED);
        assertThat(lab.look(lab.steps.addLogShippingSecondary()).verdict()).isEqualTo(Verdict.NEEDED);
    }

    @Test
    void logShippingThatRunsIsNeverTornDown() {
        lab.shipLog();
        refusedByTheServer(lab.steps.addLogShippingPrimary());
        refusedByTheServer(lab.steps.addLogShippingSecondary());
        assertThat(lab.look(lab.steps.enableLogShipping()).verdict()).isEqualTo(Verdict.DONE);
        assertThat(lab.rows(p, JOBS)).containsExactly("LSBackup_mgc|1");
    }

    @Test
    void logShippingThatADbaSetUpElsewhereIsNeitherReplacedNorEnabled() {
        upToTheSecondary();
        String elsewhere = SqlLab.SHARE + "\\elsewhere";
        lab.byHand(
                p,
                "EXEC master.dbo.xp_create_subdir N'" + elsewhere + "';"
                        + " EXEC master.dbo.sp_add_log_shipping_primary_database @database = N'mgc', @backup_directory = N'"
                        + elsewhere + "', @backup_share = N'" + elsewhere
                        + "', @backup_job_name = N'LSBackup_mgc', @backup_retention_period = 4320");
        lab.byHand(
                b,
                "EXEC master.dbo.sp_add_log_shipping_secondary_primary @primary_server = N'SQLP01\\LYNC',"
                        + " @primary_database = N'mgc', @backup_source_directory = N'" + elsewhere
                        + "', @backup_destination_directory = N'D:\\LogShipping\\mgc', @copy_job_name = N'Copy',"
                        + " @restore_job_name = N'Restore', @file_retention_period = 4320;"
                        + " EXEC master.dbo.sp_add_log_shipping_secondary_database @secondary_database = N'mgc',"
                        + " @primary_server = N'SQLP01\\LYNC', @primary_database = N'mgc'");

        assertThat(lab.takeInVain(lab.steps.addLogShippingPrimary())).hasMessageContaining(elsewhere);
        assertThat(lab.takeInVain(lab.steps.addLogShippingSecondary())).hasMessageContaining(elsewhere);
        assertThat(lab.takeInVain(lab.steps.registerSecondary()))
                .hasMessageContaining("no log shipping primary of this run");
        for (Step job : List.of(lab.steps.backUpLog(), lab.steps.copyLog(), lab.steps.restoreLog())) {
            assertThat(lab.look(job).verdict()).as(job.name()).isEqualTo(Verdict.BLOCKED);
        }
        assertThat(lab.takeInVain(lab.steps.enableLogShipping()))
                .hasMessageContaining("Only 0 of the three log shipping jobs of this run");
        for (Step step : List.of(
                lab.steps.addLogShippingPrimary(),
                lab.steps.addLogShippingSecondary(),
                lab.steps.registerSecondary(),
                lab.steps.backUpLog(),
                lab.steps.copyLog(),
                lab.steps.restoreLog(),
                lab.steps.enableLogShipping())) {
            refusedByTheServer(step);
        }
        assertThat(lab.rows(p, JOBS)).containsExactly("LSBackup_mgc|0");
        assertThat(lab.rows(b, JOBS)).containsExactly("Copy|0", "Restore|0");
        assertThat(lab.ask(p, "SELECT secondary_server FROM msdb.dbo.log_shipping_primary_secondaries"))
                .isEmpty();
    }

    @Test
    void nothingIsEnabledBeforeTheFileCameThrough() {
        lab.setUpLogShipping();
        assertThat(lab.takeInVain(lab.steps.enableLogShipping()))
                .hasMessageContaining("No log backup of the primary came through");
        lab.takeAll(lab.steps.backUpLog(), lab.steps.copyLog());
        assertThat(lab.takeInVain(lab.steps.enableLogShipping()))
                .hasMessageContaining("No log backup of the primary came through");
        assertThat(lab.rows(b, JOBS)).allMatch(job -> job.endsWith("|0"));
        lab.take(lab.steps.restoreLog());
        assertThat(lab.take(lab.steps.enableLogShipping()).verdict()).isEqualTo(Verdict.DONE);
    }

    @Test
    void aConnectionLostWhileEnablingLeavesNoneBehind() {
        lab.setUpLogShipping();
        lab.takeAll(lab.steps.backUpLog(), lab.steps.copyLog(), lab.steps.restoreLog());
        lab.byHand(b, "EXEC lab.dbo.drop_connection_next @like = N'%sp_update_job%', @when = N'after'");
        assertThat(lab.take(lab.steps.enableLogShipping()).verdict()).isEqualTo(Verdict.DONE);
        assertThat(lab.rows(b, JOBS)).hasSize(2).allMatch(job -> job.endsWith("|1"));
        assertThat(lab.rows(p, JOBS)).hasSize(1).allMatch(job -> job.endsWith("|1"));
    }

    @Test
    void aFolderThatTheEngineMayNotMakeIsNamedAndMadeByHand() {
        upToTheSecondary();
        String folder = lab.estate.storage().copyFolder();
        lab.byHand(
                b,
                "EXEC lab.dbo.deny_access @identity = N'LAB\\svc-sql-sqlb01', @path = " + Tsql.literal(folder)
                        + ", @right = N'write'");

        assertThat(lab.takeInVain(lab.steps.addLogShippingSecondary()))
                .hasMessageContaining("could not be made by the engine of SQLB01\\LYNC");

        lab.byHand(b, "EXEC lab.dbo.forget_faults");
        lab.byHand(
                b,
                "EXEC master.dbo.xp_create_subdir "
                        + Tsql.literal(folder + "\\" + lab.run().id()));
        lab.decide(lab.steps.addLogShippingSecondary(), SqlLab.TRY_AGAIN);
        assertThat(lab.take(lab.steps.addLogShippingSecondary()).verdict()).isEqualTo(Verdict.DONE);
    }

    @Test
    void aDatabaseThatIsNotReadyIsNotSetUp() {
        upToTheSecondary();
        lab.byHand(p, "ALTER DATABASE [mgc] SET RECOVERY SIMPLE");
        assertThat(lab.takeInVain(lab.steps.addLogShippingPrimary())).hasMessageContaining("FULL recovery model");
        lab.byHand(p, "ALTER DATABASE [mgc] SET RECOVERY FULL");
        lab.byHand(p, "ALTER DATABASE [mgc] SET OFFLINE WITH ROLLBACK IMMEDIATE");
        assertThat(lab.takeInVain(lab.steps.addLogShippingPrimary())).hasMessageContaining("OFFLINE");
        refusedByTheServer(lab.steps.addLogShippingPrimary());
        lab.byHand(b, "RESTORE DATABASE [mgc] WITH RECOVERY");
        assertThat(lab.takeInVain(lab.steps.addLogShippingSecondary()))
                .hasMessageContaining("to take logs it must be RESTORING");
        refusedByTheServer(lab.steps.addLogShippingSecondary());
    }

    @Test
    void aSecondaryThatNobodyKnowsIsSaid() {
        lab.restoreAndApproveOverwrite();
        lab.takeAll(
                lab.steps.initializeSecondary(),
                lab.steps.addLogShippingPrimary(),
                lab.steps.addLogShippingSecondary());
        lab.byHand(
                p,
                "EXEC master.dbo.sp_add_log_shipping_primary_secondary @primary_database = N'mgc',"
                        + " @secondary_server = N'SQLX\\OTHER', @secondary_database = N'mgc'");
        StepFailed blocked = lab.takeInVain(lab.steps.registerSecondary());
        assertThat(blocked).hasMessageContaining("mgc on SQLX\\OTHER");
        assertThat(blocked.remedy()).contains("sp_delete_log_shipping_primary_secondary");
        lab.byHand(p, "EXEC master.dbo.sp_delete_log_shipping_primary_secondary N'mgc', N'SQLX\\OTHER', N'mgc'");
        Finding registered = lab.take(lab.steps.registerSecondary());
        assertThat(registered.evidence()).containsEntry("secondaries", "mgc on SQLB01\\LYNC");
    }
}
