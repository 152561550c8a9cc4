package org.failback.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.failback.step.RemoteFailure;

/** What the cmdlets answer to the product's scripts. */
final class Cmdlets {
    private static JsonNode read(Shell shell) {
        return shell.management("pool/read", Map.of());
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(one -> texts.add(one.asText()));
        return texts;
    }

    private static List<String> servers(Shell shell) {
        JsonNode pool = read(shell).path("pool");
        List<String> all = texts(pool.path("active"));
        all.addAll(texts(pool.path("inactive")));
        return all;
    }

    @Promise(source = "Get-CsService, -PersistentChatServer; Get-CsPersistentChatState")
    void thePoolHasOneServiceOneStateAndTwoLists(Shell shell) {
        JsonNode answer = read(shell);
        assertThat(answer.path("ok").asBoolean()).isTrue();
        assertThat(Instant.parse(answer.path("utc").asText())).isNotNull();
        JsonNode pool = answer.path("pool");
        assertThat(pool.path("identity").asText()).endsWith(shell.pool().fqdn());
        assertThat(pool.path("version").asText()).isNotEmpty();
        assertThat(texts(pool.path("states"))).singleElement().isIn("Normal", "FailedOver");
        assertThat(pool.path("active").isArray()).isTrue();
        assertThat(pool.path("inactive").isArray()).isTrue();
        assertThat(servers(shell)).as("servers of the pool").isNotEmpty().doesNotHaveDuplicates();
    }

    @Promise(source = "experience: the service's database properties name identities as Role:host")
    void theServiceNamesItsDatabasesAndTheTopologyTheirInstances(Shell shell) {
        JsonNode pool = read(shell).path("pool");
        String chat = pool.path("databases").path("PersistentChatDatabase").asText();
        assertThat(chat).matches("[^:]+:\\s?[\\w.-]+");
        assertThat(pool.path("databases").path("BackupPersistentChatDatabase").asText())
                .isNotEmpty();
        List<String> identities = new ArrayList<>();
        pool.path("stores")
                .forEach(store -> identities.add(store.path("identity").asText()));
        assertThat(identities).anyMatch(chat::equalsIgnoreCase);
    }

    @Promise(source = "Get-CsManagementStoreReplicationStatus, with and without -CentralManagementStoreStatus")
    void eachServerHasAReplicaAndTheMasterABeat(Shell shell) {
        List<String> servers = servers(shell);
        JsonNode answer = shell.management("pool/replication", Map.of("servers", servers));
        List<String> replicas = new ArrayList<>();
        answer.path("replicas").forEach(replica -> {
            replicas.add(replica.path("server").asText().toLowerCase(java.util.Locale.ROOT));
            assertThat(replica.path("upToDate").isBoolean()).isTrue();
        });
        assertThat(replicas)
                .containsExactlyInAnyOrderElementsOf(servers.stream()
                        .map(server -> server.toLowerCase(java.util.Locale.ROOT))
                        .toList());
        assertThat(answer.path("master").path("server").asText()).isNotEmpty();
        assertThat(Instant.parse(answer.path("master").path("heartbeat").asText()))
                .isNotNull();
    }

    @Promise(source = "Get-CsPersistentChatState, -LocalStore; Get-CsWindowsService", needs = Need.CHAT_SERVER)
    void aChatServerKnowsTheStateAndItsServices(Shell shell) {
        JsonNode local = shell.chatServer("server/read", Map.of()).path("local");
        assertThat(texts(local.path("states"))).singleElement().isIn("Normal", "FailedOver");
        assertThat(local.path("services")).isNotEmpty();
        local.path("services").forEach(service -> {
            assertThat(service.path("name").asText()).isNotEmpty();
            assertThat(service.path("status").asText()).isNotEmpty();
        });
    }

    private static Map<String, Object> seen(Shell shell) {
        JsonNode pool = read(shell).path("pool");
        Map<String, Object> seen = new LinkedHashMap<>();
        seen.put("state", texts(pool.path("states")).get(0));
        // In no order: the list is a set, and comes back as the server likes.
        seen.put("active", texts(pool.path("active")).stream().sorted().toList());
        return seen;
    }

    @Promise(source = "Set-CsPersistentChatActiveServer; Invoke-CsManagementStoreReplication", needs = Need.CHANGE)
    void theListIsClearedAndSetBack(Shell shell) {
        Map<String, Object> before = seen(shell);
        assertThatThrownBy(
                        () -> shell.management("pool/clear-active", with(before, "active", List.of("nobody.example"))))
                .as("another list than the one that is there")
                .isInstanceOf(RemoteFailure.class);
        Map<String, Object> cleared = with(before, "active", List.of());
        setBack(
                        shell,
                        before,
                        cleared,
                        seen -> shell.management("pool/set-active", with(seen, "servers", before.get("active"))))
                .after(() -> {
                    shell.management("pool/clear-active", before);
                    assertThat(seen(shell)).isEqualTo(cleared);
                });
        assertThat(seen(shell)).isEqualTo(before);
        shell.management("pool/replicate", with(before, "servers", servers(shell)));
    }

    @Promise(source = "Set-CsPersistentChatState, -PoolState", needs = Need.CHANGE)
    void theStateIsSetAndSetBack(Shell shell) {
        Map<String, Object> before = seen(shell);
        String state = before.get("state").toString();
        String other = state.equals("Normal") ? "FailedOver" : "Normal";
        Map<String, Object> set = with(before, "state", other);
        setBack(shell, before, set, seen -> shell.management("pool/set-state", with(seen, "target", state)))
                .after(() -> {
                    shell.management("pool/set-state", with(before, "target", other));
                    assertThat(seen(shell)).isEqualTo(set);
                });
        assertThat(seen(shell)).isEqualTo(before);
    }

    @Promise(
            source = "Stop-CsWindowsService and Start-CsWindowsService",
            needs = {Need.CHANGE, Need.CHAT_SERVER})
    void aServiceIsStoppedAndStarted(Shell shell) {
        JsonNode local = shell.chatServer("server/read", Map.of()).path("local");
        String service = local.path("services").path(0).path("name").asText();
        Map<String, Object> guard = Map.of("state", texts(local.path("states")).get(0), "service", service);
        assertThat(status(shell))
                .as("the service, which is stopped only where it runs")
                .isEqualTo("Running");
        new SetBack<>(
                        "Running",
                        "Stopped",
                        () -> status(shell),
                        seen -> shell.chatServer("server/start-service", guard),
                        "Start-CsWindowsService -Name " + service + " on "
                                + shell.pool().chatServer(),
                        Cmdlets::pause)
                .after(() -> {
                    shell.chatServer("server/stop-service", guard);
                    assertThat(status(shell)).isEqualTo("Stopped");
                });
    }

    private static String status(Shell shell) {
        return shell.chatServer("server/read", Map.of())
                .path("local")
                .path("services")
                .path(0)
                .path("status")
                .asText();
    }

    private static SetBack<Map<String, Object>> setBack(
            Shell shell,
            Map<String, Object> before,
            Map<String, Object> changed,
            Consumer<Map<String, Object>> restore) {
        return new SetBack<>(
                before,
                changed,
                () -> seen(shell),
                restore,
                "the pool " + shell.pool().fqdn() + " has to have the state " + before.get("state")
                        + " (Set-CsPersistentChatState) and the active servers " + before.get("active")
                        + " (Set-CsPersistentChatActiveServer).",
                Cmdlets::pause);
    }

    private static void pause(Duration pause) {
        LockSupport.parkNanos(pause.toNanos());
    }

    private static Map<String, Object> with(Map<String, Object> map, String name, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(map);
        changed.put(name, value);
        return changed;
    }
}
