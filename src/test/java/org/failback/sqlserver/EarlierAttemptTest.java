package org.failback.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.failback.estate.SqlInstance;
import org.failback.step.CheckResult;
import org.failback.step.CheckResult.Result;
import org.failback.step.Deadline;
import org.failback.step.Run;
import org.failback.step.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an earlier attempt left on the primary is known as such, and what may have served since is not taken for it. */
class EarlierAttemptTest {
    private static final String OFFLINE = "ALTER DATABASE [mgc] SET OFFLINE WITH ROLLBACK IMMEDIATE";

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

    private CheckResult line(String name) {
        return new SqlServerChecks(lab.estate, lab.settings, lab.servers, Clock.systemUTC())
                .all().stream()
                        .filter(check ->
                                check.name().equals(name) && check.host().equals(p.serverName()))
                        .flatMap(check ->
                                check.look(lab.run(), Deadline.in(Duration.ofSeconds(30), Clock.systemUTC())).stream())
                        .findFirst()
                        .orElseThrow();
    }

    private Run another() {
        for (SqlInstance instance : List.of(p, b)) {
            lab.byHand(
                    instance,
                    "EXEC msdb.dbo.sp_update_job @job_name = N'Failback of chatpool.lab.example',"
                            + " @description = N'This instance is held by failback run PCF-next.'");
        }
        return new Run("PCF-next", List.of());
    }

    @Test
    void whatWasTakenOfflineOnTheWayBackIsBroughtOnlineAndCopiedByTheNext() {
        lab.restore();
        lab.byHand(p, OFFLINE);
        lab.take(lab.steps.liftFence());

        assertThat(line("State of mgc").result()).isEqualTo(Result.OK);
        CheckResult rebuilt = line("Primary rebuilt");
        assertThat(rebuilt.result()).isEqualTo(Result.CONFIRM);
        assertThat(rebuilt.evidence()).contains("earlier attempt", "failback run PCF-2026-01 restored it");
        assertThat(rebuilt.remedy()).contains("brought ONLINE for a safety copy");
        assertThat(line("Room for mgc").result()).isIn(Result.OK, Result.CONFIRM);
        Run next = another();
        assertThat(lab.steps.bringPrimaryOnline().look(next).verdict()).isEqualTo(Verdict.NEEDED);
        assertThat(lab.steps.keepSafetyCopy().look(next).verdict()).isEqualTo(Verdict.BLOCKED);
        assertThat(lab.steps.restoreMgc().look(next).verdict()).isEqualTo(Verdict.BLOCKED);
        lab.byHand(p, "ALTER DATABASE [mgc] SET ONLINE");
        assertThat(lab.steps.bringPrimaryOnline().look(next).verdict()).isEqualTo(Verdict.DONE);
        assertThat(lab.steps.keepSafetyCopy().look(next).verdict()).isEqualTo(Verdict.NEEDED);
        assertThat(line("Primary rebuilt").remedy()).contains("An earlier attempt of the failback left this mgc here");
    }

    @Test
    void aPrimaryFromWhichTheBackupWasMadeLaterMayHaveServedAndStopsReadiness() {
        lab.shipLog();
        lab.byHand(b, "RESTORE DATABASE [mgc] WITH RECOVERY");
        lab.byHand(p, OFFLINE);

        CheckResult rebuilt = line("Primary rebuilt");
        assertThat(rebuilt.result()).isEqualTo(Result.FAILED);
        assertThat(rebuilt.evidence()).contains("mgc on the backup was made from it later");
        assertThat(rebuilt.remedy()).contains("nowhere else");
    }

    @Test
    void aPrimaryThatNoFailbackRestoredIsNotTakenForOne() {
        lab.byHand(p, OFFLINE);

        assertThat(line("State of mgc").result()).isEqualTo(Result.FAILED);
        assertThat(line("Primary rebuilt").result()).isEqualTo(Result.UNKNOWN);
        lab.takeAll(lab.steps.markPrimary(), lab.steps.markBackup());
        assertThat(lab.look(lab.steps.bringPrimaryOnline()).verdict()).isEqualTo(Verdict.BLOCKED);
    }

    @Test
    void aRestoreThatBrokeOffLeavesTheSafetyCopyThatWasTakenBeforeIt() {
        lab.backUpAndApproveRestore();
        lab.take(lab.steps.keepSafetyCopy());
        lab.byHand(
                p,
                "EXEC lab.dbo.damage_media @path = "
                        + Tsql.literal(lab.run().fact(FactName.BACKUP_FILE).orElseThrow()));
        lab.takeInVain(lab.steps.restoreMgc());
        assertThat(lab.state(p)).isEqualTo("RESTORING");
        lab.take(lab.steps.liftFence());

        CheckResult rebuilt = line("Primary rebuilt");
        assertThat(rebuilt.result()).isEqualTo(Result.CONFIRM);
        assertThat(rebuilt.evidence()).contains("broke off", "mgc_before_PCF-2026-01_1.bak");
        Run next = another();
        assertThat(lab.steps.bringPrimaryOnline().look(next).verdict()).isEqualTo(Verdict.DONE);
        assertThat(lab.steps.removeMirroringFromPrimary().look(next).verdict()).isEqualTo(Verdict.DONE);
        assertThat(lab.steps.keepSafetyCopy().look(next).evidence().get("safety copy"))
                .endsWith("mgc_before_PCF-2026-01_1.bak");

        lab.byHand(p, "BACKUP DATABASE [model] TO DISK = N'D:\\Backup\\mgc_before_PCF-2026-01_1.bak' WITH FORMAT");
        assertThat(line("State of mgc").result())
                .as("without that file nothing stands for what was there")
                .isEqualTo(Result.FAILED);
    }

    @Test
    void aPrimaryThatSomebodyFencedAfterwardsMayHoldMore() {
        lab.restore();
        lab.byHand(p, "BACKUP DATABASE [mgc] TO DISK = N'D:\\Backup\\others.bak'");
        lab.byHand(p, "BACKUP LOG [mgc] TO DISK = N'D:\\Backup\\others.trn' WITH NORECOVERY");
        lab.take(lab.steps.liftFence());

        assertThat(line("State of mgc").result()).isEqualTo(Result.FAILED);
        Run next = another();
        assertThat(lab.steps.keepSafetyCopy().look(next).verdict()).isEqualTo(Verdict.BLOCKED);
        assertThat(lab.steps.restoreMgc().look(next).verdict()).isEqualTo(Verdict.BLOCKED);
    }
}
