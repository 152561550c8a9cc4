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
import org.failback.step.Entry;
import org.failback.step.Facts;
import org.failback.step.Finding;
import org.failback.step.Gate;
import org.failback.step.Invariant;
import org.failback.step.Run;
import org.failback.step.Step;
import org.failback.step.Verdict;

/**
 * Going live: sets the pool's state to Normal, so that it uses the primary's databases. With the state first this stands
 * before and after setting the active servers, where it only proves.
 */
public final class SetPoolState implements Step {
    static final String NAME = "setPoolState";

    private final Estate estate;
    private final GoLiveOrder order;
    private final ChatPoolReader reader;
    private final GoingLive goingLive;
    private final Inputs inputs;
    private final AnswerText text;

    /** @param onlyPrimaryServes asked before and after the cmdlet */
    public SetPoolState(
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
        return "Set the pool state to Normal";
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
        input.put("state", ChatPool.FAILED_OVER);
        input.put("active", stateFirst() ? List.of() : RecordedServers.read(facts.get(GoingLive.SERVERS)));
        input.put("target", ChatPool.NORMAL);
        return List.of(new Command.Cmdlet(
                estate.managementServer(),
                estate.managementServer().host(),
                effect(),
                Operation.SET_STATE.path(),
                input,
                "Get-CsPersistentChatState | Where-Object {[string]$_.Identity -like \"*"
                        + estate.pool().fqdn() + "\"} | Set-CsPersistentChatState -PoolState " + ChatPool.NORMAL
                        + " -Confirm:$false"));
    }

    private boolean stateFirst() {
        return order == GoLiveOrder.STATE_FIRST;
    }

    private String effect() {
        String pool = estate.pool().fqdn();
        return stateFirst()
                ? "From here on chat is on its way to the primary: " + pool
                        + " uses the primary's databases, and nobody can chat until its servers are active."
                : "Chat runs again on the primary: people can use the chat rooms of " + pool
                        + ", and from the first message there is no way back.";
    }

    private Finding judged(Run run, ChatPool pool, Optional<String> changedAt) {
        return goingLive.guarded(run, pool, shown(run, pool, GoingLive.evidence(run, pool, changedAt)));
    }

    private Finding shown(Run run, ChatPool pool, Map<String, String> evidence) {
        Optional<List<String>> confirmed = run.confirmedServers();
        if (confirmed.isEmpty()) {
            return GoingLive.nobodyConfirmed(evidence);
        }
        boolean confirmedActive = RecordedServers.same(confirmed.get(), pool.active());
        boolean noneYet = stateFirst() && pool.active().isEmpty() && !listWasJustSet(run);
        if (pool.state().equals(ChatPool.NORMAL) && (confirmedActive || noneYet)) {
            return Finding.done("The pool is Normal.", evidence);
        }
        boolean before = stateFirst() ? noneYet : confirmedActive;
        if (!before) {
            return wrongList(pool, confirmed.get(), evidence);
        }
        return pool.state().equals(ChatPool.FAILED_OVER)
                ? Finding.needed("The pool is FailedOver.", evidence)
                : Finding.blocked(
                        "The pool " + estate.pool().fqdn() + " is " + pool.stateInWords() + ", not FailedOver.",
                        "Find out what Get-CsPersistentChatState says and why, then try again.",
                        "Lync administrator",
                        evidence);
    }

    /** With the state first an empty list is right in front of setting it, and wrong behind. */
    private static boolean listWasJustSet(Run run) {
        long proved = run.lastFound(NAME).map(Entry::number).orElse(0L);
        return run.lastFound(SetActiveServers.NAME)
                .filter(set -> set.number() > proved)
                .filter(set -> Verdict.DONE.name().equals(set.data().get("verdict")))
                .isPresent();
    }

    private Finding wrongList(ChatPool pool, List<String> confirmed, Map<String, String> evidence) {
        String active =
                pool.active().isEmpty() ? "No server is active" : "Active are " + String.join(", ", pool.active());
        String expected = stateFirst()
                        && pool.state().equals(ChatPool.FAILED_OVER)
                        && !pool.active().isEmpty()
                ? "none should be before the state is set"
                : "operators confirmed " + String.join(", ", confirmed);
        return Finding.blocked(
                active + ", and the pool is " + pool.stateInWords() + "; " + expected + ".",
                "Somebody else set the list. Agree with whoever did, put it right by hand"
                        + " (Set-CsPersistentChatActiveServer), then try again.",
                "Lync administrator",
                evidence);
    }
}
