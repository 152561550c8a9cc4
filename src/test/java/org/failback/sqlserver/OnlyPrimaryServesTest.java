package org.failback.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.failback.estate.SqlInstance;
import org.failback.lab.server.ChatClient;
import org.failback.step.Entry;
import org.failback.step.Finding;
import org.failback.step.RemoteFailure;
import org.failback.step.Run;
import org.failback.step.StepFailed;
import org.failback.step.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Around going live exactly one copy of mgc is ONLINE, and then the servers come to it. */
class OnlyPrimaryServesTest {
    private static final String CHAT1 = "chat1.dc1.lab.example";
    private static final String CHAT2 = "chat2.dc1.lab.example";

    private SqlLab lab;
    private SqlInstance p;
    private SqlInstance pm;
    private SqlInstance b;
    private SqlInstance bm;

    @BeforeEach
    void start() throws Exception {
        lab = new SqlLab();
        p = lab.estate.primaryInstance();
        pm = lab.estate.primary().mirror().orElseThrow();
        b = lab.estate.backupInstance();
        bm = lab.estate.backup().mirror().orElseThrow();
        lab.restore();
    }

    @AfterEach
    void stop() {
        lab.close();
    }

    private Finding blocked() {
        Finding invariant = lab.steps.onlyPrimaryServes().objection(lab.run()).orElseThrow();
        Finding shown = lab.look(lab.steps.proveOnlyPrimaryServes());
        assertThat(invariant.verdict()).isEqualTo(Verdict.BLOCKED);
        assertThat(shown.verdict()).isEqualTo(Verdict.BLOCKED);
        assertThat(shown.summary()).isEqualTo(invariant.summary());
        return shown;
    }

    @Test
    void afterTheRestoreItIsThePrimaryAlone() {
        assertThat(lab.steps.onlyPrimaryServes().objection(lab.run())).isEmpty();
        assertThat(lab.take(lab.steps.proveOnlyPrimaryServes()).evidence())
                .containsEntry("mgc on SQLP01\\LYNC", "ONLINE, not mirrored (primary)")
                .containsEntry("mgc on SQLP02\\LYNC", "none (primary mirror)")
                .hasEntrySatisfying(
                        "mgc on SQLB01\\LYNC",
                        state -> assertThat(state).startsWith("RESTORING").endsWith("(backup)"))
                .hasEntrySatisfying(
                        "mgc on SQLB02\\LYNC",
                        state -> assertThat(state).startsWith("RESTORING").endsWith("(backup mirror)"))
                .hasEntrySatisfying(
                        "mgccomp on SQLP01\\LYNC", state -> assertThat(state).startsWith("ONLINE"));
    }

    @Test
    void aDatabaseOnThePrimarysMirrorTakesWrites() {
        lab.byHand(pm, "CREATE DATABASE [mgc]");
        Finding blocked = blocked();
        assertThat(blocked.summary()).contains("mgc is ONLINE on SQLP02\\LYNC, too");
        assertThat(blocked.remedy()).contains("SET OFFLINE WITH ROLLBACK IMMEDIATE");
        lab.byHand(pm, "ALTER DATABASE [mgc] SET OFFLINE WITH ROLLBACK IMMEDIATE");
        assertThat(lab.steps.onlyPrimaryServes().objection(lab.run())).isEmpty();
    }

    @Test
    void theBackupAndItsMirrorRecoveredByHandAreBothNamed() {
        lab.byHand(bm, "RESTORE DATABASE [mgc] WITH RECOVERY");
        assertThat(blocked().summary()).contains("mgc is ONLINE on SQLB02\\LYNC, too");
        lab.byHand(b, "RESTORE DATABASE [mgc] WITH RECOVERY");
        assertThat(blocked().summary()).contains("mgc is ONLINE on SQLB01\\LYNC, SQLB02\\LYNC, too");
    }

    @Test
    void anotherCopyOutOfEverybodysReachStillCounts() {
        lab.byHand(bm, "RESTORE DATABASE [mgc] WITH RECOVERY; ALTER DATABASE [mgc] SET READ_ONLY");
        assertThat(blocked().evidence())
                .hasEntrySatisfying(
                        "mgc on SQLB02\\LYNC", state -> assertThat(state).contains("read only"));
    }

    @Test
    void aPrimaryThatDoesNotServeIsSaidWithItsState() {
        lab.byHand(p, "ALTER DATABASE [mgc] SET SINGLE_USER WITH ROLLBACK IMMEDIATE");
        assertThat(blocked().summary())
                .contains("mgc on SQLP01\\LYNC does not serve: it is ONLINE")
                .contains("SINGLE_USER");
        lab.byHand(p, "ALTER DATABASE [mgc] SET MULTI_USER");
        lab.byHand(p, "ALTER DATABASE [mgc] SET READ_ONLY");
        assertThat(blocked().summary()).contains("read only");
        lab.byHand(p, "ALTER DATABASE [mgc] SET READ_WRITE");
        lab.byHand(p, "ALTER DATABASE [mgc] SET OFFLINE WITH ROLLBACK IMMEDIATE");
        assertThat(blocked().summary()).contains("it is OFFLINE");
        lab.byHand(p, "DROP DATABASE [mgc]");
        assertThat(blocked().summary()).contains("it is none");
    }

    @Test
    void aLoginWithoutRightsDoesNotPassForNothingThere() {
        lab.byHand(
                pm,
                "CREATE DATABASE [mgc]; DROP LOGIN [failback_reader];"
                        + " CREATE LOGIN [failback_reader] WITH PASSWORD = N'" + SqlLab.PASSWORD + "'");
        Finding blocked = blocked();
        assertThat(blocked.summary()).contains("failback_reader cannot see enough of SQLP02\\LYNC");
        assertThat(blocked.remedy()).contains("Grant it");
    }

    @Test
    void anInstanceThatDoesNotAnswerIsAFailureAndNotNothingThere() {
        lab.unplug(bm);
        assertThatThrownBy(() -> lab.steps.onlyPrimaryServes().objection(lab.run()))
                .isInstanceOfSatisfying(
                        RemoteFailure.class,
                        failure -> assertThat(failure.host()).contains("SQLB02"));
        assertThatThrownBy(() -> lab.look(lab.steps.proveOnlyPrimaryServes())).isInstanceOf(RemoteFailure.class);
    }

    @Test
    void mgccompHasToServeToo() {
        lab.byHand(p, "ALTER DATABASE [mgccomp] SET OFFLINE WITH ROLLBACK IMMEDIATE");
        StepFailed blocked = lab.takeInVain(lab.steps.proveOnlyPrimaryServes());
        assertThat(blocked).hasMessageContaining("mgccomp on SQLP01\\LYNC is OFFLINE");
        lab.byHand(p, "DROP DATABASE [mgccomp]");
        assertThat(lab.look(lab.steps.proveOnlyPrimaryServes()).summary()).contains("is missing");
    }

    @Test
    void serversAreAwaitedUntilEachIsConnected() throws Exception {
        assertThat(lab.takeInVain(lab.steps.awaitSessions())).hasMessageContaining("Nobody has confirmed");
        lab.confirm(CHAT1, CHAT2);
        Finding none = lab.start(lab.steps.awaitSessions());
        assertThat(none.verdict()).isEqualTo(Verdict.RUNNING);
        assertThat(none.percent()).isZero();
        assertThat(none.summary()).contains(CHAT1 + ", " + CHAT2 + " are not connected");

        ChatClient first = lab.model.instance(p.serverName()).connect("CHAT1", "Persistent Chat", "mgc");
        assertThat(lab.start(lab.steps.awaitSessions()).percent()).isEqualTo(50);
        lab.model.instance(p.serverName()).connect("CHAT2", "Persistent Chat", "mgccomp");
        lab.model.instance(p.serverName()).connect("WEB01", "Room management", "mgc");
        assertThat(lab.start(lab.steps.awaitSessions()).summary())
                .as("neither another database nor another host counts")
                .startsWith(CHAT2 + " is not connected");
        lab.model.instance(p.serverName()).connect(CHAT2, "Persistent Chat", "mgc");
        Finding all = lab.take(lab.steps.awaitSessions());
        assertThat(all.verdict()).isEqualTo(Verdict.DONE);
        assertThat(all.evidence().get(CHAT1)).contains("from CHAT1");
        assertThat(first.isOpen()).isTrue();
    }

    @Test
    void afterTheWaitPeopleAreToldWhoIsMissingAndTryingAgainWaitsAnew() throws Exception {
        lab.confirm(CHAT1, CHAT2);
        lab.model.instance(p.serverName()).connect("CHAT1", "Persistent Chat", "mgc");
        lab.start(lab.steps.awaitSessions());
        lab.later(lab.settings.replicationWait());
        assertThat(lab.start(lab.steps.awaitSessions()).verdict()).isEqualTo(Verdict.RUNNING);
        lab.later(java.time.Duration.ofSeconds(1));

        StepFailed blocked = lab.takeInVain(lab.steps.awaitSessions());

        assertThat(blocked)
                .hasMessageContaining("min " + CHAT2 + " is not connected to mgc on SQLP01\\LYNC")
                .hasMessageNotContaining(CHAT1);
        assertThat(blocked.remedy()).contains("53530");
        lab.decide(lab.steps.awaitSessions(), SqlLab.TRY_AGAIN);
        assertThat(lab.start(lab.steps.awaitSessions()).verdict()).isEqualTo(Verdict.RUNNING);
    }

    @Test
    void aRefusalConfirmsNoServer() {
        lab.journal.append(
                SqlLab.RUN,
                Entry.Kind.DECISION,
                "confirmActiveServers",
                "",
                "operator",
                "Refused",
                java.util.Map.of(Run.CHOICE, Run.REFUSE, Run.ACTIVE_SERVERS, CHAT1));
        assertThat(lab.look(lab.steps.awaitSessions()).verdict()).isEqualTo(Verdict.BLOCKED);
    }
}
