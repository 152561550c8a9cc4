package org.failback.lync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.failback.estate.Endpoint;
import org.failback.lab.lync.CmdletError;
import org.failback.lab.lync.PoolState;
import org.failback.lab.winrm.Action;
import org.failback.step.RemoteFailure;
import org.failback.step.Sort;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The product's scripts against the lab's pool, over HTTPS on loopback. */
class PoolOverTheWireTest {
    @TempDir
    private static Path folder;

    private LyncLab lab;

    private static TestWire wire;

    @BeforeAll
    static void aWire() throws Exception {
        wire = new TestWire(folder);
    }

    @AfterAll
    static void cut() {
        wire.close();
    }

    @BeforeEach
    void aPoolThatFailedOver() throws Exception {
        lab = new LyncLab(wire);
    }

    @AfterEach
    void theLabIsEmpty() throws Exception {
        assertThat(lab.management.openShells()).as("shells left behind").isZero();
        lab.close();
    }

    @Test
    void readsThePoolFromTheCentralManagementStore() {
        ChatPool pool = lab.reader().pool();

        assertThat(pool.identity()).isEqualTo("PersistentChatServer:chatpool.lab.example");
        assertThat(pool.state()).isEqualTo(ChatPool.FAILED_OVER);
        assertThat(pool.pools()).isEqualTo(1);
        assertThat(pool.active()).containsExactlyElementsOf(LyncLab.BACKUP_SERVERS);
        assertThat(pool.inactive()).containsExactly("chat1.dc1.lab.example", "chat2.dc1.lab.example");
        assertThat(pool.chat().primary()).contains(new ChatStore("sqlp01.dc1.lab.example", Optional.of("LYNC")));
        assertThat(pool.chat().backupMirror()).contains(new ChatStore("sqlb02.dc2.lab.example", Optional.of("LYNC")));
        assertThat(pool.compliance().backup()).map(ChatStore::toString).contains("sqlb01.dc2.lab.example\\LYNC");
        assertThat(pool.time()).isEqualTo("2026-05-01T06:00:00Z");
    }

    @Test
    void clearsTheListOnlyWhereItIsTheListThatWasSeen() {
        var refusal = catchThrowableOfType(
                RemoteFailure.class, () -> ask(Operation.CLEAR_ACTIVE, "FailedOver", List.of("chat3.dc2.lab.example")));

        assertThat(refusal.sort()).isEqualTo(Sort.ASKS);
        assertThat(refusal).hasMessageContaining("Active are 'chat3.dc2.lab.example chat4.dc2.lab.example'");
        assertThat(lab.pool.activeServers()).isEqualTo(LyncLab.BACKUP_SERVERS);
        assertThat(lab.cmdlets).noneMatch(cmdlet -> cmdlet.contains("Set-"));
    }

    @Test
    void clearsNothingOfAPoolThatIsNotFailedOverAnyMore() {
        lab.pool.setPoolState(PoolState.NORMAL);

        var refusal = catchThrowableOfType(
                RemoteFailure.class, () -> ask(Operation.CLEAR_ACTIVE, "FailedOver", LyncLab.BACKUP_SERVERS));

        assertThat(refusal).hasMessageContaining("The pool is 'Normal', not FailedOver");
        assertThat(lab.pool.activeServers()).isEqualTo(LyncLab.BACKUP_SERVERS);
    }

    @Test
    void clearsTheListAndReadsItBackInTheSameRun() {
        var answer =
                ask(Operation.CLEAR_ACTIVE, "failedover", List.of("CHAT4.dc2.lab.example", "chat3.dc2.lab.example"));

        assertThat(Answers.pool(answer, "before").active()).isEqualTo(LyncLab.BACKUP_SERVERS);
        assertThat(Answers.pool(answer, "after").active()).isEmpty();
        assertThat(lab.cmdlets)
                .contains("failback on mgmt.dc1.lab.example: Set-CsPersistentChatActiveServer -Identity"
                        + " \"PersistentChatServer:chatpool.lab.example\" -ActiveServers $null -Confirm:$false -> ok");
    }

    @Test
    void setsTheListAndTheState() {
        ask(Operation.CLEAR_ACTIVE, "FailedOver", LyncLab.BACKUP_SERVERS);
        Map<String, Object> normal = input("FailedOver", List.of());
        normal.put("target", "Normal");
        ask(Operation.SET_STATE, normal);
        Map<String, Object> list = input("Normal", List.of());
        list.put("servers", List.of("chat1.dc1.lab.example"));
        var answer = ask(Operation.SET_ACTIVE, list);

        assertThat(Answers.pool(answer, "after").state()).isEqualTo(ChatPool.NORMAL);
        assertThat(lab.pool.activeServers()).containsExactly("chat1.dc1.lab.example");
    }

    @Test
    void aReplicaSeemsUpToDateUntilTheMasterNoticesTheChange() {
        lab.pool.behaviour().replicationTakes(Duration.ofMinutes(2));
        Instant change = lab.clock.instant();
        ask(Operation.CLEAR_ACTIVE, "FailedOver", LyncLab.BACKUP_SERVERS);

        var atOnce = lab.reader().replication(LyncLab.BACKUP_SERVERS);
        lab.pass(Duration.ofMinutes(1));
        lab.pool.behaviour().stale("chat4.dc2.lab.example", true);
        lab.pass(Duration.ofMinutes(1));
        var later = lab.reader().replication(LyncLab.BACKUP_SERVERS);

        assertThat(atOnce.replicas()).allMatch(Replication.Replica::upToDate);
        assertThat(atOnce.replicas()).noneMatch(replica -> replica.holds(Optional.of(change.plusSeconds(1))));
        assertThat(later.replicas())
                .filteredOn(replica -> replica.holds(Optional.of(change)))
                .extracting(Replication.Replica::server)
                .containsExactly("chat3.dc2.lab.example");
        assertThat(later.master()).isEqualTo("mgmt.dc1.lab.example");
    }

    @Test
    void warningsAndProgressOnStandardErrorAreNoFailureAndLettersSurvive() {
        lab.pool.faults().warnNext("Atenção: réplica não contatada – 待機");

        var answer = ask(Operation.CLEAR_ACTIVE, "FailedOver", LyncLab.BACKUP_SERVERS);

        assertThat(Answers.pool(answer, "after").warnings()).containsExactly("Atenção: réplica não contatada – 待機");
    }

    @Test
    void aCmdletThatFailsBringsItsOwnWordsBack() {
        lab.pool
                .faults()
                .failNext(
                        "Set-CsPersistentChatActiveServer",
                        new CmdletError(
                                "Microsoft.Rtc.Management.Xds.XdsException",
                                "XdsException,Set",
                                "The store is read-only."));

        var failure = catchThrowableOfType(
                RemoteFailure.class, () -> ask(Operation.CLEAR_ACTIVE, "FailedOver", LyncLab.BACKUP_SERVERS));

        assertThat(failure.sort()).isEqualTo(Sort.ASKS);
        assertThat(failure.host()).isEqualTo("mgmt.dc1.lab.example");
        assertThat(failure)
                .hasMessage(
                        "On mgmt.dc1.lab.example, pool/clear-active failed: The store is read-only. (XdsException,Set)");
    }

    @Test
    void aMissingDelegationIsNamedForWhatItIs() {
        lab.pool.faults().denyHop(true);

        var failure =
                catchThrowableOfType(RemoteFailure.class, () -> lab.reader().pool());

        assertThat(failure).hasMessageContaining("ANONYMOUS LOGON");
        assertThat(failure.remedy()).contains("delegation");
    }

    @Test
    void aLostAnswerIsNeitherFailureNorSuccess() {
        lab.management.faults().loseAnswers(Action.RECEIVE, 1);

        var lost = catchThrowableOfType(
                RemoteFailure.class, () -> ask(Operation.CLEAR_ACTIVE, "FailedOver", LyncLab.BACKUP_SERVERS));

        assertThat(lost.sort()).isEqualTo(Sort.MAYBE_DONE);
        assertThat(lab.management.faults().seen(Action.COMMAND)).isEqualTo(1);
        assertThat(lab.reader().pool().active()).isEmpty();
    }

    @Test
    void aLostReplyToTheCommandItselfIsNeverSentAgain() {
        lab.management.faults().loseAnswers(Action.COMMAND, 1);

        var lost = catchThrowableOfType(
                RemoteFailure.class, () -> ask(Operation.CLEAR_ACTIVE, "FailedOver", LyncLab.BACKUP_SERVERS));

        assertThat(lost.sort()).isEqualTo(Sort.MAYBE_DONE);
        assertThat(lab.management.faults().seen(Action.COMMAND)).isEqualTo(1);
    }

    @Test
    void aWholeAnswerCountsEvenIfTidyingUpFailed() {
        lab.management.faults().loseAnswers(Action.SIGNAL, 1);

        var answer = ask(Operation.CLEAR_ACTIVE, "FailedOver", LyncLab.BACKUP_SERVERS);

        assertThat(Answers.pool(answer, "after").active()).isEmpty();
    }

    @Test
    void aServerThatIsNotTheOneThatWasMeantChangesNothing() {
        Map<String, Object> input = new TreeMap<>(Map.of(
                "pool", "chatpool.lab.example",
                "modules", List.of("SkypeForBusiness"),
                "server", "chat3.dc2.lab.example",
                "state", "FailedOver",
                "service", "RTCCHAT"));
        Endpoint wrong = lab.estate().chatServers().get(3).endpoint();

        var refusal = catchThrowableOfType(
                RemoteFailure.class,
                () -> lab.shell.ask(
                        wrong,
                        "chat3.dc2.lab.example",
                        Operation.STOP_SERVICE,
                        input,
                        LyncLab.within(Duration.ofSeconds(20))));

        assertThat(refusal).hasMessageContaining("This is chat4.dc2.lab.example, not chat3.dc2.lab.example");
        assertThat(lab.cmdlets).isEmpty();
    }

    private JsonNode ask(Operation operation, String state, List<String> active) {
        return ask(operation, input(state, active));
    }

    private JsonNode ask(Operation operation, Map<String, Object> input) {
        return lab.shell.ask(
                lab.estate().managementServer(),
                "mgmt.dc1.lab.example",
                operation,
                input,
                LyncLab.within(Duration.ofSeconds(20)));
    }

    private Map<String, Object> input(String state, List<String> active) {
        Map<String, Object> input = new Inputs(lab.estate()).ofPool();
        input.put("state", state);
        input.put("active", active);
        return input;
    }
}
