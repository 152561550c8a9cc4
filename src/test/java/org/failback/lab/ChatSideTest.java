package org.failback.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.failback.lab.lync.LyncEstate;
import org.failback.lab.lync.PoolState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chat side as any SQL client orders it about: somebody else's cmdlets, and what goes wrong with the servers. */
class ChatSideTest {
    private static final String POOL = "PersistentChatServer:chatpool.lab.example";
    private static final String CHAT1 = "chat1.dc1.lab.example";
    private static final String CHAT2 = "chat2.dc1.lab.example";
    private static final String CHAT3 = "chat3.dc2.lab.example";
    private static final String CHAT4 = "chat4.dc2.lab.example";
    private static final String SET = "Set-CsPersistentChatActiveServer -Identity \"" + POOL + "\" -ActiveServers ";

    private static RunningLab lab;
    private static LyncEstate chat;
    private Connection client;

    @BeforeAll
    static void start(@TempDir Path folder) {
        lab = new RunningLab(folder);
        chat = lab.lab().chat();
    }

    @AfterAll
    static void stop() {
        lab.close();
    }

    @BeforeEach
    void connect() throws SQLException {
        client = lab.backup();
    }

    @AfterEach
    void asAtFirst() throws SQLException {
        RunningLab.run(client, "EXEC lab.dbo.forget_faults");
        chat.setPoolState(PoolState.FAILED_OVER);
        chat.setActiveServers(List.of(CHAT3, CHAT4));
        for (String server : List.of(CHAT1, CHAT2, CHAT3, CHAT4)) {
            chat.setServiceRunning(server, false, true);
            chat.setServiceRunning(server, true, true);
        }
        awaitConnected(CHAT3, "backup");
        awaitConnected(CHAT1, "none");
        client.close();
    }

    @Test
    void somebodyClearsAndChangesTheListInEveryFormThatTheHelpKnows() throws SQLException {
        cmdlet(SET + "$null");
        assertThat(chat.activeServers()).isEmpty();
        cmdlet(SET + "\"CHAT3.dc2.lab.example\",'chat4.dc2.lab.example' -Confirm:$false");
        assertThat(chat.activeServers()).containsExactly(CHAT3, CHAT4);
        cmdlet(SET + "@{Add=\"Chat1.dc1.lab.example\"}");
        assertThat(chat.activeServers()).containsExactly(CHAT3, CHAT4, CHAT1);
        cmdlet(SET + "@{Remove=\"" + CHAT3 + "\",\"" + CHAT4 + "\"; Add=\"" + CHAT2 + "\"}");
        assertThat(chat.activeServers()).containsExactly(CHAT1, CHAT2);
        cmdlet(SET + "@{replace=\"" + CHAT4 + "\"}");
        assertThat(chat.activeServers()).containsExactly(CHAT4);
        cmdlet("Set-CsPersistentChatActiveServer -ActiveServers " + CHAT3);
        assertThat(chat.activeServers()).containsExactly(CHAT3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PersistentChatServer:chatpool.lab.example",
                "service:chatpool.lab.example",
                "service: chatpool.lab.example",
                "service:PersistentChatServer:CHATPOOL.lab.example"
            })
    void thePoolIsKnownByEveryIdentityThatThePagesWrite(String identity) throws SQLException {
        cmdlet("Set-CsPersistentChatState -Identity \"" + identity + "\" -PoolState Normal");

        assertThat(chat.poolState()).isEqualTo(PoolState.NORMAL);
        assertThat(rows("Get-CsPersistentChatState")).containsExactly(List.of(POOL, "Normal"));
    }

    @Test
    void aListThatCannotBeIsRefusedAndNothingChanges() {
        assertRefused(SET + "\"chat9.dc9.lab.example\"", "is not in the pool");
        assertRefused(SET + "@{Replace=\"" + CHAT1 + "\";Add=\"" + CHAT2 + "\"}", "cannot be combined");
        assertRefused(SET + "@{Swap=\"" + CHAT1 + "\"}", "none of Add, Remove and Replace");
        assertRefused("Set-CsPersistentChatActiveServer -Identity \"nobody\" -ActiveServers $null", "does not exist");
        assertRefused("Set-CsPersistentChatActiveServer", "missing mandatory parameters: ActiveServers");
        assertRefused("Set-CsPersistentChatState -PoolState Gone", "Cannot convert value \"Gone\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Remove-Item C:\\",
                "Get-CsUser",
                "Get-CsPersistentChatState | Remove-Item",
                "Set-CsPersistentChatState -PoolState $(Get-Date)",
                "Set-CsPersistentChatState -PoolState \"$env:X\"",
                "Set-CsPersistentChatState -PoolState Normal; Get-CsUser",
                "Set-CsPersistentChatState -PoolState Normal -WhatIf",
                "Set-CsPersistentChatActiveServer -Swap",
                "Set-CsPersistentChatActiveServer -ActiveServers @{Add=\"chat3.dc2.lab.example\"}",
                "Set-CsPersistentChatActiveServer -ActiveServers @{Remove=\"chat1.dc1.lab.example\"}",
                "Set-CsPersistentChatActiveServer -ActiveServers chat1.dc1.lab.example,CHAT1.dc1.lab.example",
                "Set-CsPersistentChatActiveServer -ActiveServers @{Add=\"chat1.dc1.lab.example\"",
                "Set-CsPersistentChatActiveServer -ActiveServers \"chat1.dc1.lab.example",
                "Get-CsWindowsService -ComputerName sqlb01.dc2.lab.example",
                "Get-CsService -PoolFqdn chatpool.lab.example",
                "&",
                ""
            })
    void whatIsMoreThanOneOfTheseCmdletsIsRefusedByTheLabItself(String line) {
        assertRefused(line, "The lab does not model ");
    }

    @Test
    void theTopologyObjectTellsListsAndDatabases() throws SQLException {
        List<String> row = rows("Get-CsService -PersistentChatServer -PoolFqdn chatpool.lab.example")
                .get(0);

        assertThat(row)
                .startsWith(POOL, "chatpool.lab.example", "7", CHAT3 + ", " + CHAT4, CHAT1 + ", " + CHAT2)
                .contains("PersistentChatDatabase:sqlb01.dc2.lab.example")
                .hasSize(13);
        assertThat(rows("Get-CsService -PersistentChatServer -PoolFqdn other.lab.example"))
                .isEmpty();
    }

    @Test
    void aPoolWhoseStateNobodyEverSetHasNoRowAndWorksAsNormal() throws SQLException {
        RunningLab.run(client, "EXEC lab.dbo.forget_pool_state");

        assertThat(rows("Get-CsPersistentChatState")).isEmpty();
        assertThat(chat.poolState()).isEqualTo(PoolState.NORMAL);
    }

    @Test
    void eachReplicaIsToldByItselfAndAStaleOneNeverArrives() throws SQLException {
        RunningLab.run(client, "EXEC lab.dbo.stale_replica N'" + CHAT4 + "'");
        RunningLab.run(client, "EXEC lab.dbo.delay_replication 0");
        cmdlet("Set-CsPersistentChatState -PoolState Normal");
        cmdlet("Invoke-CsManagementStoreReplication");

        RunningLab.await(
                "three of four replicas",
                () -> rows("Get-CsManagementStoreReplicationStatus").stream()
                                .filter(row -> row.get(0).equals("True"))
                                .count()
                        == 3);
        assertThat(rows("Get-CsManagementStoreReplicationStatus -ReplicaFqdn " + CHAT4))
                .allMatch(row -> row.get(0).equals("False"));
    }

    @Test
    void aChatServerKeepsItsConnectionAndGoesOnWritingAfterTheListIsCleared() throws SQLException {
        RunningLab.run(client, "EXEC lab.dbo.connections_linger -1; EXEC lab.dbo.people_talk");
        cmdlet(SET + "$null");
        RunningLab.await(
                "the replica of chat3",
                () -> rows("Get-CsManagementStoreReplicationStatus").stream()
                        .allMatch(row -> row.get(0).equals("True")));
        long before = messages();
        RunningLab.await("somebody writes", () -> messages() > before);

        RunningLab.run(client, "EXEC lab.dbo.reconnects");
        List<String> first = sessions("CHAT3").get(0);
        RunningLab.run(client, "KILL " + first.get(0));
        RunningLab.await(
                "chat3 is back",
                () -> sessions("CHAT3").size() == 1 && !sessions("CHAT3").contains(first));

        cmdlet("Stop-CsWindowsService -Name RTCCHAT -ComputerName " + CHAT3);
        RunningLab.await("chat3 is gone", () -> sessions("CHAT3").isEmpty());
    }

    @Test
    void aServerOutsideTheListServesAndPings() throws SQLException {
        RunningLab.run(client, "EXEC lab.dbo.serve_anyway N'" + CHAT1 + "', N'backup'");

        awaitConnected(CHAT1, "backup");
        RunningLab.await(
                "its row",
                () -> !RunningLab.rows(
                                client,
                                "SELECT serverID FROM mgc.dbo.tblServerIdentity WHERE serverAddress = N'" + CHAT1 + "'")
                        .isEmpty());
    }

    @Test
    void aServiceStopsLateAndServesUntilThen() throws SQLException {
        RunningLab.run(client, "EXEC lab.dbo.slow_service N'" + CHAT3 + "', @stop_ms = 3600000");
        cmdlet("Stop-CsWindowsService -Name RTCCHAT -ComputerName " + CHAT3 + " -NoWait");

        assertThat(rows("Get-CsWindowsService -Name RTCCHAT -ComputerName " + CHAT3))
                .containsExactly(List.of("StopPending", "RTCCHAT", "Skype for Business Server Persistent Chat"));
        assertThat(server(CHAT3)).endsWith("backup");
        RunningLab.run(client, "EXEC lab.dbo.slow_service N'" + CHAT3 + "'");
        RunningLab.await("it stops", () -> server(CHAT3).contains("Stopped"));
        awaitConnected(CHAT3, "none");
    }

    @Test
    void aCmdletThatWaitsEndsWhenItsClientCancelsOrItsSessionIsKilled() throws SQLException {
        RunningLab.run(client, "EXEC lab.dbo.slow_service N'" + CHAT3 + "', @stop_ms = 3600000");
        String stop = "EXEC lab.dbo.cmdlet N'Stop-CsWindowsService -Name RTCCHAT -ComputerName " + CHAT3 + "'";
        try (Connection patient = lab.backup();
                Statement waiting = patient.createStatement()) {
            String id = RunningLab.value(patient, "SELECT @@SPID");
            String busy = "SELECT COUNT(*) FROM sys.dm_exec_requests WHERE session_id = " + id;

            CompletableFuture<Void> first = CompletableFuture.runAsync(() -> execute(waiting, stop));
            RunningLab.await("the cmdlet", () -> RunningLab.value(client, busy).equals("1"));
            waiting.cancel();
            assertThat(first).failsWithin(Duration.ofSeconds(20));
            RunningLab.await("its end", () -> RunningLab.value(client, busy).equals("0"));

            CompletableFuture<Void> second = CompletableFuture.runAsync(() -> execute(waiting, stop));
            RunningLab.await(
                    "the cmdlet again", () -> RunningLab.value(client, busy).equals("1"));
            RunningLab.run(client, "KILL " + id);
            assertThat(second).failsWithin(Duration.ofSeconds(20));
        }
        RunningLab.run(client, "EXEC lab.dbo.slow_service N'" + CHAT3 + "'");
        RunningLab.await("it stops", () -> server(CHAT3).contains("Stopped"));
    }

    private static void execute(Statement statement, String sql) {
        try {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void servicesRefuseAreDisabledOrMissing() throws SQLException {
        String stop = "Stop-CsWindowsService -Name RTCCHAT -ComputerName " + CHAT3;
        String start = "Start-CsWindowsService -Name RTCCHAT -ComputerName " + CHAT3;
        broken(CHAT3, "refuses-to-stop");
        assertRefused(stop, "Cannot stop service RTCCHAT");
        broken(CHAT3, "disabled");
        cmdlet(stop);
        assertRefused(start, "Cannot start service RTCCHAT");
        broken(CHAT3, "missing");
        assertRefused(start, "was not found");
        assertThat(rows("Get-CsWindowsService -ComputerName " + CHAT3)).hasSize(1);
        broken(CHAT3, "none");
        cmdlet(start);
        assertThat(server(CHAT3)).contains("Running");
    }

    @Test
    void aServerThatStartedBeforeTheStateReachedItNeedsARestart() throws SQLException {
        RunningLab.run(client, "EXEC lab.dbo.stays_stuck N'" + CHAT1 + "'; ALTER DATABASE mgc SET PARTNER OFF");
        RunningLab.run(client, "ALTER DATABASE mgc SET OFFLINE WITH ROLLBACK IMMEDIATE");
        try {
            int before = events(CHAT1);
            cmdlet(SET + CHAT1);
            RunningLab.await("its event", () -> events(CHAT1) > before);
            RunningLab.run(client, "ALTER DATABASE mgc SET ONLINE");
            cmdlet(SET + "@{Add=\"" + CHAT2 + "\"}");
            awaitConnected(CHAT2, "backup");
            assertThat(server(CHAT1)).endsWith("none");
            cmdlet("Stop-CsWindowsService -Name RTCCHAT -ComputerName " + CHAT1);
            cmdlet("Start-CsWindowsService -Name RTCCHAT -ComputerName " + CHAT1);
            awaitConnected(CHAT1, "backup");
        } finally {
            RunningLab.run(client, "IF DB_ID(N'mgc') IS NOT NULL ALTER DATABASE mgc SET ONLINE");
        }
    }

    private int events(String server) throws SQLException {
        try (Connection primary = lab.primary()) {
            return Integer.parseInt(RunningLab.value(
                    primary,
                    "SELECT COUNT(*) FROM lab.dbo.statement_log WHERE statement LIKE N'Event 53530%'"
                            + " AND application LIKE N'%" + server + "'"));
        }
    }

    private void broken(String server, String how) throws SQLException {
        RunningLab.run(client, "EXEC lab.dbo.break_service N'" + server + "', N'" + how + "'");
    }

    private void cmdlet(String line) throws SQLException {
        RunningLab.run(client, "EXEC lab.dbo.cmdlet N'" + line.replace("'", "''") + "'");
    }

    private List<List<String>> rows(String line) throws SQLException {
        return RunningLab.rows(client, "EXEC lab.dbo.cmdlet N'" + line.replace("'", "''") + "'");
    }

    private void assertRefused(String line, String words) {
        List<String> active = chat.activeServers();
        assertThatThrownBy(() -> cmdlet(line))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        error -> assertThat(error.getErrorCode()).isEqualTo(50000))
                .hasMessageContaining(words);
        assertThat(chat.activeServers()).isEqualTo(active);
        assertThat(chat.poolState()).isEqualTo(PoolState.FAILED_OVER);
    }

    private List<String> server(String fqdn) throws SQLException {
        return RunningLab.rows(client, "EXEC lab.dbo.chat_servers").stream()
                .filter(row -> row.get(0).equals(fqdn))
                .findFirst()
                .orElseThrow();
    }

    private void awaitConnected(String fqdn, String side) throws SQLException {
        RunningLab.await(
                fqdn + " connected to " + side, () -> server(fqdn).get(5).equals(side));
    }

    private long messages() throws SQLException {
        return Long.parseLong(RunningLab.value(client, "SELECT COUNT_BIG(*) FROM mgc.dbo.tblChat"));
    }

    private List<List<String>> sessions(String host) throws SQLException {
        return RunningLab.rows(
                client, "SELECT session_id, login_time FROM sys.dm_exec_sessions WHERE host_name = N'" + host + "'");
    }
}
