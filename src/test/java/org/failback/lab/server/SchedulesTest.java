package org.failback.lab.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs that nobody starts, on a clock that the story turns; it begins at 08:00. */
class SchedulesTest {
    private static final String EVERY_QUARTER = "@freq_type = 4, @freq_interval = 1, @freq_subday_type = 4,"
            + " @freq_subday_interval = 15, @active_start_date = 20200101, @active_start_time = 0,"
            + " @active_end_time = 235900";
    private final Hands clock = new Hands();
    private Shipping shipping;

    @BeforeEach
    void comeBack() {
        shipping = new Shipping(clock);
        shipping.setUp();
    }

    @AfterEach
    void end() {
        shipping.close();
    }

    private static void schedule(Client client, String job, String when) {
        client.run("DECLARE @s int; EXEC msdb.dbo.sp_add_schedule @schedule_name = N'" + job
                + " schedule', @enabled = 1, " + when + ", @schedule_id = @s OUTPUT;"
                + " EXEC msdb.dbo.sp_attach_schedule @job_name = N'" + job + "', @schedule_id = @s");
    }

    private void awaitRuns(Client client, String job, int runs) {
        Client.await(() -> Shipping.runs(client, job) == runs, runs + " runs of " + job);
    }

    /** A job of everybody else that is due at every minute, which shows that the Agent has looked at the clock. */
    private void addPacemaker() {
        shipping.p.run("EXEC msdb.dbo.sp_add_job @job_name = N'Pacemaker';"
                + " EXEC msdb.dbo.sp_add_jobstep @job_name = N'Pacemaker', @step_name = N's', @command = N'PRINT 1';"
                + " EXEC msdb.dbo.sp_add_jobserver @job_name = N'Pacemaker'");
        schedule(
                shipping.p,
                "Pacemaker",
                "@freq_type = 4, @freq_interval = 1, @freq_subday_type = 4, @freq_subday_interval = 1");
    }

    @Test
    void logShippingRunsByItself() {
        schedule(shipping.p, "LSBackup_mgc", EVERY_QUARTER);
        schedule(
                shipping.b,
                "LSCopy_SQLP01_mgc",
                EVERY_QUARTER.replace("@active_start_time = 0", "@active_start_time = 82000"));
        schedule(
                shipping.b,
                "LSRestore_SQLP01_mgc",
                EVERY_QUARTER.replace("@active_start_time = 0", "@active_start_time = 82500"));
        assertThat(shipping.p.run("SELECT next_run_date, next_run_time FROM msdb.dbo.sysjobschedules").rows)
                .containsExactly(List.of(20260301, 81500));

        clock.advance(Duration.ofMinutes(15));
        awaitRuns(shipping.p, "LSBackup_mgc", 1);
        assertThat(shipping.backedUp()).isEqualTo("mgc_20260301081500.trn");
        clock.advance(Duration.ofMinutes(5));
        Client.await(() -> shipping.copied() != null && shipping.copied().equals(shipping.backedUp()), "the copy");
        clock.advance(Duration.ofMinutes(5));
        Client.await(
                () -> shipping.restored() != null && shipping.restored().equals(shipping.backedUp()), "the restore");
        assertThat(shipping.b.value("SELECT last_restored_latency FROM msdb.dbo.log_shipping_monitor_secondary"))
                .as("minutes from backup to restore")
                .isEqualTo(10);
        awaitRuns(shipping.p, "LSBackup_mgc", 1);
        assertThat((String) Shipping.outcome(shipping.p, "LSBackup_mgc", "h.message", 0))
                .contains("The Job was invoked by Schedule ", " (LSBackup_mgc schedule).");
        assertThat(shipping.p.value("SELECT a.run_requested_source FROM msdb.dbo.sysjobactivity a"
                        + " JOIN msdb.dbo.sysjobs j ON j.job_id = a.job_id WHERE j.name = N'LSBackup_mgc'"))
                .isEqualTo("1");
    }

    @Test
    void aDisabledJobAndAStoppedAgentFireNothing() {
        addPacemaker();
        schedule(shipping.p, "LSBackup_mgc", EVERY_QUARTER);
        shipping.p.run("EXEC msdb.dbo.sp_update_job @job_name = N'LSBackup_mgc', @enabled = 0");
        clock.advance(Duration.ofMinutes(15));
        awaitRuns(shipping.p, "Pacemaker", 1);
        assertThat(Shipping.runs(shipping.p, "LSBackup_mgc")).isZero();

        shipping.p.run("EXEC msdb.dbo.sp_update_job @job_name = N'LSBackup_mgc', @enabled = 1");
        shipping.p.run("EXEC lab.dbo.stop_agent");
        clock.advance(Duration.ofMinutes(15));
        shipping.p.run("EXEC lab.dbo.start_agent");
        clock.advance(Duration.ofMinutes(1));
        awaitRuns(shipping.p, "Pacemaker", 2);
        assertThat(Shipping.runs(shipping.p, "LSBackup_mgc"))
                .as("what was missed is not made up for")
                .isZero();
    }

    @Test
    void aJobThatStillRunsIsNotStartedAgain() {
        addPacemaker();
        schedule(shipping.p, "LSBackup_mgc", EVERY_QUARTER);
        shipping.p.run("EXEC lab.dbo.stall_next @like = N'BACKUP LOG%'");
        clock.advance(Duration.ofMinutes(15));
        shipping.p.await("EXISTS (SELECT * FROM sys.dm_exec_requests WHERE command = N'BACKUP LOG')");
        awaitRuns(shipping.p, "Pacemaker", 1);
        clock.advance(Duration.ofMinutes(15));
        awaitRuns(shipping.p, "Pacemaker", 2);
        shipping.p.run("EXEC lab.dbo.release");
        awaitRuns(shipping.p, "LSBackup_mgc", 1);
    }

    @Test
    void aDelayedSecondaryWaitsAndTakesOneFileARun() {
        shipping.b.run("EXEC master.dbo.sp_delete_log_shipping_secondary_database N'mgc'");
        shipping.b.run(Shipping.ADD_SECONDARY_DATABASE
                .replace("@restore_delay = 0", "@restore_delay = 30")
                .replace("@restore_all = 1", "@restore_all = 0"));
        shipping.backUp();
        String first = shipping.backedUp();
        clock.advance(Duration.ofMinutes(1));
        shipping.backUp();
        shipping.copy();
        assertThat(shipping.restore()).isTrue();
        assertThat(shipping.restored()).as("too young").isNull();

        clock.advance(Duration.ofMinutes(30));
        assertThat(shipping.restore()).isTrue();
        assertThat(shipping.restored()).isEqualTo(first);
        assertThat(shipping.restore()).isTrue();
        assertThat(shipping.restored()).isEqualTo(shipping.backedUp()).isNotEqualTo(first);
    }

    @Test
    void whatIsOlderThanItsRetentionIsDeleted() {
        assertThat(shipping.backUp()).isTrue();
        assertThat(shipping.copy()).isTrue();
        assertThat(shipping.restore()).isTrue();
        clock.advance(Duration.ofDays(4));
        assertThat(shipping.backUp()).isTrue();
        assertThat(shipping.copy()).isTrue();
        assertThat(shipping.restore()).isTrue();
        for (Client client : List.of(shipping.p, shipping.b)) {
            String folder = client == shipping.p ? Shipping.SOURCE : Shipping.COPIES;
            assertThat(client.run("EXEC master.dbo.xp_dirtree N'" + folder + "', 1, 1").rows)
                    .containsExactly(List.of(shipping.backedUp(), 1, 1));
        }
    }

    @Test
    void theAlertJobTellsThatNothingWasBackedUpForTooLong() {
        shipping.backUp();
        shipping.p.run("EXEC master.dbo.sp_add_log_shipping_alert_job");
        clock.advance(Duration.ofMinutes(2));
        awaitRuns(shipping.p, "LSAlert_SQLP01\\LYNC", 1);
        assertThat(Shipping.outcome(shipping.p, "LSAlert_SQLP01\\LYNC", "h.run_status", 0))
                .isEqualTo(1);
        clock.advance(Duration.ofMinutes(60));
        awaitRuns(shipping.p, "LSAlert_SQLP01\\LYNC", 2);
        assertThat(Shipping.outcome(shipping.p, "LSAlert_SQLP01\\LYNC", "h.run_status", 0))
                .isEqualTo(0);
        assertThat(Shipping.said(shipping.p, "LSAlert_SQLP01\\LYNC")).contains("(Error 14420).", "62 minutes");
        assertThat(shipping.p.run("EXEC sp_help_log_shipping_monitor").rows.get(0))
                .startsWith(true, true);
    }

    @Test
    void schedulesGoWithTheLastJobThatUsesThem() {
        schedule(shipping.p, "LSBackup_mgc", EVERY_QUARTER);
        shipping.p.run("EXEC msdb.dbo.sp_add_job @job_name = N'Other';"
                + " EXEC msdb.dbo.sp_attach_schedule @job_name = N'Other', @schedule_name = N'LSBackup_mgc schedule'");
        shipping.p.run("EXEC msdb.dbo.sp_delete_job @job_name = N'Other'");
        assertThat(shipping.p.value("SELECT COUNT(*) FROM msdb.dbo.sysschedules"))
                .isEqualTo(1);
        shipping.p.run("EXEC msdb.dbo.sp_delete_job @job_name = N'LSBackup_mgc', @delete_unused_schedule = 0");
        assertThat(shipping.p.value("SELECT COUNT(*) FROM msdb.dbo.sysschedules"))
                .isEqualTo(1);
        assertThat(shipping.p.refused("EXEC msdb.dbo.sp_add_schedule @schedule_name = N'x', @freq_type = 3"))
                .containsExactly(14266);
        assertThat(shipping.p.refused("EXEC msdb.dbo.sp_add_schedule @schedule_name = N'x', @freq_type = 4,"
                        + " @freq_interval = 1, @active_start_time = 246000"))
                .containsExactly(14287);
    }
}
