package org.failback.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.failback.estate.SqlInstance;
import org.failback.step.Claim;
import org.failback.step.Finding;
import org.failback.step.StepFailed;
import org.failback.step.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every claim of the end can fail, and what remains is said. */
class ProveFailbackTest {
    private static final String WRITE = "INSERT INTO mgc.dbo.tblChat (chatId, channelId, userId, content, chatDate)"
            + " SELECT MAX(chatId) + 1, MIN(channelId), MIN(userId), N'live', MAX(chatDate) + 10000000 FROM mgc.dbo.tblChat";

    private SqlLab lab;
    private SqlInstance p;
    private SqlInstance b;
    private SqlInstance bm;
    private List<String> filesBefore;

    @BeforeEach
    void start() throws Exception {
        lab = new SqlLab();
        p = lab.estate.primaryInstance();
        b = lab.estate.backupInstance();
        bm = lab.estate.backup().mirror().orElseThrow();
        filesBefore = files();
    }

    @AfterEach
    void stop() {
        lab.close();
    }

    private List<String> files() {
        List<String> files = new ArrayList<>();
        for (String folder : List.of(SqlLab.SHARE, "D:\\Backup")) {
            lab.rows(p, "EXEC master.dbo.xp_dirtree " + Tsql.literal(folder) + ", 1, 1").stream()
                    .filter(row -> row.endsWith("|1"))
                    .forEach(row -> files.add(folder + "\\" + row.split("\\|")[0]));
        }
        return files;
    }

    private void comeHome() {
        lab.shipLog();
        lab.take(lab.steps.proveOnlyPrimaryServes());
        lab.goLive();
        lab.byHand(p, WRITE);
        lab.takeAll(lab.steps.removeJobsFromPrimary(), lab.steps.removeJobsFromBackup());
    }

    /** The claims that do not hold now, by the proof of the run and by that of a later program alike. */
    private String broken() {
        StepFailed blocked = lab.takeInVain(lab.steps.proveFailback());
        assertThat(blocked).hasMessageContaining("Chat runs on the primary, but this does not hold");
        assertThat(blocked.remedy()).contains("Chat is not touched");
        List<String> broken = claims().stream()
                .filter(claim -> !claim.holds())
                .map(Claim::claim)
                .toList();
        assertThat(broken).isNotEmpty().allSatisfy(claim -> assertThat(blocked).hasMessageContaining(claim));
        return blocked.getMessage();
    }

    private List<Claim> claims() {
        return new EndState(lab.estate, lab.settings, lab.servers, Clock.systemUTC()).claims(lab.run());
    }

    @Test
    void atTheEndEverythingHolds() {
        comeHome();
        assertThat(claims()).hasSize(7).allMatch(Claim::holds);
        Finding proved = lab.take(lab.steps.proveFailback());
        assertThat(proved.verdict()).isEqualTo(Verdict.DONE);
        claims().forEach(claim -> assertThat(proved.evidence()).containsEntry(claim.claim(), claim.evidence()));
        assertThat(proved.evidence())
                .as("what remains")
                .containsKey("mgc on SQLP01\\LYNC is not mirrored")
                .containsKey("A stale copy of mgc on SQLB02\\LYNC")
                .hasEntrySatisfying("Log backups", where -> assertThat(where).startsWith(SqlLab.LOGS + ". "));
    }

    @Test
    void aJobThatIsDisabledOrSomebodysOwnIsFound() {
        comeHome();
        lab.byHand(b, "EXEC msdb.dbo.sp_update_job @job_name = N'LSCopy_SQLP01\\LYNC_mgc', @enabled = 0");
        assertThat(broken()).contains("LSCopy_SQLP01\\LYNC_mgc=disabled");
        lab.byHand(b, "EXEC msdb.dbo.sp_update_job @job_name = N'LSCopy_SQLP01\\LYNC_mgc', @enabled = 1");
        lab.byHand(p, "EXEC msdb.dbo.sp_update_job @job_name = N'LSBackup_mgc', @owner_login_name = N'failback'");
        assertThat(broken()).contains("LSBackup_mgc=enabled, owner failback");
    }

    @Test
    void aSecondaryThatSomebodyRecoveredIsFound() {
        comeHome();
        lab.byHand(b, "RESTORE DATABASE [mgc] WITH RECOVERY");
        assertThat(broken())
                .contains("mgc on SQLB01\\LYNC is RESTORING, as a log shipping secondary is (ONLINE")
                .contains("Of all copies of mgc only the primary's is ONLINE");
    }

    @Test
    void aMirrorThatSomebodyRecoveredIsFound() {
        comeHome();
        lab.byHand(bm, "RESTORE DATABASE [mgc] WITH RECOVERY");
        assertThat(broken()).contains("Of all copies of mgc").contains("mgc on SQLB02\\LYNC=ONLINE");
    }

    @Test
    void aSecondaryThatThePrimaryForgotIsFound() {
        comeHome();
        lab.byHand(p, "EXEC master.dbo.sp_delete_log_shipping_primary_secondary N'mgc', N'SQLB01\\LYNC', N'mgc'");
        assertThat(broken()).contains("secondaries: 0");
    }

    @Test
    void logShippingThatSomebodyRemovedIsFound() {
        comeHome();
        lab.byHand(
                b,
                "EXEC master.dbo.sp_delete_log_shipping_secondary_database N'mgc';"
                        + " EXEC master.dbo.sp_delete_log_shipping_secondary_primary N'SQLP01\\LYNC', N'mgc'");
        assertThat(broken())
                .contains("Log shipping carried one file through backup, copy and restore")
                .contains("last restored file none");
    }

    @Test
    void messagesThatAreGoneAreFound() {
        comeHome();
        lab.byHand(p, "DELETE FROM mgc.dbo.tblChat WHERE chatId < 10");
        assertThat(broken()).contains("has lost no message since");
    }

    @Test
    void aNewestMessageThatIsOlderThanBeforeIsFound() {
        comeHome();
        lab.byHand(p, "DELETE FROM mgc.dbo.tblChat WHERE content = N'live'");
        assertThat(claims()).as("as it was when it went live").allMatch(Claim::holds);
        lab.byHand(p, "UPDATE mgc.dbo.tblChat SET chatDate = 1");
        assertThat(broken()).contains("has lost no message since");
    }

    @Test
    void aPrimaryThatDoesNotServeIsFound() {
        comeHome();
        lab.byHand(p, "ALTER DATABASE [mgc] SET RECOVERY SIMPLE");
        assertThat(broken())
                .contains("is ONLINE, MULTI_USER, READ_WRITE and FULL")
                .contains("SIMPLE");
        lab.byHand(p, "ALTER DATABASE [mgc] SET OFFLINE WITH ROLLBACK IMMEDIATE");
        assertThat(broken()).contains("OFFLINE");
    }

    @Test
    void aPrimaryThatSomebodyRestoredOnceMoreIsFound() {
        comeHome();
        lab.byHand(p, "BACKUP DATABASE [mgc] TO DISK = N'D:\\Backup\\same.bak' WITH COPY_ONLY");
        lab.byHand(
                p,
                "ALTER DATABASE [mgc] SET OFFLINE WITH ROLLBACK IMMEDIATE;"
                        + " RESTORE DATABASE [mgc] FROM DISK = N'D:\\Backup\\same.bak' WITH REPLACE");
        assertThat(broken()).contains("The last restore on SQLP01\\LYNC was from this run's backup");
    }

    @Test
    void everyFileThatTheRunLeftIsNamed() {
        lab.takeAll(
                lab.steps.markPrimary(),
                lab.steps.markBackup(),
                lab.steps.backUpMgccomp(),
                lab.steps.removeMirroringFromMgc(),
                lab.steps.backUpMgc());
        lab.byHand(b, "BACKUP LOG [mgc] TO DISK = N'D:\\Backup\\nightly.trn'");
        lab.decide(lab.steps.backUpMgc(), SqlLab.TRY_AGAIN);
        comeHome();

        List<String> left = new ArrayList<>(files());
        left.removeAll(filesBefore);
        String remains = String.join("\n", new Remains(lab.estate).of(lab.run()).values());
        assertThat(left).hasSize(6).allSatisfy(file -> assertThat(remains).contains(file));
    }
}
