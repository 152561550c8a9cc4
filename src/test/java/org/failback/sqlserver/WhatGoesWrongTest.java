package org.failback.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.failback.estate.Credential;
import org.failback.estate.Secrets;
import org.failback.estate.SqlInstance;
import org.failback.step.Deadline;
import org.failback.step.Facts;
import org.failback.step.Finding;
import org.failback.step.RemoteFailure;
import org.failback.step.Run;
import org.failback.step.Sort;
import org.failback.step.StepFailed;
import org.failback.step.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Faults of the lab and what people are told, and how the run goes on from there. */
class WhatGoesWrongTest {
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

    private void upToTheBackup() {
        lab.take(lab.steps.markPrimary());
        lab.take(lab.steps.markBackup());
        lab.take(lab.steps.removeMirroringFromMgc());
        lab.take(lab.steps.removeMirroringFromMgccomp());
    }

    @Test
    void aShareThatTheEngineMayNotWriteIsNamedWithTheServersWordsAndTryingAgainTakesANewFile() {
        upToTheBackup();
        lab.byHand(
                b,
                "EXEC lab.dbo.deny_access @identity = N'LAB\\svc-sql-sqlb01', @path = N'\\\\files01.dc1.lab.example\\chatbackup', @right = N'write'");
        StepFailed failed = lab.takeInVain(lab.steps.backUpMgc());
        assertThat(failed)
                .hasMessageContaining("cannot be opened by the account")
                .hasMessageContaining("3201");
        assertThat(failed.remedy()).contains("Operating system error 5");
        assertThat(lab.takeInVain(lab.steps.backUpMgc()))
                .as("nothing is begun anew by itself")
                .isNotNull();

        lab.byHand(b, "EXEC lab.dbo.forget_faults");
        lab.decide(lab.steps.backUpMgc(), SqlLab.TRY_AGAIN);
        assertThat(lab.take(lab.steps.backUpMgc()).summary()).contains("mgc_" + SqlLab.RUN + "_2.bak");
    }

    @Test
    void anAnswerLostAfterTheJobWasStartedIsFoundAgainByLooking() {
        upToTheBackup();
        lab.byHand(b, "EXEC lab.dbo.drop_connection_next @like = N'%sp_start_job%', @when = N'after'");
        assertThat(lab.take(lab.steps.backUpMgc()).verdict()).isEqualTo(Verdict.DONE);
        assertThat(lab.ask(b, "SELECT name FROM msdb.dbo.sysjobs WHERE name LIKE N'%backUpMgc %'"))
                .hasSize(1);
    }

    @Test
    void aConnectionLostBeforeTheJobWasStartedEndsInOneJobAllTheSame() {
        upToTheBackup();
        lab.byHand(b, "EXEC lab.dbo.drop_connection_next @like = N'%sp_start_job%', @when = N'before'");
        assertThat(lab.take(lab.steps.backUpMgc()).verdict()).isEqualTo(Verdict.DONE);
        assertThat(lab.ask(
                        b,
                        "SELECT name FROM msdb.dbo.backupset WHERE name = N'" + MgcBackup.fullName(SqlLab.RUN) + "'"))
                .hasSize(1);
    }

    @Test
    void aRestoreThatCannotReadItsFileLeavesTheOldDatabaseOnline() {
        lab.backUpAndApproveRestore();
        lab.take(lab.steps.keepSafetyCopy());
        lab.byHand(
                p,
                "EXEC lab.dbo.deny_access @identity = N'LAB\\svc-sql-sqlp01', @path = N'\\\\files01.dc1.lab.example\\chatbackup', @right = N'read'");
        assertThat(lab.takeInVain(lab.steps.restoreMgc())).hasMessageContaining("3201");
        assertThat(lab.state(p)).isEqualTo("ONLINE");

        lab.byHand(p, "EXEC lab.dbo.forget_faults");
        lab.decide(lab.steps.restoreMgc(), SqlLab.TRY_AGAIN);
        assertThat(lab.take(lab.steps.restoreMgc()).verdict()).isEqualTo(Verdict.DONE);
    }

    @Test
    void aRestoreThatFailsHalfwayIsBegunFromTheStart() {
        lab.backUpAndApproveRestore();
        lab.take(lab.steps.keepSafetyCopy());
        lab.byHand(p, "EXEC lab.dbo.fail_next @like = N'RESTORE LOG%', @error = 3203");
        assertThat(lab.takeInVain(lab.steps.restoreMgc())).hasMessageContaining("3203");
        assertThat(lab.state(p)).isEqualTo("RESTORING");

        lab.decide(lab.steps.restoreMgc(), SqlLab.TRY_AGAIN);
        assertThat(lab.take(lab.steps.restoreMgc()).verdict()).isEqualTo(Verdict.DONE);
        assertThat(lab.take(lab.steps.proveEquality()).verdict()).isEqualTo(Verdict.DONE);
    }

    @Test
    void anAgentThatIsStoppedAbortsTheJobAndSaysSo() {
        upToTheBackup();
        lab.byHand(b, "EXEC lab.dbo.stall_next @like = N'BACKUP DATABASE%', @at_percent = 40");
        lab.start(lab.steps.backUpMgc());
        SqlLab.await(() -> lab.look(lab.steps.backUpMgc()).percent() == 40, "forty percent");
        lab.byHand(b, "EXEC lab.dbo.stop_agent");

        SqlLab.await(() -> lab.look(lab.steps.backUpMgc()).is(Verdict.BLOCKED), "the end of the job");
        lab.byHand(b, "EXEC lab.dbo.start_agent");
        lab.byHand(b, "EXEC lab.dbo.release");
        assertThat(lab.look(lab.steps.backUpMgc()).verdict()).isEqualTo(Verdict.BLOCKED);
        lab.decide(lab.steps.backUpMgc(), SqlLab.TRY_AGAIN);
        assertThat(lab.take(lab.steps.backUpMgc()).verdict()).isEqualTo(Verdict.DONE);
    }

    @Test
    void goingBackLiftsTheFenceAndEverythingIsThere() {
        lab.backUpAndApproveRestore();
        assertThat(lab.take(lab.steps.liftFence()).verdict()).isEqualTo(Verdict.DONE);
        assertThat(lab.take(lab.steps.proveWayBack()).evidence()).containsEntry("messages", "240");
        assertThat(lab.take(lab.steps.removeJobsFromPrimary()).verdict()).isEqualTo(Verdict.DONE);
        assertThat(lab.take(lab.steps.removeJobsFromBackup()).verdict()).isEqualTo(Verdict.DONE);
    }

    @Test
    void anInstanceThatAnotherRunHoldsIsLeftAlone() {
        lab.byHand(
                b,
                "EXEC msdb.dbo.sp_add_job @job_name = N'Failback of chatpool.lab.example', @enabled = 0,"
                        + " @description = N'This instance is held by failback run PCF-2025-99.'");
        assertThat(lab.takeInVain(lab.steps.markBackup())).hasMessageContaining("PCF-2025-99");
        assertThat(lab.takeInVain(lab.steps.removeMirroringFromMgc())).hasMessageContaining("PCF-2025-99");
        assertThatThrownBy(() -> lab.sendBlindly(lab.steps.removeMirroringFromMgc()))
                .isInstanceOfSatisfying(
                        RemoteFailure.class,
                        refused -> assertThat(refused.sort()).isEqualTo(Sort.ASKS));
        assertThat(lab.ask(
                        b, "SELECT mirroring_role_desc FROM sys.database_mirroring WHERE database_id = DB_ID(N'mgc')"))
                .containsExactly("PRINCIPAL");
    }

    @Test
    void aCommandThatReachesAnotherServerIsRefusedThere() {
        lab.take(lab.steps.markBackup());
        SqlInstance wrong =
                new SqlInstance(p.host(), p.instanceName(), p.port(), p.connectTo(), p.trustStore(), p.look(), p.act());
        org.failback.step.Command.Tsql meantForB = (org.failback.step.Command.Tsql)
                lab.steps.removeMirroringFromMgc().commands(lab.run().facts("")).get(0);
        assertThatThrownBy(() -> new SqlServerTransport(lab.servers)
                        .send(
                                SqlLab.RUN,
                                new org.failback.step.Command.Tsql(
                                        wrong, meantForB.effect(), meantForB.text(), Optional.empty()),
                                soon()))
                .hasMessageContaining("This is not SQLB01\\LYNC held by this run");
    }

    @Test
    void quiescenceIsRefusedWhileSomebodyWrites() {
        lab.take(lab.steps.markBackup());
        lab.start(lab.steps.proveQuiescence());
        lab.byHand(
                b, "EXEC lab.dbo.connect_client @database = N'mgc', @host = N'CHAT3', @program = N'Persistent Chat'");
        lab.later(Duration.ofMinutes(5));
        Finding busy = lab.look(lab.steps.proveQuiescence());
        assertThat(busy.verdict()).isEqualTo(Verdict.BLOCKED);
        assertThat(busy.summary()).contains("1 sessions stand in mgc");

        assertThat(lab.take(lab.steps.endSessions()).verdict()).isEqualTo(Verdict.DONE);
        lab.decide(lab.steps.proveQuiescence(), "endSessions");
        lab.start(lab.steps.proveQuiescence());
        lab.later(Duration.ofMinutes(5));
        assertThat(lab.look(lab.steps.proveQuiescence()).verdict()).isEqualTo(Verdict.DONE);
    }

    @Test
    void complianceEventsThatStayAreWaivedByName() {
        lab.byHand(
                b,
                "INSERT INTO mgccomp.dbo.tblComplianceData (cmplId, cmplDate, cmplType) VALUES (4711, 639000000000000000, 1)");
        assertThat(lab.look(lab.steps.drainCompliance()).verdict()).isEqualTo(Verdict.RUNNING);
        lab.start(lab.steps.drainCompliance());
        lab.later(Duration.ofHours(2));
        assertThat(lab.look(lab.steps.drainCompliance()).verdict()).isEqualTo(Verdict.BLOCKED);
        lab.decide(lab.steps.drainCompliance(), Run.WAIVE);
        Finding waived = lab.look(lab.steps.drainCompliance());
        assertThat(waived.verdict()).isEqualTo(Verdict.DONE);
        assertThat(waived.evidence().get("waived by")).startsWith("operator");
    }

    @Test
    void aServerWhoseCertificateNamesAnotherHostIsNotTrusted() {
        SqlInstance impostor = new SqlInstance(
                "sqlx01.dc2.lab.example", b.instanceName(), b.port(), b.connectTo(), b.trustStore(), b.look(), b.act());
        assertThatThrownBy(() -> lab.servers.inquire(impostor, SqlLab.RUN, soon()))
                .isInstanceOfSatisfying(RemoteFailure.class, refused -> {
                    assertThat(refused.sort()).isEqualTo(Sort.ASKS);
                    assertThat(refused).hasMessageContaining("No trusted TLS connection");
                });
    }

    @Test
    void aRefusedLoginIsNoPassingFault() {
        SqlInstance locked = new SqlInstance(
                b.host(),
                b.instanceName(),
                b.port(),
                b.connectTo(),
                b.trustStore(),
                new Credential("nobody", b.look().passwordFrom()),
                b.act());
        assertThatThrownBy(() -> lab.servers.inquire(locked, SqlLab.RUN, soon()))
                .isInstanceOfSatisfying(RemoteFailure.class, refused -> {
                    assertThat(refused.sort()).isEqualTo(Sort.ASKS);
                    assertThat(refused).hasMessageContaining("18456").hasMessageNotContaining(SqlLab.PASSWORD);
                });
    }

    @Test
    void aServerThatIsNotThereMayComeBack() {
        SqlInstance gone =
                new SqlInstance(b.host(), b.instanceName(), 1, b.connectTo(), b.trustStore(), b.look(), b.act());
        assertThatThrownBy(() -> lab.servers.inquire(gone, SqlLab.RUN, soon()))
                .isInstanceOfSatisfying(
                        RemoteFailure.class,
                        refused -> assertThat(refused.sort()).isEqualTo(Sort.PASSES));
    }

    @Test
    void aLookThatTheServerDoesNotAnswerEndsAtItsDeadline() {
        lab.byHand(b, "EXEC lab.dbo.stall_next @like = N'%SERVERPROPERTY%'");
        try (MssqlServers servers = new MssqlServers(new Secrets());
                Inquiry inquiry =
                        servers.inquire(b, SqlLab.RUN, Deadline.in(Duration.ofSeconds(3), Clock.systemUTC()))) {
            assertThatThrownBy(() -> inquiry.ask(Lookup.SERVER)).isInstanceOfSatisfying(RemoteFailure.class, late -> {
                assertThat(late.sort()).isEqualTo(Sort.PASSES);
                assertThat(late).hasMessageContaining("did not answer the look-up SERVER in time");
            });
        }
    }

    @Test
    void aCommandThatTheServerDoesNotAnswerHasAnUnknownOutcome() {
        lab.take(lab.steps.markBackup());
        lab.byHand(b, "EXEC lab.dbo.stall_next @like = N'ALTER DATABASE%'");
        assertThatThrownBy(() -> new SqlServerTransport(lab.servers)
                        .send(
                                SqlLab.RUN,
                                lab.steps
                                        .removeMirroringFromMgc()
                                        .commands(Facts.of(java.util.Map.of(Facts.RUN, SqlLab.RUN)))
                                        .get(0),
                                Deadline.in(Duration.ofSeconds(3), Clock.systemUTC())))
                .isInstanceOfSatisfying(
                        RemoteFailure.class,
                        unknown -> assertThat(unknown.sort()).isEqualTo(Sort.MAYBE_DONE));
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(20), Clock.systemUTC());
    }
}
