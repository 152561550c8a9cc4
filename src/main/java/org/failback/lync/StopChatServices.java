package org.failback.lync;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.failback.estate.Estate;
import org.failback.step.Command;
import org.failback.step.Entry;
import org.failback.step.Facts;
import org.failback.step.Finding;
import org.failback.step.Gate;
import org.failback.step.Run;
import org.failback.step.Step;

/**
 * Stops the chat service where it runs: the one documented way to end connections that were made before the list was
 * cleared. The compliance service stays, since it has rows to process.
 */
public final class StopChatServices implements Step {
    static final String NAME = "stopChatServices";

    private final Estate estate;
    private final ChatPoolReader reader;
    private final ChatServices services;

    public StopChatServices(Estate estate, ChatPoolReader reader) {
        this.estate = estate;
        this.reader = reader;
        this.services = new ChatServices(estate);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "Stop the chat services";
    }

    @Override
    public Gate gate() {
        return Gate.OUTAGE_AND_PLAN;
    }

    @Override
    public boolean onlyIfNeeded() {
        return true;
    }

    @Override
    public Finding look(Run run) {
        List<LocalServer> servers = reader.servers(estate.chatServers());
        Map<String, String> evidence = ChatServices.evidence(servers);
        List<String> running = ChatServices.runningOn(servers);
        if (running.isEmpty()) {
            return Finding.done("No chat service runs.", evidence);
        }
        if (GoingLive.begun(run)) {
            return GoingLive.tooLate(evidence);
        }
        List<String> elsewhere = servers.stream()
                .filter(server -> running.contains(server.fqdn()))
                .filter(server -> !server.state().equals(ChatPool.FAILED_OVER))
                .map(LocalServer::fqdn)
                .toList();
        if (!elsewhere.isEmpty()) {
            return Finding.blocked(
                    "The replicas of " + String.join(", ", elsewhere) + " do not say that the pool is FailedOver.",
                    "Wait until replication has reached them, or find out who changed the pool's state.",
                    "Lync administrator",
                    evidence);
        }
        TreeSet<String> names = ChatServices.names(servers);
        if (names.size() != 1) {
            return Finding.blocked(
                    "The chat service has more than one name: " + String.join(", ", names) + ".",
                    "Stop the chat services by hand (Stop-CsWindowsService), then try again.",
                    "Lync administrator",
                    evidence);
        }
        return Finding.needed("The chat service runs on " + String.join(", ", running) + ".", evidence);
    }

    /** Where it ran when this run first looked stays known, so that going back starts it there and nowhere else. */
    @Override
    public Map<String, String> facts(Run run) {
        if (run.fact(ChatServices.RAN_ON).isPresent()) {
            return Map.of();
        }
        Map<String, String> seen = run.lastFound(NAME)
                .map(Entry::data)
                .filter(found -> found.containsKey(ChatServices.RUNS_ON))
                .orElseGet(() -> ChatServices.evidence(reader.servers(estate.chatServers())));
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(ChatServices.SERVICE, seen.get(ChatServices.NAME_SEEN));
        facts.put(ChatServices.RAN_ON, seen.get(ChatServices.RUNS_ON));
        return facts;
    }

    @Override
    public List<Command> commands(Facts facts) {
        return services.commands(
                Operation.STOP_SERVICE,
                "Stop-CsWindowsService",
                "Ends every chat connection to this server; runs only if people decide so because chat is not quiet.",
                facts);
    }
}
