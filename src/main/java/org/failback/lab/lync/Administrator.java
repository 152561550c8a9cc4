package org.failback.lab.lync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Somebody who types cmdlets at the management server and answers every question with yes. Only the command lines of the
 * cmdlets that matter for a failback are read, word by word; nothing in them is evaluated.
 */
public final class Administrator {
    private static final String ACCOUNT = "LAB\\lync-admin";
    private static final List<String> DATABASES = List.of("", "Mirror", "Backup", "BackupMirror");

    /**
     * What a cmdlet wrote.
     *
     * @param columns none for a cmdlet that writes no objects
     */
    public record Output(List<String> columns, List<List<String>> rows) {
        static Output none() {
            return new Output(List.of(), List.of());
        }
    }

    private final LyncEstate estate;
    private final Cmdlets cmdlets;

    Administrator(LyncEstate estate, BooleanSupplier leaves) {
        this.estate = estate;
        this.cmdlets = new Cmdlets(
                estate, new CmdletFaults(), ACCOUNT, estate.topology().managementServer(), new Clixml(), leaves);
    }

    /**
     * Runs one command line.
     *
     * @throws CmdletError what the cmdlet brings, or what the lab does not model
     */
    public Output run(String commandLine) throws CmdletError, InterruptedException {
        CmdletLine line = CmdletLine.parse(commandLine);
        return switch (line.cmdlet().toLowerCase(Locale.ROOT)) {
            case "set-cspersistentchatactiveserver" -> setActiveServers(line, commandLine.strip());
            case "set-cspersistentchatstate" -> setState(line, commandLine.strip());
            case "get-cspersistentchatstate" -> states(line);
            case "get-csservice" -> service(line);
            case "get-csmanagementstorereplicationstatus" -> replication(line);
            case "invoke-csmanagementstorereplication" -> replicate(line);
            case "get-cswindowsservice" -> services(line);
            case "start-cswindowsservice" -> setRunning(line, commandLine.strip(), true);
            case "stop-cswindowsservice" -> setRunning(line, commandLine.strip(), false);
            default -> throw CmdletError.notModelled("the cmdlet " + line.cmdlet());
        };
    }

    private Output setActiveServers(CmdletLine line, String text) throws CmdletError, InterruptedException {
        line.allow(CmdletLine.POSITION, "Identity", "ActiveServers", "Confirm", "Force");
        CmdletLine.Value list = line.value("ActiveServers").orElseThrow(() -> missing(line.cmdlet(), "ActiveServers"));
        String given = identity(line);
        // The help for Lync Server 2013 calls the one list there is global.
        boolean global = given.equalsIgnoreCase("global") && estate.topology().version() == 6;
        cmdlets.modifyActiveServers(text, global ? estate.topology().identity() : given, ListModifier.of(list));
        return Output.none();
    }

    private Output setState(CmdletLine line, String text) throws CmdletError, InterruptedException {
        line.allow(CmdletLine.POSITION, "Identity", "PoolState", "Confirm", "Force");
        String state = line.text("PoolState").orElseThrow(() -> missing(line.cmdlet(), "PoolState"));
        cmdlets.setState(text, identity(line), state);
        return Output.none();
    }

    private Output states(CmdletLine line) throws CmdletError, InterruptedException {
        line.allow(CmdletLine.POSITION, "Identity");
        Optional<String> identity = line.text("Identity").or(() -> line.text(CmdletLine.POSITION));
        List<List<String>> rows = new ArrayList<>();
        for (PoolState state : cmdlets.poolStates()) {
            if (identity.map(estate.topology()::isMeantBy).orElse(true)) {
                rows.add(List.of(estate.topology().identity(), state.toString()));
            }
        }
        return new Output(List.of("Identity", "PoolState"), rows);
    }

    /** The topology object of the pool's service, with the properties that a failback needs. */
    private Output service(CmdletLine line) throws CmdletError, InterruptedException {
        line.allow("PersistentChatServer", "PoolFqdn");
        if (!line.has("PersistentChatServer")) {
            throw CmdletError.notModelled("Get-CsService for another role than -PersistentChatServer");
        }
        LyncTopology topology = estate.topology();
        List<String> columns =
                new ArrayList<>(List.of("Identity", "PoolFqdn", "Version", "ActiveServers", "InactiveServers"));
        List<String> row = new ArrayList<>();
        List<String> active = cmdlets.activeServers().orElse(List.of());
        row.add(topology.identity());
        row.add(topology.pool());
        row.add(String.valueOf(topology.version()));
        row.add(String.join(", ", active));
        row.add(String.join(
                ", ",
                topology.chatServers().stream()
                        .filter(server -> !active.contains(server))
                        .toList()));
        databases("PersistentChatDatabase", topology.chat(), columns, row);
        databases("PersistentChatComplianceDatabase", topology.compliance(), columns, row);
        boolean meant =
                line.text("PoolFqdn").map(topology.pool()::equalsIgnoreCase).orElse(true);
        return new Output(columns, meant ? List.of(row) : List.of());
    }

    private static void databases(String property, LyncTopology.Stores stores, List<String> columns, List<String> row) {
        for (int i = 0; i < DATABASES.size(); i++) {
            columns.add(DATABASES.get(i) + property);
            row.add(property + ":" + stores.all().get(i).host());
        }
    }

    private Output replication(CmdletLine line) throws CmdletError, InterruptedException {
        line.allow("ReplicaFqdn");
        List<String> servers =
                line.text("ReplicaFqdn").map(List::of).orElse(estate.topology().chatServers());
        ArrayNode replicas = JsonNodeFactory.instance.arrayNode();
        cmdlets.replicationStatus(servers, replicas);
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode replica : replicas) {
            rows.add(List.of(
                    replica.path("upToDate").asBoolean() ? "True" : "False",
                    replica.path("server").asText(),
                    replica.path("lastStatusReport").asText(),
                    replica.path("lastUpdateCreation").asText(),
                    replica.path("version").asText()));
        }
        return new Output(
                List.of("UpToDate", "ReplicaFqdn", "LastStatusReport", "LastUpdateCreation", "ProductVersion"), rows);
    }

    private Output replicate(CmdletLine line) throws CmdletError, InterruptedException {
        line.allow("ReplicaFqdn", "Force");
        List<String> servers =
                line.text("ReplicaFqdn").map(List::of).orElse(estate.topology().chatServers());
        for (String server : servers) {
            cmdlets.replicate(server);
        }
        return Output.none();
    }

    private Output services(CmdletLine line) throws CmdletError, InterruptedException {
        line.allow(CmdletLine.POSITION, "Name", "ComputerName", "ExcludeActivityLevel");
        Optional<String> name = line.text("Name").or(() -> line.text(CmdletLine.POSITION));
        List<List<String>> rows = new ArrayList<>();
        for (WindowsService service : cmdlets.services(machine(line))) {
            if (name.map(service.name()::equalsIgnoreCase).orElse(true)) {
                rows.add(List.of(service.status().toString(), service.name(), service.displayName()));
            }
        }
        return new Output(List.of("Status", "Name", "DisplayName"), rows);
    }

    private Output setRunning(CmdletLine line, String text, boolean running) throws CmdletError, InterruptedException {
        line.allow(CmdletLine.POSITION, "Name", "ComputerName", "NoWait", "Confirm");
        ChatServerMachine machine = machine(line);
        Optional<String> name = line.text("Name").or(() -> line.text(CmdletLine.POSITION));
        List<WindowsService> meant = machine.services(estate.behaviour()).stream()
                .filter(service -> name.map(service.name()::equalsIgnoreCase).orElse(true))
                .toList();
        if (meant.isEmpty()) {
            throw ServiceDefect.MISSING.error(name.orElse("of Persistent Chat"), running);
        }
        for (WindowsService service : meant) {
            cmdlets.setRunning(text, machine, service.name(), running, !line.has("NoWait"));
        }
        return Output.none();
    }

    private ChatServerMachine machine(CmdletLine line) throws CmdletError {
        String computer = line.text("ComputerName").orElse(estate.topology().managementServer());
        ChatServerMachine machine = estate.machines().get(computer.toLowerCase(Locale.ROOT));
        if (machine == null) {
            throw CmdletError.notModelled("Windows services of " + computer + ", which is no chat server");
        }
        return machine;
    }

    /** Optional for both cmdlets; then it is the one pool there is. */
    private String identity(CmdletLine line) {
        return line.text("Identity")
                .or(() -> line.text(CmdletLine.POSITION))
                .orElse(estate.topology().identity());
    }

    private static CmdletError missing(String cmdlet, String parameter) {
        return new CmdletError(
                "System.Management.Automation.ParameterBindingException",
                "MissingMandatoryParameter," + cmdlet,
                "Cannot process command because of one or more missing mandatory parameters: " + parameter + ".");
    }
}
