package org.failback.lab.lync;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** The cmdlets, as one account runs them on one computer; each is written down, and each can fail. */
final class Cmdlets {
    private static final int MOST_ACTIVE = 4;

    private final LyncEstate estate;
    private final CmdletFaults faults;
    private final String account;
    private final String computer;
    private final long beginning;
    private final List<String> warnings = new ArrayList<>();
    private final Clixml errors;
    private final BooleanSupplier leaves;

    /** @param errors takes the errors that do not end a script */
    Cmdlets(LyncEstate estate, CmdletFaults faults, String account, String computer, Clixml errors) {
        this(estate, faults, account, computer, errors, () -> false);
    }

    /** @param leaves whether whoever typed a cmdlet that waits has gone */
    Cmdlets(
            LyncEstate estate,
            CmdletFaults faults,
            String account,
            String computer,
            Clixml errors,
            BooleanSupplier leaves) {
        this.leaves = leaves;
        this.estate = estate;
        this.faults = faults;
        this.account = account;
        this.computer = computer;
        this.errors = errors;
        this.beginning = estate.beginnings();
    }

    List<String> warnings() {
        return warnings;
    }

    LyncTopology topology() {
        return estate.topology();
    }

    /** {@code Get-CsService -PersistentChatServer}: the active servers of the one pool there is, if it is told. */
    Optional<List<String>> activeServers() throws CmdletError, InterruptedException {
        return central(
                "Get-CsService -PersistentChatServer",
                Optional.empty(),
                () -> Optional.of(estate.store().active()));
    }

    /** {@code Get-CsPersistentChatState}: a row for each pool whose state was ever set. */
    List<PoolState> poolStates() throws CmdletError, InterruptedException {
        return central(
                "Get-CsPersistentChatState",
                List.of(),
                () -> estate.store().state().stream().toList());
    }

    void stores(ArrayNode into) throws CmdletError, InterruptedException {
        central(
                "Get-CsService -PersistentChatDatabase",
                into,
                () -> put(into, "PersistentChatDatabase", topology().chat()));
        central(
                "Get-CsService -PersistentChatComplianceDatabase",
                into,
                () -> put(into, "PersistentChatComplianceDatabase", topology().compliance()));
    }

    /** The runner's way: {@code $null}, or a list that replaces the other. */
    void replaceActiveServers(String identity, List<String> servers) throws CmdletError, InterruptedException {
        String list = servers.isEmpty()
                ? "$null"
                : servers.stream().map(s -> '"' + s + '"').collect(Collectors.joining(",", "@{Replace=", "}"));
        modifyActiveServers(
                "Set-CsPersistentChatActiveServer -Identity \"" + identity + "\" -ActiveServers " + list
                        + " -Confirm:$false",
                identity,
                ListModifier.replace(servers));
    }

    void modifyActiveServers(String cmdlet, String identity, ListModifier modifier)
            throws CmdletError, InterruptedException {
        change(cmdlet, identity, () -> {
            List<String> members = modifier.appliedTo(estate.store().active());
            if (members.size() > MOST_ACTIVE) {
                throw CmdletError.notModelled("more than " + MOST_ACTIVE + " active servers");
            }
            for (String server : members) {
                demandMember(server);
            }
            estate.store().set(members, estate.clock().instant());
        });
    }

    /** The runner's way: on the object that was read. */
    void setStateOfObject(String identity, String target) throws CmdletError, InterruptedException {
        setState(
                "Get-CsPersistentChatState | Where-Object {[string]$_.Identity -like \"*"
                        + topology().pool() + "\"} | Set-CsPersistentChatState -PoolState " + target
                        + " -Confirm:$false",
                identity,
                target);
    }

    void setState(String cmdlet, String identity, String target) throws CmdletError, InterruptedException {
        change(cmdlet, identity, () -> {
            for (PoolState state : PoolState.values()) {
                if (state.toString().equalsIgnoreCase(target)) {
                    estate.store().set(Optional.of(state), estate.clock().instant());
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
                () -> {
                    demandMember(server.toLowerCase(Locale.ROOT));
                    estate.store().publishNow(estate.clock().instant());
                });
    }

    void replicationStatus(List<String> servers, ArrayNode into) throws CmdletError, InterruptedException {
        central("Get-CsManagementStoreReplicationStatus", into, () -> {
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
                into,
                () -> into.put("server", topology().managementServer())
                        .put("heartbeat", estate.clock().instant().toString())
                        .put("transferAgent", topology().managementServer())
                        .put("transferHeartbeat", estate.clock().instant().toString()));
    }

    List<PoolState> localStates(ChatServerMachine machine) throws CmdletError, InterruptedException {
        return run(
                "Get-CsPersistentChatState -LocalStore",
                false,
                List.of(),
                () -> machine.replica().state().stream().toList());
    }

    List<WindowsService> services(ChatServerMachine machine) throws CmdletError, InterruptedException {
        return run(
                "Get-CsWindowsService -ExcludeActivityLevel",
                false,
                List.of(),
                () -> machine.services(estate.behaviour()));
    }

    /** Starts or stops a service and waits until it has happened, unless it is told not to. */
    void setRunning(String cmdlet, ChatServerMachine machine, String service, boolean running, boolean wait)
            throws CmdletError, InterruptedException {
        run(cmdlet, false, machine, new Work<>() {
            @Override
            public ChatServerMachine done() throws CmdletError {
                machine.order(service, running, estate.clock().instant(), estate.behaviour());
                return machine;
            }

            @Override
            public boolean isSettled() {
                return !wait || machine.service(service).isSettled();
            }
        });
        warnings.addAll(faults.takeWarnings(cmdlet));
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

        /** Whether what was asked for has come about; the cmdlet returns only then. */
        default boolean isSettled() {
            return true;
        }
    }

    private void change(String cmdlet, String identity, Change change) throws CmdletError, InterruptedException {
        central(cmdlet, identity, () -> {
            if (!topology().isMeantBy(identity)) {
                throw new CmdletError(
                        "System.Management.Automation.ManagementException",
                        "InvalidIdentity," + cmdlet.split(" ")[0],
                        "Cannot find \"" + identity + "\" because it does not exist.");
            }
            change.make();
            return identity;
        });
        warnings.addAll(faults.takeWarnings(cmdlet));
    }

    private <T> T central(String cmdlet, T nothing, Work<T> work) throws CmdletError, InterruptedException {
        return run(cmdlet, true, nothing, work);
    }

    private <T> T run(String cmdlet, boolean usesCentralStore, T nothing, Work<T> work)
            throws CmdletError, InterruptedException {
        String outcome = "failed";
        try {
            Optional<CmdletError> written = faults.before(cmdlet, usesCentralStore);
            if (written.isPresent()) {
                errors.error(cmdlet, written.get());
                return nothing;
            }
            T result;
            synchronized (estate) {
                demandSameBeginning(cmdlet);
                estate.tick();
                result = work.done();
                estate.tick();
                while (!work.isSettled()) {
                    if (leaves.getAsBoolean()) {
                        throw CmdletError.stopped(cmdlet);
                    }
                    estate.awaitTick();
                    demandSameBeginning(cmdlet);
                }
            }
            // From here on its effect is had, even where whoever sent it is gone before it returns.
            outcome = "ok";
            try {
                faults.after(cmdlet);
            } catch (CmdletError reported) {
                outcome = "failed";
                throw reported;
            }
            return result;
        } finally {
            estate.log().add(account, "PowerShell on " + computer, cmdlet, outcome);
        }
    }

    private void demandSameBeginning(String cmdlet) throws CmdletError {
        if (estate.beginnings() != beginning) {
            throw CmdletError.stopped(cmdlet);
        }
    }

    private void demandMember(String server) throws CmdletError {
        if (!estate.machines().containsKey(server)) {
            throw new CmdletError(
                    "System.ArgumentException",
                    "System.ArgumentException,Set-CsPersistentChatActiveServer",
                    server + " is not in the pool " + topology().pool() + ".");
        }
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
}
