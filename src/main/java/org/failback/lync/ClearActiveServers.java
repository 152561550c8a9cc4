package org.failback.lync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.failback.estate.Estate;
import org.failback.step.Answer;
import org.failback.step.Command;
import org.failback.step.Entry;
import org.failback.step.Facts;
import org.failback.step.Finding;
import org.failback.step.Gate;
import org.failback.step.Run;
import org.failback.step.Step;

/** Takes every server off the list of active ones, so that no chat server connects to mgc and mgccomp any more. */
public final class ClearActiveServers implements Step {
    static final String NAME = "clearActiveServers";
    /** Fact: identity of the pool's service, as {@code Get-CsService} gave it. */
    static final String SERVICE = "pool-service";
    /** Evidence: when the list was cleared, by the management server's clock. */
    static final String CHANGED_AT = "changed at";

    private final Estate estate;
    private final ChatPoolReader reader;
    private final Inputs inputs;
    private final AnswerText text;

    public ClearActiveServers(Estate estate, ChatPoolReader reader, ObjectMapper json) {
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
        return "Clear the active servers";
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

    /** The list is kept as this run saw it before it sent anything, since it is about to be empty. */
    @Override
    public Map<String, String> facts(Run run) {
        if (run.intended(NAME) && run.fact(RecordedServers.FACT).isPresent()) {
            return Map.of();
        }
        // The loop has just looked: a second read would cost another import of the module.
        Map<String, String> seen = run.lastFound(NAME)
                .map(Entry::data)
                .filter(found -> found.containsKey(ChatPool.SERVICE))
                .orElseGet(() -> reader.pool().evidence());
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(SERVICE, seen.get(ChatPool.SERVICE));
        List<String> active = RecordedServers.read(seen.get(ChatPool.ACTIVE));
        if (!active.isEmpty()) {
            facts.put(RecordedServers.FACT, RecordedServers.written(active));
        }
        return facts;
    }

    @Override
    public List<Command> commands(Facts facts) {
        Map<String, Object> input = inputs.ofPool();
        input.put("state", ChatPool.FAILED_OVER);
        input.put("active", RecordedServers.in(facts));
        return List.of(new Command.Cmdlet(
                estate.managementServer(),
                estate.managementServer().host(),
                "The outage begins: nobody can newly connect to a chat room of "
                        + estate.pool().fqdn() + ".",
                Operation.CLEAR_ACTIVE.path(),
                input,
                "Set-CsPersistentChatActiveServer -Identity \"" + facts.get(SERVICE)
                        + "\" -ActiveServers $null -Confirm:$false"));
    }

    private Finding judged(Run run, ChatPool pool, Optional<String> changedAt) {
        Map<String, String> evidence = pool.evidence();
        changedAt.ifPresent(at -> evidence.put(CHANGED_AT, at));
        if (GoingLive.begun(run)) {
            return GoingLive.tooLate(evidence);
        }
        if (run.intended(ResetActiveServers.NAME)) {
            return Finding.blocked(
                    "This run has given the active servers back.", "Start a new run.", "operator", evidence);
        }
        if (!pool.state().equals(ChatPool.FAILED_OVER)) {
            return Finding.blocked(
                    "The pool " + estate.pool().fqdn() + " is "
                            + (pool.state().isEmpty() ? "in no single state" : pool.state()) + ", not FailedOver.",
                    "A failback begins with a pool that failed over. Find out who changed its state, and whether chat"
                            + " runs on the primary already.",
                    "Lync administrator",
                    evidence);
        }
        if (pool.active().isEmpty()) {
            return Finding.done("No server is active.", evidence);
        }
        Optional<List<String>> recorded = RecordedServers.in(run);
        if (run.intended(NAME) && recorded.isPresent() && !RecordedServers.same(recorded.get(), pool.active())) {
            return Finding.blocked(
                    "The list of active servers is neither empty nor the one that this run recorded: "
                            + String.join(", ", recorded.get()) + ".",
                    "Somebody else set it after this run began. Agree with whoever did, clear it by hand, then try again.",
                    "Lync administrator",
                    evidence);
        }
        return Finding.needed(
                pool.active().size() + " of "
                        + (pool.active().size() + pool.inactive().size()) + " servers are active.",
                evidence);
    }
}
