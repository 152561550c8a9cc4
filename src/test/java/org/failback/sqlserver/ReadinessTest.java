package org.failback.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.failback.estate.SqlInstance;
import org.failback.lab.server.SqlEstate;
import org.failback.step.CheckResult;
import org.failback.step.CheckResult.Result;
import org.failback.step.Deadline;
import org.failback.step.Step;
import org.failback.step.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What stands in the way of a failback is found before it begins. */
class ReadinessTest {
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

    private List<CheckResult> table() {
        return new SqlServerChecks(lab.estate, lab.settings, lab.servers, Clock.systemUTC())
                .all().stream()
                        .flatMap(check ->
                                check.look(lab.run(), Deadline.in(Duration.ofSeconds(30), Clock.systemUTC())).stream())
                        .toList();
    }

    private CheckResult line(String check, SqlInstance instance) {
        return table().stream()
                .filter(line -> line.check().equals(check) && line.host().equals(instance.serverName()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line " + check + " of " + instance));
    }

    @Test
    void nothingStandsInTheWayOfTheEstateThatAFailoverLeaves() {
        assertThat(table())
                .hasSizeGreaterThan(40)
                .allSatisfy(
                        line -> assertThat(line.result()).as(line.toString()).isIn(Result.OK, Result.CONFIRM))
                .filteredOn(line -> line.result() == Result.CONFIRM)
                .allSatisfy(line -> assertThat(line.remedy()).isNotBlank());
    }

    @Test
    void anAgentThatDoesNotRunIsNamed() {
        lab.byHand(p, "EXEC lab.dbo.stop_agent");
        CheckResult agent = line("SQL Server Agent", p);
        assertThat(agent.result()).isEqualTo(Result.FAILED);
        assertThat(agent.evidence()).contains("Stopped");
        assertThat(agent.remedy()).contains("Start it");
    }

    @Test
    void aPrimaryThatServedMeanwhileIsNotOverwrittenByMistake() {
        lab.byHand(
                p,
                "INSERT INTO mgc.dbo.tblChat (chatId, channelId, userId, content, chatDate) VALUES (1, 1, 1, N'live', 4000000000000000000)");
        assertThat(line("Primary rebuilt", p).result()).isEqualTo(Result.FAILED);
    }

    @Test
    void aPrimaryWithOldMessagesIsForAPersonToConfirm() {
        lab.byHand(
                p,
                "INSERT INTO mgc.dbo.tblChat (chatId, channelId, userId, content, chatDate) VALUES (1, 1, 1, N'old', 600000000000000000)");
        assertThat(line("Primary rebuilt", p).result()).isEqualTo(Result.CONFIRM);
    }

    @Test
    void aLiveCopyOnTheMirrorIsSaid() {
        lab.byHand(b, "ALTER DATABASE [mgc] SET PARTNER FAILOVER");
        CheckResult state = line("State of mgc", b);
        assertThat(state.result()).isEqualTo(Result.FAILED);
        assertThat(state.remedy()).contains("fail mirroring over");
        assertThat(lab.look(lab.steps.removeMirroringFromMgc()).verdict()).isEqualTo(Verdict.BLOCKED);
    }

    @Test
    void aLogBackupOfSomebodyElseIsForAPersonToConfirm() {
        lab.byHand(b, "BACKUP LOG [mgc] TO DISK = N'\\\\files01.dc1.lab.example\\chatbackup\\nightly.trn'");
        CheckResult others = line("Log backups of mgc by others", b);
        assertThat(others.result()).isEqualTo(Result.CONFIRM);
        assertThat(others.evidence()).contains("nightly.trn");
    }

    @Test
    void expectedDurationsComeFromTheServersOwnBackups() {
        ExpectedDurations durations = new ExpectedDurations(lab.estate, lab.settings, lab.servers, Clock.systemUTC());
        assertThat(durations.byStep()).containsKeys("backUpMgc", "restoreMgc", "verifyBackup");
        assertThat(durations.byStep()).as("the primary never took a backup").doesNotContainKey("keepSafetyCopy");
    }

    @Test
    void withoutAFenceWhatWasWrittenSinceTheBackupBlocks() throws Exception {
        stop();
        lab = new SqlLab(SqlEstate.afterFailover(64, 0, Clock.systemUTC()), SqlLab.unfenced());
        b = lab.estate.backupInstance();
        for (Step step : List.of(
                lab.steps.markPrimary(),
                lab.steps.markBackup(),
                lab.steps.removeMirroringFromMgc(),
                lab.steps.backUpMgc())) {
            lab.take(step);
        }
        assertThat(lab.take(lab.steps.fenceMgc()).verdict()).isEqualTo(Verdict.DONE);
        lab.byHand(b, "DELETE FROM mgc.dbo.tblNode WHERE nodeID = 1");
        assertThat(lab.takeInVain(lab.steps.fenceMgc())).hasMessageContaining("dbo.tblNode 11 instead of 12");
    }

    @Test
    void withoutAFenceThePrimaryIsRestoredFromTheFullBackupAlone() throws Exception {
        stop();
        lab = new SqlLab(SqlEstate.afterFailover(64, 0, Clock.systemUTC()), SqlLab.unfenced());
        lab.backUpAndApproveRestore();
        lab.take(lab.steps.keepSafetyCopy());
        assertThat(lab.take(lab.steps.restoreMgc()).verdict()).isEqualTo(Verdict.DONE);
        assertThat(lab.take(lab.steps.proveEquality()).verdict()).isEqualTo(Verdict.DONE);
        assertThat(lab.state(lab.estate.backupInstance())).isEqualTo("ONLINE");
    }
}
