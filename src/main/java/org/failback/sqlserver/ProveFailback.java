package org.failback.sqlserver;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.failback.step.Claim;
import org.failback.step.Command;
import org.failback.step.Entry;
import org.failback.step.Facts;
import org.failback.step.Finding;
import org.failback.step.Gate;
import org.failback.step.Run;
import org.failback.step.Step;

/** The last look: everything that the failback claims of the servers is looked at once more, and what remains is said. */
final class ProveFailback implements Step {
    static final String NAME = "proveFailback";

    private final EndState endState;
    private final Ground ground;

    ProveFailback(Ground ground) {
        this.endState = new EndState(ground);
        this.ground = ground;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "Prove the failback";
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
        List<Claim> claims = endState.claims(run);
        Map<String, String> evidence = new LinkedHashMap<>();
        claims.forEach(claim -> evidence.put(claim.claim(), (claim.holds() ? "" : "NO: ") + claim.evidence()));
        String broken = claims.stream()
                .filter(claim -> !claim.holds())
                .map(claim -> claim.claim() + " (" + claim.evidence() + ")")
                .collect(Collectors.joining("; "));
        Optional<Entry> waiver = run.waiver(NAME);
        if (!broken.isEmpty() && waiver.isPresent()) {
            evidence.put(
                    "noted by",
                    waiver.get().actor() + ", " + waiver.get().at() + ": "
                            + waiver.get().text());
            evidence.putAll(new Remains(ground.estate()).of(run));
            return Finding.done(
                    "The run ends with this noted by name, although it does not hold: " + broken + ".", evidence);
        }
        if (!broken.isEmpty()) {
            return Finding.blocked(
                    "Chat runs on the primary, but this does not hold: " + broken + ".",
                    "Put it right by hand, then try again; or end the run with this noted. Chat is not touched meanwhile.",
                    "DBA",
                    evidence);
        }
        evidence.putAll(new Remains(ground.estate()).of(run));
        return Finding.done("The pool is back on the primary, and everything that was claimed holds.", evidence);
    }
}
