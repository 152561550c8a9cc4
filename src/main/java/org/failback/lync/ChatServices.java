package org.failback.lync;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.failback.estate.ChatServer;
import org.failback.estate.Estate;
import org.failback.step.Command;
import org.failback.step.Facts;

/** The chat service on each server of the pool, and the cmdlets that stop and start it. */
final class ChatServices {
    /** Fact: short name of the service, the same on every server. */
    static final String SERVICE = "chatService";
    /** Fact: FQDNs of the servers on which this run found it running, with commas. */
    static final String RAN_ON = "chatServiceRanOn";

    /** Keys of the evidence. */
    static final String NAME_SEEN = "chat service";

    static final String RUNS_ON = "runs on";

    private final Estate estate;
    private final Inputs inputs;

    ChatServices(Estate estate) {
        this.estate = estate;
        this.inputs = new Inputs(estate);
    }

    /** Names of the chat service; more than one where servers differ. */
    static TreeSet<String> names(List<LocalServer> servers) {
        TreeSet<String> names = new TreeSet<>();
        servers.forEach(server -> server.chatServices().forEach(service -> names.add(service.name())));
        return names;
    }

    static List<String> runningOn(List<LocalServer> servers) {
        return servers.stream()
                .filter(server -> server.chatServices().stream().anyMatch(service -> !service.isStopped()))
                .map(LocalServer::fqdn)
                .toList();
    }

    static Map<String, String> evidence(List<LocalServer> servers) {
        Map<String, String> evidence = new LinkedHashMap<>();
        evidence.put(NAME_SEEN, String.join(",", names(servers)));
        evidence.put(RUNS_ON, String.join(",", runningOn(servers)));
        servers.forEach(server -> evidence.put(server.fqdn(), server.servicesInWords()));
        return evidence;
    }

    /** One cmdlet for each server concerned; before that is known, one for each server of the pool. */
    List<Command> commands(Operation operation, String cmdlet, String effect, Facts facts) {
        List<String> concerned = List.of(facts.get(RAN_ON).split(","));
        return estate.chatServers().stream()
                .filter(server -> !facts.knows(RAN_ON) || concerned.contains(server.fqdn()))
                .map(server -> command(server, operation, cmdlet, effect, facts))
                .toList();
    }

    private Command command(ChatServer server, Operation operation, String cmdlet, String effect, Facts facts) {
        Map<String, Object> input = inputs.ofServer(server.fqdn());
        input.put("state", ChatPool.FAILED_OVER);
        input.put("service", facts.get(SERVICE));
        return new Command.Cmdlet(
                server.endpoint(),
                server.fqdn(),
                effect,
                operation.path(),
                input,
                cmdlet + " -Name " + facts.get(SERVICE) + " -Confirm:$false");
    }
}
