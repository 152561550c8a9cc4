package org.failback.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.failback.estate.Settings;
import org.failback.estate.SqlInstance;
import org.failback.estate.Storage;
import org.failback.lab.server.SqlEstate;
import org.failback.step.Finding;
import org.failback.step.Step;
import org.failback.step.Verdict;
import org.junit.jupiter.api.Test;

/** From the restored primary to log shipping that runs by itself. */
class WayHomeTest {
    private static final String JOBS = "SELECT j.name, j.enabled, j.owner_sid, t.freq_type, t.freq_interval,"
            + " t.freq_subday_type, t.freq_subday_interval, t.enabled FROM msdb.dbo.sysjobs j"
            + " JOIN msdb.dbo.syscategories c ON c.category_id = j.category_id"
            + " JOIN msdb.dbo.sysjobschedules s ON s.job_id = j.job_id"
            + " JOIN msdb.dbo.sysschedules t ON t.schedule_id = s.schedule_id"
            + " WHERE c.name = N'Log Shipping' AND j.name NOT LIKE N'LSAlert%' ORDER BY j.name";
    private static final String ALERTS =
            "SELECT j.name, j.owner_sid FROM msdb.dbo.sysjobs j WHERE j.name LIKE N'LSAlert%'";

    @Test
    void everyStepIsDoneAfterItWasTakenAndTakingItAgainSendsNothing() throws Exception {
        try (SqlLab lab = new SqlLab()) {
            lab.restore();
            takeTwice(lab, lab.steps.backUpPrimary(), lab.steps.verifyPrimaryBackup(), lab.steps.readCopiesBack());
            lab.approveOverwrite();
            takeTwice(
                    lab,
                    lab.steps.initializeSecondary(),
                    lab.steps.addLogShippingPrimary(),
                    lab.steps.addLogShippingSecondary(),
                    lab.steps.registerSecondary(),
                    lab.steps.backUpLog(),
                    lab.steps.copyLog(),
                    lab.steps.restoreLog());
            assertThat(lab.rows(lab.estate.backupInstance(), JOBS))
                    .as("before the file came through nothing runs by itself")
                    .allMatch(job -> job.contains("_mgc|0|"));
            takeTwice(lab, lab.steps.enableLogShipping(), lab.steps.proveOnlyPrimaryServes());

            StraightWayTest.everyStatementStandsInThePlanOrInTheListOfLookups(lab);
            assertThat(lab.state(lab.estate.backupInstance())).isEqualTo("RESTORING");
            assertThat(lab.ask(
                            lab.estate.primaryInstance(),
                            "SELECT state_desc + ' ' + user_access_desc + ' ' + recovery_model_desc"
                                    + " FROM sys.databases WHERE name = N'mgc'"))
                    .containsExactly("ONLINE MULTI_USER FULL");
        }
    }

    private static void takeTwice(SqlLab lab, Step... steps) {
        for (Step step : steps) {
            assertThat(lab.take(step).verdict()).as(step.name()).isEqualTo(Verdict.DONE);
            assertThat(lab.look(step).verdict()).as(step.name() + ", looked at").isEqualTo(Verdict.DONE);
            long sent = lab.commandsSent();
            assertThat(lab.take(step).verdict()).as(step.name() + ", again").isEqualTo(Verdict.DONE);
            assertThat(lab.commandsSent()).as("commands of " + step.name()).isEqualTo(sent);
        }
    }

    @Test
    void whatIsWrittenOnThePrimaryArrivesOnTheSecondaryFromThenOn() throws Exception {
        LeapingClock clock = new LeapingClock();
        try (SqlLab lab = new SqlLab(SqlEstate.afterFailover(64, 0, clock), Settings.defaults())) {
            SqlInstance p = lab.estate.primaryInstance();
            SqlInstance b = lab.estate.backupInstance();
            lab.shipLog();
            lab.byHand(
                    p,
                    "INSERT INTO mgc.dbo.tblChat (chatId, channelId, userId, content, chatDate)"
                            + " SELECT MAX(chatId) + 1, MIN(channelId), MIN(userId), N'hello again', MAX(chatDate) + 10000000"
                            + " FROM mgc.dbo.tblChat");
            String last =
                    Folder.nameOf(lab.ask(p, "SELECT last_backup_file FROM msdb.dbo.log_shipping_primary_databases")
                            .get(0));

            SqlLab.await(
                    () -> {
                        clock.forward(Duration.ofMinutes(15));
                        return Folder.nameOf(lab.ask(
                                                        b,
                                                        "SELECT last_restored_file FROM msdb.dbo.log_shipping_secondary_databases")
                                                .get(0))
                                        .compareTo(last)
                                > 0;
                    },
                    "a later file, by the schedules alone");
            lab.byHand(b, "RESTORE DATABASE [mgc] WITH RECOVERY");
            assertThat(lab.ask(b, "SELECT COUNT(*) FROM mgc.dbo.tblChat WHERE content = N'hello again'"))
                    .containsExactly("1");
        }
    }

    @Test
    void theJobsHaveOneScheduleEachAndAnOwnerThatOutlivesPeople() throws Exception {
        Storage.Schedule schedule =
                new Storage.Schedule(Duration.ofMinutes(20), Duration.ofHours(2), Duration.ofMinutes(60));
        Storage.LogShipping times = new Storage.LogShipping(
                Duration.ofHours(10), Duration.ofHours(11), Duration.ofMinutes(120), Duration.ofMinutes(360));
        try (SqlLab lab =
                new SqlLab(SqlEstate.afterFailover(64, 0, Clock.systemUTC()), Settings.defaults(), schedule, times)) {
            SqlInstance p = lab.estate.primaryInstance();
            SqlInstance b = lab.estate.backupInstance();
            lab.shipLog();

            assertThat(lab.rows(p, JOBS)).containsExactly("LSBackup_mgc|1|01|4|1|4|20|1");
            assertThat(lab.rows(b, JOBS))
                    .containsExactly(
                            "LSCopy_SQLP01\\LYNC_mgc|1|01|4|1|8|2|1", "LSRestore_SQLP01\\LYNC_mgc|1|01|4|1|8|1|1");
            assertThat(lab.rows(p, ALERTS)).containsExactly("LSAlert_SQLP01\\LYNC|01");
            assertThat(lab.rows(b, ALERTS)).containsExactly("LSAlert_SQLB01\\LYNC|01");
            assertThat(lab.rows(
                            p,
                            "SELECT d.backup_directory, d.backup_share, d.backup_retention_period, d.backup_compression,"
                                    + " m.backup_threshold, m.threshold_alert, m.threshold_alert_enabled,"
                                    + " m.history_retention_period FROM msdb.dbo.log_shipping_primary_databases d"
                                    + " JOIN msdb.dbo.log_shipping_monitor_primary m ON m.primary_id = d.primary_id"))
                    .containsExactly(SqlLab.LOGS + "|" + SqlLab.LOGS + "|600|2|120|14420|1|660");
            assertThat(
                            lab.rows(
                                    b,
                                    "SELECT s.primary_server, s.backup_source_directory, s.backup_destination_directory,"
                                            + " s.file_retention_period, d.restore_delay, d.restore_all, d.restore_mode,"
                                            + " d.disconnect_users, m.restore_threshold, m.threshold_alert,"
                                            + " m.threshold_alert_enabled, m.history_retention_period"
                                            + " FROM msdb.dbo.log_shipping_secondary s"
                                            + " JOIN msdb.dbo.log_shipping_secondary_databases d ON d.secondary_id = s.secondary_id"
                                            + " JOIN msdb.dbo.log_shipping_monitor_secondary m ON m.secondary_id = s.secondary_id"))
                    .containsExactly("SQLP01\\LYNC|" + SqlLab.LOGS + "|D:\\LogShipping\\mgc\\" + SqlLab.RUN
                            + "|600|0|1|0|0|360|14421|1|660");
            assertThat(
                            lab.rows(
                                    p,
                                    "SELECT secondary_server, secondary_database FROM msdb.dbo.log_shipping_primary_secondaries"))
                    .containsExactly("SQLB01\\LYNC|mgc");
        }
    }

    @Test
    void theProofNamesOneFileThroughAllThreeStages() throws Exception {
        try (SqlLab lab = new SqlLab()) {
            lab.setUpLogShipping();
            Finding backedUp = lab.take(lab.steps.backUpLog());
            String file = Folder.nameOf(backedUp.evidence().get("log backup"));
            Finding copied = lab.take(lab.steps.copyLog());
            Finding restored = lab.take(lab.steps.restoreLog());

            assertThat(backedUp.evidence().get("log backup")).isEqualTo(SqlLab.LOGS + "\\" + file);
            assertThat(copied.evidence().get("last copied file")).endsWith("\\" + SqlLab.RUN + "\\" + file);
            assertThat(restored.summary()).startsWith(file + " came through");
            assertThat(restored.evidence().get("last restored file")).endsWith(file);
            assertThat(lab.ask(
                            lab.estate.backupInstance(),
                            "SELECT b.backup_set_uuid FROM msdb.dbo.restorehistory r JOIN msdb.dbo.backupset b"
                                    + " ON b.backup_set_id = r.backup_set_id WHERE r.restore_type = 'L'"))
                    .containsExactly(backedUp.evidence().get("log backup: backup set"));
        }
    }

    @Test
    void thePrimarysBackupIsANewOneAfterTheRestoreAndCountsWhenADbaTookIt() throws Exception {
        try (SqlLab lab = new SqlLab()) {
            lab.restore();
            lab.byHand(
                    lab.estate.primaryInstance(),
                    "BACKUP DATABASE [mgc] TO DISK = N'" + SqlLab.SHARE + "\\byhand.bak' WITH CHECKSUM, NAME = "
                            + Tsql.literal(PrimaryBackup.nameOf(SqlLab.RUN)));
            assertThat(lab.take(lab.steps.backUpPrimary()).summary()).contains("byhand.bak");
            assertThat(lab.run().intended(BackUpPrimary.NAME)).isFalse();

            assertThat(lab.take(lab.steps.verifyPrimaryBackup()).verdict()).isEqualTo(Verdict.DONE);
            assertThat(lab.take(lab.steps.readCopiesBack())
                            .evidence()
                            .get(ReadCopiesBack.COPIES)
                            .lines()
                            .map(line -> line.split("\\|")[1]))
                    .containsExactly(
                            "database mgc",
                            lab.run().fact(FactName.BACKUP_FILE).orElseThrow(),
                            lab.run().fact(FactName.TAIL_FILE).orElseThrow(),
                            SqlLab.SHARE + "\\byhand.bak");
            lab.approveOverwrite();
            assertThat(List.of(
                            lab.take(lab.steps.initializeSecondary()).verdict(),
                            lab.look(lab.steps.initializeSecondary()).verdict()))
                    .containsOnly(Verdict.DONE);
        }
    }
}
