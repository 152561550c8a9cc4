package org.failback.lab.lync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/** What the product's scripts do, cmdlet by cmdlet and in their order. */
final class Operations {
    private final Cmdlets cmdlets;
    private final JsonNode input;
    private final ObjectNode answer;
    private final Optional<String> chatServer;
    private final Function<String, ChatServerMachine> machines;

    Operations(
            Cmdlets cmdlets,
            JsonNode input,
            ObjectNode answer,
            Optional<String> chatServer,
            Function<String, ChatServerMachine> machines) {
        this.cmdlets = cmdlets;
        this.input = input;
        this.answer = answer;
        this.chatServer = chatServer;
        this.machines = machines;
    }

    void perform(String operation) throws CmdletError, Denied, InterruptedException {
        switch (operation) {
            case "pool/read" -> read();
            case "pool/clear-active" -> {
                guard();
                cmdlets.replaceActiveServers(identity(), List.of());
                answer.set("after", pool());
            }
            case "pool/set-active" -> {
                guard();
                cmdlets.replaceActiveServers(identity(), texts("servers"));
                answer.set("after", pool());
            }
            case "pool/set-state" -> {
                guard();
                cmdlets.setStateOfObject(identity(), input.path("target").asText());
                answer.set("after", pool());
            }
            case "pool/replication" -> {
                cmdlets.replicationStatus(texts("servers"), answer.putArray("replicas"));
                cmdlets.masterStatus(answer.putObject("master"));
            }
            case "pool/replicate" -> {
                guard();
                for (String server : texts("servers")) {
                    cmdlets.replicate(server);
                }
                answer.set("after", pool());
            }
            case "server/read" -> answer.set("local", local());
            case "server/stop-service" -> setRunning(false);
            case "server/start-service" -> setRunning(true);
            default -> throw CmdletError.notModelled("the operation " + operation);
        }
    }

    private void read() throws CmdletError, Denied, InterruptedException {
        ObjectNode pool = pool();
        ObjectNode databases = pool.putObject("databases");
        databases(databases, "", cmdlets.topology().chat());
        databases(databases, "Compliance", cmdlets.topology().compliance());
        cmdlets.stores(pool.putArray("stores"));
        answer.set("pool", pool);
    }

    private static void databases(ObjectNode into, String role, LyncTopology.Stores stores) {
        String property = "PersistentChat" + role + "Database";
        into.put(property, property + ":" + stores.primary().host());
        into.put("Mirror" + property, property + ":" + stores.mirror().host());
        into.put("Backup" + property, property + ":" + stores.backup().host());
        into.put(
                "BackupMirror" + property,
                property + ":" + stores.backupMirror().host());
    }

    private ObjectNode pool() throws CmdletError, Denied, InterruptedException {
        Optional<List<String>> service = cmdlets.activeServers();
        LyncTopology topology = cmdlets.topology();
        List<PoolState> states = cmdlets.poolStates();
        if (service.isEmpty()
                || !topology.pool().equalsIgnoreCase(input.path("pool").asText())) {
            throw new Denied(
                    "pool",
                    "0 Persistent Chat services have the pool "
                            + input.path("pool").asText() + ".");
        }
        ObjectNode pool = answer.objectNode();
        pool.put("pools", 1);
        pool.put("identity", topology.identity());
        pool.put("version", String.valueOf(topology.version()));
        List<String> active = service.get();
        active.forEach(pool.putArray("active")::add);
        topology.chatServers().stream()
                .filter(server -> !active.contains(server))
                .forEach(pool.putArray("inactive")::add);
        put(states, pool.putArray("states"));
        return pool;
    }

    private void guard() throws CmdletError, Denied, InterruptedException {
        ObjectNode before = pool();
        answer.set("before", before);
        String state = String.join(" ", texts(before.path("states")));
        String expected = input.path("state").asText();
        if (!state.equalsIgnoreCase(expected)) {
            throw new Denied("state", "The pool is '" + state + "', not " + expected + ".");
        }
        if (!sorted(before.path("active")).equals(sorted(input.path("active")))) {
            throw new Denied(
                    "active",
                    "Active are '" + String.join(" ", texts(before.path("active"))) + "', not '"
                            + String.join(" ", texts("active")) + "'.");
        }
        answer.put("at", cmdlets.now().toString());
    }

    private ObjectNode local() throws CmdletError, InterruptedException {
        ChatServerMachine machine = machine();
        ObjectNode local = answer.objectNode();
        put(cmdlets.localStates(machine), local.putArray("states"));
        ArrayNode services = local.putArray("services");
        for (WindowsService service : cmdlets.services(machine)) {
            services.addObject()
                    .put("name", service.name())
                    .put("displayName", service.displayName())
                    .put("compliance", service.compliance())
                    .put("status", service.status().toString());
        }
        return local;
    }

    private static void put(List<PoolState> states, ArrayNode into) {
        states.forEach(state -> into.add(state.toString()));
    }

    private void setRunning(boolean running) throws CmdletError, Denied, InterruptedException {
        ObjectNode before = local();
        answer.set("before", before);
        String state = String.join(" ", texts(before.path("states")));
        if (!state.equalsIgnoreCase(input.path("state").asText())) {
            throw new Denied(
                    "state",
                    "The local replica says '" + state + "', not "
                            + input.path("state").asText() + ".");
        }
        String service = input.path("service").asText();
        boolean there = false;
        for (JsonNode known : before.path("services")) {
            there |= known.path("name").asText().equals(service);
        }
        if (!there) {
            throw new Denied("service", service + " is no Persistent Chat service here.");
        }
        cmdlets.setRunning(
                (running ? "Start" : "Stop") + "-CsWindowsService -Name " + service + " -Confirm:$false",
                machine(),
                service,
                running,
                true);
        answer.set("after", local());
    }

    private ChatServerMachine machine() throws CmdletError {
        if (chatServer.isEmpty()) {
            throw CmdletError.notModelled("chat services on the management server");
        }
        return machines.apply(chatServer.get());
    }

    private String identity() {
        String configured = input.path("identity").asText("");
        return configured.isEmpty() ? answer.path("before").path("identity").asText() : configured;
    }

    private List<String> texts(String field) {
        return texts(input.path(field));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(node -> texts.add(node.asText()));
        return texts;
    }

    private static TreeSet<String> sorted(JsonNode array) {
        TreeSet<String> names = new TreeSet<>();
        array.forEach(node -> names.add(node.asText().toLowerCase(Locale.ROOT)));
        return names;
    }
}
