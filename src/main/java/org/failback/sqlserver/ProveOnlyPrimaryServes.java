package org.failback.sqlserver;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.failback.estate.SqlInstance;
import org.failback.step.Command;
import org.failback.step.Facts;
import org.failback.step.Finding;
import org.failback.step.Gate;
import org.failback.step.Run;
import org.failback.step.Step;
import org.failback.step.Verdict;

/** Shows the managers what is ONLINE where before the pool goes live, mgccomp included. */
final class ProveOnlyPrimaryServes implements Step {
    private final OnlyPrimaryServes invariant;
    private final Ground ground;

    ProveOnlyPrimaryServes(OnlyPrimaryServes invariant, Ground ground) {
        this.invariant = invariant;
        this.ground = ground;
    }

    @Override
    public String name() {
        return "proveOnlyPrimaryServes";
    }

    @Override
    public String title() {
        return "Prove that only the primary serves mgc";
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
        OnlyPrimaryServes.Sight sight = invariant.look(run);
        Map<String, String> evidence = new LinkedHashMap<>();
        invariant
                .instances()
                .forEach(instance -> evidence.put(
                        OnlyPrimaryServes.MGC_ON + instance.serverName(),
                        sight.states().get(OnlyPrimaryServes.MGC_ON + instance.serverName()) + " ("
                                + invariant.roleOf(instance) + ")"));
        return sight.objection()
                .or(() -> invariant.objection(run))
                .map(found -> found.with(evidence))
                .or(() -> compliance(run, evidence))
                .or(() -> logShipping(run))
                .orElseGet(() -> Finding.done("Of all copies of mgc only the primary's is ONLINE.", evidence));
    }

    /** What managers rely on at the gate must still be there when they do. */
    private Optional<Finding> logShipping(Run run) {
        Finding jobs = new EnableLogShipping(ground).look(run);
        return jobs.is(Verdict.DONE)
                ? Optional.empty()
                : Optional.of(Finding.blocked(
                        "Log shipping is not as this run left it: " + jobs.summary(),
                        "Find out who changed it, enable the jobs by hand, then try again.",
                        "DBA",
                        jobs.evidence()));
    }

    /** Chat servers with compliance want mgccomp where the pool's state sends them. */
    private Optional<Finding> compliance(Run run, Map<String, String> evidence) {
        if (ground.estate().compliance().isEmpty()) {
            evidence.put("mgccomp", "compliance is not deployed");
            return Optional.empty();
        }
        SqlInstance instance = ground.estate().compliance().get().primary();
        Optional<Database> mgccomp =
                ground.looks().at(instance, run, inquiry -> Database.of(inquiry, Database.MGCCOMP));
        String state = mgccomp.map(Database::inWords).orElse("missing");
        evidence.put("mgccomp on " + instance.serverName(), state);
        return mgccomp.filter(Database::serving).isPresent()
                ? Optional.empty()
                : Optional.of(Finding.blocked(
                        "mgccomp on " + instance.serverName() + " is " + state
                                + ", and the chat servers of a pool with compliance want it.",
                        "Install it with Topology Builder, or bring it ONLINE, MULTI_USER and READ_WRITE, then try again.",
                        "DBA",
                        evidence));
    }
}
