package org.failback.lync;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.failback.estate.ChatServer;
import org.failback.estate.Estate;
import org.failback.step.Command;
import org.failback.step.Facts;
import org.failback.step.Finding;
import org.failback.step.Gate;
import org.failback.step.Run;
import org.failback.step.Step;

/**
 * What operators need to choose the active servers: each member of the pool with its place, version, services and what it
 * believes. A server that does not answer is a fact for them, not a failure.
 */
public final class CheckActiveServers implements Step {
    static final String NAME = "checkActiveServers";
    /** Key of the evidence: the servers that are configured as targets, with {@code ", "} between them. */
    static final String PROPOSED = "proposed";

    private final Estate estate;
    private final ChatPoolReader reader;
    private final ActiveServers allowed;
    private final ObjectMapper json;

    public CheckActiveServers(Estate estate, ChatPoolReader reader, ObjectMapper json) {
        this.estate = estate;
        this.reader = reader;
        this.allowed = new ActiveServers(estate);
        this.json = json;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "Check the servers that may be active";
    }

    @Override
    public Gate gate() {
        return Gate.NONE;
    }

    @Override
    public List<Command> commands(Facts facts) {
        return List.of();
    }

    @Override
    public Finding look(Run run) {
        Survey survey = reader.survey(estate.chatServers());
        Map<String, String> evidence = new LinkedHashMap<>();
        survey.servers().forEach(asked -> evidence.put(asked.server().fqdn(), row(asked, survey.replication())));
        List<String> proposed =
                estate.targetActiveServers().stream().map(ChatServer::fqdn).toList();
        evidence.put(PROPOSED, String.join(", ", proposed));
        evidence.put(ChatPool.SERVICE, survey.pool().identity());
        Optional<Finding> unexpected = unexpected(run, survey.pool(), evidence);
        if (unexpected.isPresent()) {
            return unexpected.get();
        }
        List<String> wanted = run.confirmedServers().orElse(proposed);
        List<String> unfit = survey.servers().stream()
                .filter(asked -> wanted.stream().anyMatch(asked.server().fqdn()::equalsIgnoreCase))
                .filter(asked -> asked.local().filter(LocalServer::serves).isEmpty())
                .map(asked -> asked.server().fqdn())
                .toList();
        return Finding.done(
                unfit.isEmpty()
                        ? "Every server that is to be active answers, and its chat service runs."
                        : "Of the servers that are to be active, " + String.join(", ", unfit)
                                + " cannot serve now: it does not answer, or its chat service does not run.",
                evidence);
    }

    /** Before going live the pool is as this run left it; after an interrupted one, as going live may have left it. */
    private Optional<Finding> unexpected(Run run, ChatPool pool, Map<String, String> evidence) {
        boolean asLeft =
                pool.state().equals(ChatPool.FAILED_OVER) && pool.active().isEmpty();
        boolean knownState =
                pool.state().equals(ChatPool.FAILED_OVER) || pool.state().equals(ChatPool.NORMAL);
        boolean knownList = pool.active().isEmpty()
                || run.confirmedServers()
                        .filter(confirmed -> RecordedServers.same(confirmed, pool.active()))
                        .isPresent();
        if (asLeft || GoingLive.begun(run) && knownState && knownList) {
            return Optional.empty();
        }
        return Optional.of(Finding.blocked(
                "The pool " + estate.pool().fqdn() + " is " + pool.stateInWords() + ", and "
                        + (pool.active().isEmpty()
                                ? "no server is active"
                                : "active are " + String.join(", ", pool.active()))
                        + "; before going live it is FailedOver, and no server is active.",
                "Somebody changed the pool. Agree with whoever did, put state and list back by hand"
                        + " (Set-CsPersistentChatState, Set-CsPersistentChatActiveServer), then try again.",
                "Lync administrator",
                evidence));
    }

    private String row(Survey.Asked asked, Replication replication) {
        ChatServer server = asked.server();
        Optional<Replication.Replica> replica = replication.of(server.fqdn());
        Map<String, String> row = new LinkedHashMap<>();
        row.put("dataCenter", server.dataCenter());
        row.put("link", link(server));
        row.put("version", replica.map(Replication.Replica::version).orElse(""));
        row.put("replica", replica.map(CheckActiveServers::words).orElse("unknown to the Central Management store"));
        row.put("reachable", asked.local().isPresent() ? "yes" : "no: " + asked.words());
        row.put("services", asked.local().map(LocalServer::servicesInWords).orElse(""));
        row.put("state", asked.local().map(LocalServer::state).orElse(""));
        try {
            return json.writeValueAsString(row);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private String link(ChatServer server) {
        if (server.dataCenter().equals(estate.primary().name())) {
            return "same data center";
        }
        return allowed.isNear(server) ? "declared low latency" : "too far";
    }

    private static String words(Replication.Replica replica) {
        return replica.upToDate() ? "up to date" : "not up to date";
    }
}
