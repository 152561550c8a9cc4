package org.failback.lab.lync;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The cmdlets, as one account runs them on one computer; each is written down, and each can fail. */
final class Cmdlets {
    private static final int MOST_ACTIVE = 4;

    private final LyncEstate estate;
    private final String account;
    private final String computer;
    private final long beginning;
    private final List<String> warnings = new ArrayList<>();

    Cmdlets(LyncEstate estate, String account, String computer) {
        this.estate = estate;
        this.account = account;
        this.computer = computer;
        this.beginning = estate.beginnings();
    }

    List<String> warnings() {
        return warnings;
    }

    LyncTopology topology() {
        return estate.topology();
    }

    /** {@code Get-CsService -PersistentChatServer}: the active servers of the one pool there is. */
    List<String> activeServers() throws CmdletError, InterruptedException {
        return central(
                "Get-CsService -PersistentChatServer", () -> estate.store().active());
    }

    PoolState poolState() throws CmdletError, InterruptedException {
        return central("Get-CsPersistentChatState", () -> estate.store().state());
    }

    void stores(ArrayNode into) throws CmdletError, InterruptedException {
        central(
                "Get-CsService -PersistentChatDatabase",
                () -> put(into, "PersistentChatDatabase", topology().chat()));
        central(
                "Get-CsService -PersistentChatComplianceDatabase",
                () -> put(into, "PersistentChatComplianceDatabase", topology().compliance()));
    }

    void setActiveServers(String identity, List<String> servers) throws CmdletError, InterruptedException {
        String list = servers.isEmpty()
                ? "$null"
                : servers.stream().map(s -> '"' + s + '"').collect(Collectors.joining(",", "@{Replace=", "}"));
        String cmdlet = "Set-CsPersistentChatActiveServer -Identity \"" + identity + "\" -ActiveServers " + list
                + " -Confirm:$false";
        change(cmdlet, identity, () -> {
            if (servers.size() > MOST_ACTIVE) {
                throw CmdletError.notModelled("more than " + MOST_ACTIVE + " active servers");
            }
            List<String> members = new ArrayList<>();
            for (String server : servers) {
                members.add(member(server));
            }
            estate.store().set(members, estate.clock().instant());
        });
    }

    void setState(String identity, String target) throws CmdletError, InterruptedException {
        String cmdlet = "Get-CsPersistentChatState | Where-Object {[string]$_.Identity -like \"*"
                + topology().pool() + "\"} | Set-CsPersistentChatState -PoolState " + target + " -Confirm:$false";
        change(cmdlet, identity, () -> {
            for (PoolState state : PoolState.values()) {
                if (state.toString().equalsIgnoreCase(target)) {
                    estate.store().set(state, estate.clock().instant());
                    return;
                }
            }
            throw new CmdletError(
                    "System.Management.Automation.ParameterBindingException",
                    "CannotConvertArgumentNoMessage,Set-CsPersistentChatState",
                    "Cannot bind parameter 'PoolState'. Cannot convert value \"" + target + "\".");
        });
    }

    void replicate(String server) throws CmdletError, InterruptedException {
        change(
                "Invoke-CsManagementStoreReplication -ReplicaFqdn " + server,
                topology().identity(),
                () -> estate.store().publishNow(estate.clock().instant()));
    }

    void replicationStatus(List<String> servers, ArrayNode into) throws CmdletError, InterruptedException {
        central("Get-CsManagementStoreReplicationStatus", () -> {
            for (ChatServerMachine machine : estate.machines().values()) {
                if (servers.stream().anyMatch(machine.fqdn()::equalsIgnoreCase)) {
                    Replica replica = machine.replica();
                    into.addObject()
                            .put("server", machine.fqdn())
                            .put("upToDate", replica.isUpToDate(estate.store()))
                            .put("lastStatusReport", replica.lastReport().toString())
                            .put(
                                    "lastUpdateCreation",
                                    replica.lastUpdateCreation().toString())
                            .put("version", topology().version() + ".0");
                }
            }
            return into;
        });
    }

    void masterStatus(ObjectNode into) throws CmdletError, InterruptedException {
        central(
                "Get-CsManagementStoreReplicationStatus -CentralManagementStoreStatus",
                () -> into.put("server", topology().managementServer())
                        .put("heartbeat", estate.clock().instant().toString())
                        .put("transferAgent", topology().managementServer())
                        .put("transferHeartbeat", estate.clock().instant().toString()));
    }

    PoolState localState(ChatServerMachine machine) throws CmdletError, InterruptedException {
        return run(
                "Get-CsPersistentChatState -LocalStore",
                false,
                () -> machine.replica().state());
    }

    void services(ChatServerMachine machine, ArrayNode into) throws CmdletError, InterruptedException {
        run("Get-CsWindowsService -ExcludeActivityLevel", false, () -> {
            service(machine, ChatServerMachine.CHAT, "Skype for Business Server Persistent Chat", false, into);
            service(
                    machine,
                    ChatServerMachine.COMPLIANCE,
                    "Skype for Business Server Persistent Chat Compliance",
                    true,
                    into);
            return into;
        });
    }

    void setRunning(ChatServerMachine machine, String service, boolean running)
            throws CmdletError, InterruptedException {
        run((running ? "Start" : "Stop") + "-CsWindowsService -Name " + service + " -Confirm:$false", false, () -> {
            machine.setRunning(service, running, estate.database());
            return machine;
        });
        warnings.addAll(estate.faults().takeWarnings());
    }

    Instant now() {
        return estate.clock().instant();
    }

    private interface Change {
        void make() throws CmdletError;
    }

    /** What a cmdlet does; it may refuse what it is given. */
    private interface Work<T> {
        T done() throws CmdletError;
    }

    private void change(String cmdlet, String identity, Change change) throws CmdletError, InterruptedException {
        central(cmdlet, () -> {
            if (!identity.equalsIgnoreCase(topology().identity())) {
                throw new CmdletError(
                        "System.Management.Automation.ManagementException",
                        "InvalidIdentity," + cmdlet.split(" ")[0],
                        "Cannot find \"" + identity + "\" because it does not exist.");
            }
            change.make();
            return identity;
        });
        warnings.addAll(estate.faults().takeWarnings());
    }

    private <T> T central(String cmdlet, Work<T> work) throws CmdletError, InterruptedException {
        return run(cmdlet, true, work);
    }

    private <T> T run(String cmdlet, boolean usesCentralStore, Work<T> work) throws CmdletError, InterruptedException {
        String outcome = "failed";
        try {
            estate.faults().before(cmdlet, usesCentralStore);
            T result;
            synchronized (estate) {
                if (estate.beginnings() != beginning) {
                    throw CmdletError.stopped(cmdlet.split(" ")[0]);
                }
                estate.tick();
                result = work.done();
                estate.tick();
            }
            estate.faults().after(cmdlet);
            outcome = "ok";
            return result;
        } finally {
            estate.log().add(account, "PowerShell on " + computer, cmdlet, outcome);
        }
    }

    private String member(String server) throws CmdletError {
        String fqdn = server.toLowerCase(Locale.ROOT);
        if (!estate.machines().containsKey(fqdn)) {
            throw new CmdletError(
                    "System.ArgumentException",
                    "System.ArgumentException,Set-CsPersistentChatActiveServer",
                    server + " is not in the pool " + topology().pool() + ".");
        }
        return fqdn;
    }

    private static ArrayNode put(ArrayNode into, String role, LyncTopology.Stores stores) {
        stores.all().stream()
                .distinct()
                .forEach(store -> into.addObject()
                        .put("identity", role + ":" + store.host())
                        .put("host", store.host())
                        .put("instance", store.instance()));
        return into;
    }

    private static void service(
            ChatServerMachine machine, String name, String display, boolean compliance, ArrayNode into) {
        into.addObject()
                .put("name", name)
                .put("displayName", display)
                .put("compliance", compliance)
                .put("status", machine.isRunning(name) ? "Running" : "Stopped");
    }
}
