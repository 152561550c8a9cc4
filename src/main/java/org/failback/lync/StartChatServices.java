package org.failback.lync;

import java.util.List;
import java.util.Map;
import org.failback.estate.ChatServer;
import org.failback.estate.Estate;
import org.failback.step.Command;
import org.failback.step.Facts;
import org.failback.step.Finding;
import org.failback.step.Gate;
import org.failback.step.Run;
import org.failback.step.Step;

/**
 * Starts the chat service again on the servers on which this run stopped it: on the way back, and before the pool goes
 * live, while its state is still FailedOver and no server is active.
 */
public final class StartChatServices implements Step {
    private final Estate estate;
    private final ChatPoolReader reader;
    private final ChatServices services;

    public StartChatServices(Estate estate, ChatPoolReader reader) {
        this.estate = estate;
        this.reader = reader;
        this.services = new ChatServices(estate);
    }

    @Override
    public String name() {
        return "startChatServices";
    }

    @Override
    public String title() {
        return "Start the chat services again";
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
        if (!run.intended(StopChatServices.NAME)) {
            return Finding.done("This run never stopped a chat service.", Map.of());
        }
        List<String> ran = List.of(run.fact(ChatServices.RAN_ON).orElse("").split(","));
        List<ChatServer> concerned = estate.chatServers().stream()
                .filter(server -> ran.contains(server.fqdn()))
                .toList();
        List<LocalServer> servers = reader.servers(concerned);
        Map<String, String> evidence = ChatServices.evidence(servers);
        List<String> stopped = servers.stream()
                .filter(server -> server.chatServices().stream().anyMatch(LocalServer.Service::isStopped))
                .map(LocalServer::fqdn)
                .toList();
        if (stopped.isEmpty()) {
            boolean all = servers.stream()
                    .allMatch(server -> server.chatServices().stream().allMatch(LocalServer.Service::isRunning));
            return all
                    ? Finding.done("The chat service runs on " + String.join(", ", ran) + ".", evidence)
                    : Finding.running("The chat service is starting.", -1, evidence);
        }
        return Finding.needed("The chat service is stopped on " + String.join(", ", stopped) + ".", evidence);
    }

    @Override
    public List<Command> commands(Facts facts) {
        return services.commands(
                Operation.START_SERVICE,
                "Start-CsWindowsService",
                "Lets this server take chat connections again once it is active.",
                facts);
    }
}
