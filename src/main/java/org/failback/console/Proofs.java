package org.failback.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.failback.process.Procedure;
import org.failback.process.Rooms;
import org.failback.step.CheckReadiness;
import org.failback.step.Claim;
import org.failback.step.Entry;
import org.failback.step.Finding;
import org.failback.step.Gate;
import org.failback.step.RemoteFailure;
import org.failback.step.Run;
import org.failback.step.Step;
import org.failback.step.Verdict;

/** What a finished run claims, each claim shown by looking at the estate once more or by what the journal holds. */
final class Proofs {
    private final Rooms rooms;
    private final Procedure procedure;

    Proofs(Rooms rooms) {
        this.rooms = rooms;
        this.procedure = rooms.procedure();
    }

    List<Claim> of(Run run) {
        List<Claim> proofs = new ArrayList<>();
        try {
            proofs.addAll(rooms.endState(run));
        } catch (RemoteFailure failure) {
            proofs.add(new Claim("The servers can be looked at once more", false, failure.getMessage()));
        }
        proofs.add(journaled(run, "checkMgcOnPrimary", "DBCC CHECKDB found no error in mgc on the primary"));
        proofs.add(journaled(run, "verifyBackup", "The backup was read whole from the primary, checksums included"));
        proofs.add(journaled(run, "keepSafetyCopy", "What was on the primary is kept in a safety copy"));
        proofs.add(everyServerNormal(run));
        proofs.add(lookedAt(run, "setPoolState", "The pool is Normal in the Central Management store"));
        proofs.add(
                lookedAt(run, "setActiveServers", "Active are exactly the servers that were confirmed and approved"));
        proofs.add(lookedAt(run, "awaitLocalStores", "Every active server itself says so, and its chat service runs"));
        proofs.add(lookedAt(run, "awaitSessions", "Every active server is connected to mgc on the primary"));
        proofs.add(lookedAt(run, "removeJobsFromPrimary", "No job or mark of this run is left on the primary"));
        proofs.add(lookedAt(run, "removeJobsFromBackup", "No job or mark of this run is left on the backup"));
        proofs.add(approved(run));
        return proofs;
    }

    private Claim lookedAt(Run run, String name, String claim) {
        Step step = procedure.step(name).orElseThrow();
        try {
            Finding finding = step.look(run);
            return new Claim(claim, finding.is(Verdict.DONE), evidence(finding.summary(), finding.evidence()));
        } catch (RemoteFailure failure) {
            return new Claim(claim, false, failure.getMessage());
        }
    }

    /** Each server of the pool by its own local store, the inactive ones too: they serve after the next change. */
    private Claim everyServerNormal(Run run) {
        String claim = "The pool is Normal on every server of the pool, by its own local store";
        try {
            Map<String, String> servers = new TreeMap<>(
                    procedure.step("checkActiveServers").orElseThrow().look(run).evidence());
            servers.remove("proposed");
            servers.keySet().removeIf(server -> !server.contains("."));
            return new Claim(
                    claim,
                    !servers.isEmpty()
                            && servers.values().stream().allMatch(row -> row.contains("\"state\":\"Normal\"")),
                    servers.toString());
        } catch (RemoteFailure failure) {
            return new Claim(claim, false, failure.getMessage());
        }
    }

    private static Claim journaled(Run run, String step, String claim) {
        return run.lastFound(step)
                .map(found -> new Claim(
                        claim,
                        Verdict.DONE.name().equals(found.data().get("verdict")),
                        evidence(found.text(), found.data())))
                .orElse(new Claim(claim, false, "The step had no turn."));
    }

    /** Every command was sent after the decisions that released it; the probes and the clearing up need none. */
    private Claim approved(Run run) {
        List<String> early = run.of(Entry.Kind.INTENT)
                .filter(intent -> !released(run, intent))
                .map(Entry::step)
                .toList();
        String who = run.of(Entry.Kind.DECISION)
                .map(decision -> decision.actor() + " at " + decision.step())
                .collect(Collectors.joining(", "));
        return new Claim(
                "Nothing was sent before the managers approved it at its gate",
                early.isEmpty() && !who.isEmpty(),
                early.isEmpty() ? who : "Sent too early: " + early);
    }

    private boolean released(Run run, Entry intent) {
        Gate gate = procedure.step(intent.step()).orElseThrow().gate();
        return gate == Gate.NONE
                || Stream.of(Gate.OUTAGE_AND_PLAN, gate)
                        .allMatch(needed -> run.of(Entry.Kind.DECISION)
                                .anyMatch(decision -> decision.step().equals(needed.name())
                                        && Run.APPROVE.equals(decision.data().get(Run.CHOICE))
                                        && decision.number() < intent.number()));
    }

    private static String evidence(String summary, Map<String, String> evidence) {
        return summary
                + evidence.entrySet().stream()
                        .filter(e ->
                                !e.getKey().equals("verdict") && !e.getKey().equals(CheckReadiness.TABLE))
                        .map(e -> e.getKey() + "=" + e.getValue())
                        .limit(4)
                        .collect(Collectors.joining("; ", " (", ")"));
    }
}
