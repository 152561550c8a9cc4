package org.failback.lync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.failback.estate.Estate;
import org.failback.step.Answer;
import org.failback.step.Command;
import org.failback.step.Facts;
import org.failback.step.Finding;
import org.failback.step.Gate;
import org.failback.step.Run;
import org.failback.step.Step;

/** The way back: sets the list of active servers that was recorded before it was cleared. */
public final class ResetActiveServers implements Step {
    static final String NAME = "resetActiveServers";

    private final Estate estate;
    private final ChatPoolReader reader;
    private final Inputs inputs;
    private final AnswerText text;

    public ResetActiveServers(Estate estate, ChatPoolReader reader, ObjectMapper json) {
        this.estate = estate;
        this.reader = reader;
        this.inputs = new Inputs(estate);
        this.text = new AnswerText(json);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "Set the recorded active servers";
    }

    @Override
    public Gate gate() {
        return Gate.OUTAGE_AND_PLAN;
    }

    @Override
    public Finding look(Run run) {
        return judged(run, reader.pool(), Optional.empty());
    }

    @Override
    public Finding lookAgain(Run run, List<Answer> answers) {
        JsonNode answer = text.read(answers.get(0));
        return judged(run, Answers.pool(answer, "after"), Optional.of(Answers.changedAt(answer)));
    }

    @Override
    public List<Command> commands(Facts facts) {
        Map<String, Object> input = inputs.ofPool();
        input.put("state", ChatPool.FAILED_OVER);
        input.put("active", List.of());
        input.put("servers", RecordedServers.in(facts));
        return List.of(new Command.Cmdlet(
                estate.managementServer(),
                estate.managementServer().host(),
                "The outage ends: chat runs again in the backup data center, as before.",
                Operation.SET_ACTIVE.path(),
                input,
                "Set-CsPersistentChatActiveServer -Identity \"" + facts.get(ClearActiveServers.SERVICE)
                        + "\" -ActiveServers @{Replace=" + facts.get(RecordedServers.FACT) + "} -Confirm:$false"));
    }

    private Finding judged(Run run, ChatPool pool, Optional<String> changedAt) {
        Map<String, String> evidence = pool.evidence();
        changedAt.ifPresent(at -> evidence.put(ClearActiveServers.CHANGED_AT, at));
        Optional<List<String>> recorded = RecordedServers.in(run);
        recorded.ifPresent(servers -> evidence.put("recorded active servers", String.join(", ", servers)));
        if (GoingLive.begun(run)) {
            return GoingLive.tooLate(evidence);
        }
        if (recorded.isPresent() && RecordedServers.same(recorded.get(), pool.active())) {
            return Finding.done("The recorded servers are active.", evidence);
        }
        if (recorded.isEmpty() && !pool.active().isEmpty()) {
            return Finding.done("This run never cleared the list of active servers.", evidence);
        }
        if (recorded.isEmpty()) {
            return Finding.blocked(
                    "No server is active, and this run never saw one active, so it has no list to set.",
                    "Set the active servers by hand with Set-CsPersistentChatActiveServer, then try again.",
                    "Lync administrator",
                    evidence);
        }
        if (!pool.state().equals(ChatPool.FAILED_OVER)) {
            return Finding.blocked(
                    "The pool is " + (pool.state().isEmpty() ? "in no single state" : pool.state())
                            + ", not FailedOver: the recorded servers would start on other databases.",
                    "Find out who changed the pool's state and which databases are to serve.",
                    "Lync administrator",
                    evidence);
        }
        if (!pool.active().isEmpty()) {
            return Finding.blocked(
                    "Other servers are active than the ones recorded.",
                    "Find out who set them; set the list by hand if they should not stay.",
                    "Lync administrator",
                    evidence);
        }
        return Finding.needed("No server is active.", evidence);
    }
}
