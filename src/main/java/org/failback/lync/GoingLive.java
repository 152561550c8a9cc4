package org.failback.lync;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.failback.step.Entry;
import org.failback.step.Finding;
import org.failback.step.Invariant;
import org.failback.step.RemoteFailure;
import org.failback.step.Run;

/** What both cmdlets of going live share: the facts they need, and the invariant that must hold around each of them. */
final class GoingLive {
    /** Fact: the confirmed servers as PowerShell writes them, {@code "a.example","b.example"}. */
    static final String SERVERS = "active-servers";
    /** Key of the evidence. */
    static final String CONFIRMED = "confirmed servers";

    private final Invariant onlyPrimaryServes;
    private final ChatPoolReader reader;

    GoingLive(Invariant onlyPrimaryServes, ChatPoolReader reader) {
        this.onlyPrimaryServes = onlyPrimaryServes;
        this.reader = reader;
    }

    /** Whether this run was ever about to hand the pool over: from then on nothing may lead back. */
    static boolean begun(Run run) {
        return run.intended(SetActiveServers.NAME) || run.intended(SetPoolState.NAME);
    }

    /** What a step of the way before answers once the pool may be live. */
    static Finding tooLate(Map<String, String> evidence) {
        return Finding.blocked(
                "This run has begun to go live: the pool may serve on the primary.",
                "Nothing leads back from here. Finish going live.",
                "operator",
                evidence);
    }

    static Finding nobodyConfirmed(Map<String, String> evidence) {
        return Finding.blocked(
                "Nobody has confirmed which servers are to be active.",
                "Have operators confirm the active servers first.",
                "operator",
                evidence);
    }

    static Map<String, String> evidence(Run run, ChatPool pool, Optional<String> changedAt) {
        Map<String, String> evidence = pool.evidence();
        run.confirmedServers().ifPresent(servers -> evidence.put(CONFIRMED, String.join(", ", servers)));
        changedAt.ifPresent(at -> evidence.put(ClearActiveServers.CHANGED_AT, at));
        return evidence;
    }

    Map<String, String> facts(Run run, String step) {
        Map<String, String> facts = new LinkedHashMap<>();
        run.confirmedServers().ifPresent(servers -> facts.put(SERVERS, RecordedServers.written(servers)));
        if (run.fact(ClearActiveServers.SERVICE).isEmpty()) {
            facts.put(
                    ClearActiveServers.SERVICE,
                    run.lastFound(step)
                            .or(() -> run.lastFound(CheckActiveServers.NAME))
                            .map(Entry::data)
                            .map(found -> found.get(ChatPool.SERVICE))
                            .orElseGet(() -> reader.pool().identity()));
        }
        return facts;
    }

    /** What the pool showed, unless something besides the primary serves: that weighs more than anything. */
    Finding guarded(Run run, ChatPool pool, Finding shown) {
        boolean mayBeLive = !pool.active().isEmpty() || !pool.state().equals(ChatPool.FAILED_OVER);
        Optional<Finding> objection;
        try {
            objection = onlyPrimaryServes.objection(run);
        } catch (RemoteFailure unknown) {
            throw mayBeLive ? worse(unknown) : unknown;
        }
        return objection.map(found -> blocked(found, pool, shown, mayBeLive)).orElse(shown);
    }

    private static Finding blocked(Finding objection, ChatPool pool, Finding shown, boolean mayBeLive) {
        if (!mayBeLive) {
            return objection.with(shown.evidence());
        }
        Map<String, String> evidence = new LinkedHashMap<>(shown.evidence());
        evidence.putAll(objection.evidence());
        return Finding.endangered(
                "The pool may be live: its state is " + (pool.state().isEmpty() ? "not known" : pool.state())
                        + ", active servers: "
                        + (pool.active().isEmpty() ? "none" : String.join(", ", pool.active()))
                        + ". Yet not only the primary serves: " + objection.summary(),
                objection.remedy()
                        + " What people write meanwhile may be lost: if this cannot be put right at once, empty the"
                        + " list by hand (Set-CsPersistentChatActiveServer -Identity \"" + pool.identity()
                        + "\" -ActiveServers $null); once only the primary serves, set the confirmed servers again by hand. Then try again.",
                objection.owner(),
                evidence);
    }

    private static RemoteFailure worse(RemoteFailure unknown) {
        return new RemoteFailure(
                unknown.sort(),
                unknown.host(),
                "The pool may be live, and nobody knows whether only the primary serves. " + unknown.getMessage(),
                unknown.remedy(),
                unknown.owner(),
                unknown);
    }
}
