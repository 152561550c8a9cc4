package org.failback.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.failback.console.CrashNode;

/** One night on two nodes with one database, of which one after the other is killed. */
final class Pair {
    private static final Duration TO_THE_END = Duration.ofSeconds(240);

    /** Where a kill falls into a running step, the other node waits for the job's lock. */
    private static final int ALONE_EACH = 4;

    private final String name;
    private final LabProcess lab;
    private final IntFunction<Application> nodes;
    private final Stalls stalls;
    private final Judgement judgement;
    private final List<Case> cases = new ArrayList<>();
    private final List<Instant> kills = new ArrayList<>();
    private final Child[] running = new Child[2];

    /** @param nodes by number, from 1 */
    Pair(String name, LabProcess lab, IntFunction<Application> nodes, Judgement judgement) {
        this.name = name;
        this.lab = lab;
        this.nodes = nodes;
        this.stalls = new Stalls(lab);
        this.judgement = judgement;
    }

    /**
     * Kills at each of these whichever node is there. Where the server's own work went on, and every fourth time else, it
     * comes back only when the other has gone on; else at once.
     *
     * @param boundaries in the order in which a night comes to them
     */
    NightReport killedAt(List<Boundary> boundaries) {
        try {
            // Who is first gets the first name, and waits for what the second begins.
            start(1, true);
            running[0].await(() -> running[0].said(CrashNode.UP), Stalls.PATIENCE, "the first node");
            stalls.arm(boundaries.get(0));
            start(2, false);
            for (int i = 0; i < boundaries.size(); i++) {
                killAt(boundaries.get(i), i + 1 < boundaries.size() ? boundaries.get(i + 1) : null);
            }
            return end();
        } finally {
            for (Child child : running) {
                if (child != null) {
                    child.close();
                }
            }
        }
    }

    private void start(int node, boolean resume) {
        running[node - 1] = nodes.apply(node).launch(resume);
    }

    private void killAt(Boundary boundary, Boundary next) {
        stalls.await(boundary, running[0], running[1]);
        int node = nodes.apply(1).engine().nodeThatWorks().orElse(1 + cases.size() % 2);
        stalls.killOneOfTwo(running[node - 1]);
        Instant killed = Instant.now();
        kills.add(killed);
        EngineCopy engine = nodes.apply(1).engine();
        boolean alone = boundary.moment() == Moment.WAITING || cases.size() % ALONE_EACH == 0;
        cases.add(new Case(
                name,
                boundary.toString(),
                "kill of node " + node + (alone ? ", the other goes on alone" : ", which comes back at once"),
                engine.last().toString(),
                engine.contradiction(boundary),
                -1));
        if (boundary.moment() == Moment.WAITING) {
            awaitOther(node, killed);
        }
        stalls.letGo(boundary);
        if (next != null) {
            stalls.arm(next);
        }
        if (alone && boundary.moment() != Moment.WAITING) {
            awaitOther(node, killed);
        }
        start(node, true);
    }

    private void awaitOther(int killed, Instant at) {
        Child other = running[2 - killed];
        other.await(
                () -> lab.askedByProduct().stream().anyMatch(asked -> asked.isAfter(at)),
                Stalls.PATIENCE,
                "the other node going on");
    }

    private NightReport end() {
        Waiting.until(
                () -> running[0].said("Outcome:") && running[1].said("Outcome:"),
                TO_THE_END,
                () -> "both nodes seeing the end: " + running[0].last() + "\n---\n" + running[1].last());
        List<Instant> asked = lab.askedByProduct();
        for (int i = 0; i < cases.size(); i++) {
            Instant kill = kills.get(i);
            long millis = asked.stream()
                    .filter(at -> at.isAfter(kill))
                    .findFirst()
                    .map(at -> Duration.between(kill, at).toMillis())
                    .orElse(-1L);
            cases.set(i, cases.get(i).wentOn(millis));
        }
        return new NightReport(
                name,
                List.copyOf(cases),
                judgement.of(running[0], nodes.apply(1).engine()));
    }
}
