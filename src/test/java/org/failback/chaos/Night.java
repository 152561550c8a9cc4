package org.failback.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;

/** One night with many kills: each process comes one boundary further than the one before. */
final class Night {
    static final Duration TO_THE_END = Duration.ofSeconds(180);

    /** A night has some 1200 statements, and each start adds to them: more than 25 kills fit into one. */
    private static final int MOST_STATEMENTS = 70;

    private static final int MOST_MILLIS = 60;

    private final String name;
    private final LabProcess lab;
    private final Application application;
    private final Stalls stalls;
    private final Judgement judgement;
    private final List<Case> cases = new ArrayList<>();
    private final List<Instant> starts = new ArrayList<>();

    Night(String name, LabProcess lab, Application application, Judgement judgement) {
        this.name = name;
        this.lab = lab;
        this.application = application;
        this.stalls = new Stalls(lab);
        this.judgement = judgement;
    }

    /** Kills at each of these, in the order in which a night comes to them. */
    NightReport killedAt(List<Boundary> boundaries) {
        Boundary before = null;
        for (Boundary boundary : boundaries) {
            try (Child child = start(before, boundary)) {
                stalls.await(boundary, child);
                stalls.kill(child);
            }
            EngineCopy engine = application.engine();
            cases.add(new Case(
                    name, boundary.toString(), "kill", engine.last().toString(), engine.contradiction(boundary), -1));
            if (boundary.moment() != Moment.WAITING) {
                stalls.letGo(boundary);
            }
            before = boundary;
        }
        try (Child child = start(before, null)) {
            return end(child);
        }
    }

    /**
     * Kills wherever the process happens to be: so many of the product's statements after it began to go on, and a moment
     * later.
     *
     * @param kills at most; a night that ends before has fewer
     */
    NightReport killedAtRandom(int kills, Random random) {
        boolean ended = false;
        while (!ended && cases.size() < kills) {
            int statements = random.nextInt(MOST_STATEMENTS);
            long nanos = random.nextInt(MOST_MILLIS) * 1_000_000L;
            int seen = lab.seen();
            starts.add(Instant.now());
            try (Child child = application.launch(!cases.isEmpty())) {
                Waiting.until(
                        () -> !child.isAlive() || lab.seen() > seen + statements,
                        Stalls.PATIENCE,
                        () -> "statement " + statements + " after a start");
                long then = System.nanoTime() + nanos;
                Waiting.until(
                        () -> !child.isAlive() || System.nanoTime() > then, Stalls.PATIENCE, () -> "a moment to pass");
                ended = !child.isAlive();
                if (ended) {
                    return end(child);
                }
                child.kill();
            }
            cases.add(new Case(
                    name,
                    "statement " + statements + " + " + nanos / 1_000_000 + " ms",
                    "kill",
                    application.engine().last().toString(),
                    "",
                    -1));
        }
        starts.add(Instant.now());
        try (Child child = application.launch(true)) {
            return end(child);
        }
    }

    /** Kills with the people asked and away, at each gate. */
    NightReport killedAtGates(IntFunction<Application> withAnswers) {
        for (int i = 0; i < Gates.ALL.size(); i++) {
            String gate = Gates.ALL.get(i);
            starts.add(Instant.now());
            try (Child child = withAnswers.apply(i == 0 ? 0 : 1).launch(i > 0)) {
                child.await(() -> child.said("AT " + gate), Stalls.PATIENCE, gate);
                child.kill();
            }
            EngineCopy engine = application.engine();
            boolean there = engine.tasks().equals(List.of(gate));
            cases.add(new Case(
                    name, gate, "kill", engine.last().toString(), there ? "" : "tasks: " + engine.tasks(), -1));
        }
        starts.add(Instant.now());
        try (Child child = application.launch(true)) {
            return end(child);
        }
    }

    /** One process, which loses its connection at each of these. */
    NightReport connectionsLostAt(List<Boundary> boundaries) {
        boundaries.stream().filter(boundary -> !boundary.command().isCmdlet()).forEach(stalls::armLoss);
        starts.add(Instant.now());
        try (Child child = application.launch(false)) {
            for (Boundary boundary : boundaries) {
                if (boundary.command().isCmdlet()) {
                    stalls.arm(boundary);
                    stalls.await(boundary, child);
                    stalls.loseShells();
                }
            }
            child.awaitEnd(TO_THE_END);
            EngineCopy engine = application.engine();
            boundaries.forEach(boundary -> cases.add(new Case(
                    name, boundary.toString(), "lost connection", "", engine.contradictionOfLoss(boundary), -1)));
            return new NightReport(name, List.copyOf(cases), judgement.of(child, engine));
        }
    }

    /** What a server still works on must be seen by the new process before it may end. */
    private Child start(Boundary before, Boundary next) {
        boolean waits = before != null && before.moment() == Moment.WAITING;
        if (!waits && next != null) {
            stalls.arm(next);
        }
        int seen = waits ? lab.seen() : 0;
        starts.add(Instant.now());
        Child child = application.launch(before != null);
        if (waits) {
            child.await(() -> lab.seen() > seen, Stalls.PATIENCE, "a look after the kill at " + before);
            stalls.letGo(before);
            if (next != null) {
                stalls.arm(next);
            }
        }
        return child;
    }

    private NightReport end(Child child) {
        child.awaitEnd(TO_THE_END);
        List<Instant> asked = lab.askedByProduct();
        for (int i = 0; i < cases.size() && i + 1 < starts.size(); i++) {
            Instant start = starts.get(i + 1);
            long millis = asked.stream()
                    .filter(at -> at.isAfter(start))
                    .findFirst()
                    .map(at -> Duration.between(start, at).toMillis())
                    .orElse(-1L);
            cases.set(i, cases.get(i).wentOn(millis));
        }
        return new NightReport(name, List.copyOf(cases), judgement.of(child, application.engine()));
    }
}
