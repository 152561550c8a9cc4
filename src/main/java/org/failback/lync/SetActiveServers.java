package org.failback.lync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.failback.estate.Estate;
import org.failback.estate.Settings.GoLiveOrder;
import org.failback.step.Answer;
import org.failback.step.Command;
import org.failback.step.Facts;
import org.failback.step.Finding;
import org.failback.step.Gate;
import org.failback.step.Invariant;
import org.failback.step.Run;
import org.failback.step.Step;

/** Going live: sets the list of active servers that operators confirmed. */
public final class SetActiveServers implements Step {
    static final String NAME = "setActiveServers";

    private final Estate estate;
    private final GoLiveOrder order;
    private final ChatPoolReader reader;
    private final GoingLive goingLive;
    private final Inputs inputs;
    private final AnswerText text;

    /** @param onlyPrimaryServes asked before and after the cmdlet */
    public SetActiveServers(
            Estate estate, GoLiveOrder order, ChatPoolReader reader, Invariant onlyPrimaryServes, ObjectMapper json) {
        this.estate = estate;
        this.order = order;
        this.reader = reader;
        this.goingLive = new GoingLive(onlyPrimaryServes, reader);
        this.inputs = new Inputs(estate);
        this.text = new AnswerText(json);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "Set the active servers";
    }

    @Override
    public Gate gate() {
        return Gate.GO_LIVE;
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
    public Map<String, String> facts(Run run) {
        return goingLive.facts(run, NAME);
    }

    @Override
    public List<Command> commands(Facts facts) {
        Map<String, Object> input = inputs.ofPool();
        input.put("state", stateBefore());
        input.put("active", List.of());
        input.put("servers", RecordedServers.read(facts.get(GoingLive.SERVERS)));
        return List.of(new Command.Cmdlet(
                estate.managementServer(),
                estate.managementServer().host(),
                effect(),
                Operation.SET_ACTIVE.path(),
                input,
                "Set-CsPersistentChatActiveServer -Identity \"" + facts.get(ClearActiveServers.SERVICE)
                        + "\" -ActiveServers @{Replace=" + facts.get(GoingLive.SERVERS) + "} -Confirm:$false"));
    }

    private String stateBefore() {
        return order == GoLiveOrder.STATE_FIRST ? ChatPool.NORMAL : ChatPool.FAILED_OVER;
    }

    private String effect() {
        String pool = estate.pool().fqdn();
        return order == GoLiveOrder.STATE_FIRST
                ? "Chat runs again on the primary: people can use the chat rooms of " + pool
                        + ", and from the first message there is no way back."
                : "From here on chat is on its way to the primary: these servers take up the chat rooms of " + pool
                        + " as soon as its state is Normal.";
    }

    private Finding judged(Run run, ChatPool pool, Optional<String> changedAt) {
        return goingLive.guarded(run, pool, shown(run, pool, GoingLive.evidence(run, pool, changedAt)));
    }

    private Finding shown(Run run, ChatPool pool, Map<String, String> evidence) {
        Optional<List<String>> confirmed = run.confirmedServers();
        if (confirmed.isEmpty()) {
            return GoingLive.nobodyConfirmed(evidence);
        }
        boolean before = pool.state().equals(stateBefore());
        if (RecordedServers.same(confirmed.get(), pool.active())) {
            return before || pool.state().equals(ChatPool.NORMAL)
                    ? Finding.done("The confirmed servers are active.", evidence)
                    : wrongState(pool, "The confirmed servers are active, but the pool ", evidence);
        }
        if (!pool.active().isEmpty()) {
            return Finding.blocked(
                    "Active are " + String.join(", ", pool.active()) + "; operators confirmed "
                            + String.join(", ", confirmed.get()) + ".",
                    "Somebody else set the list. Agree with whoever did, empty it or set the confirmed one by hand, then"
                            + " try again.",
                    "Lync administrator",
                    evidence);
        }
        if (!before && pool.state().equals(ChatPool.NORMAL) && GoingLive.begun(run)) {
            return Finding.blocked(
                    "The pool " + estate.pool().fqdn() + " is Normal, but its list of active servers was emptied.",
                    "Leave the state. Set the confirmed servers by hand (Set-CsPersistentChatActiveServer -Identity \""
                            + pool.identity() + "\" -ActiveServers @{Replace="
                            + RecordedServers.written(confirmed.get()) + "}), then try again.",
                    "Lync administrator",
                    evidence);
        }
        return before
                ? Finding.needed("No server is active.", evidence)
                : wrongState(pool, "No server is active, but the pool ", evidence);
    }

    private Finding wrongState(ChatPool pool, String beginning, Map<String, String> evidence) {
        return Finding.blocked(
                beginning + estate.pool().fqdn() + " is " + pool.stateInWords() + ", not " + stateBefore() + ".",
                "Find out who changed the pool's state. Set it to " + stateBefore()
                        + " by hand (Set-CsPersistentChatState), then try again.",
                "Lync administrator",
                evidence);
    }
}
