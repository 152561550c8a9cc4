package org.failback.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.failback.nodes.Postgres;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application is killed wherever it can be; each night comes to its proved end, and nothing takes effect twice. */
@Tag("chaos")
class CrashMatrixTest {
    private static final Path TABLE = Path.of("target", "chaos");
    /** One more than cores, since some of them wait. */
    private static final int AT_A_TIME = 3;

    private static final int RANDOM_KILLS = Integer.getInteger("chaos.random", 100);
    /** A random night ends by itself after some 20 kills. */
    private static final int KILLS_OF_A_NIGHT = 25;

    private static final long SEED = Long.getLong("chaos.seed", 1);
    private static final String ONLY = System.getProperty("chaos.only", ".*");
    /** So that the other node's turn comes within seconds, where a kill falls into a running step. */
    private static final Map<String, String> SHORT_LOCK = Map.of(
            "failback.settings.deadlines.sql-server", "15s",
            "failback.settings.deadlines.cmdlet", "15s",
            "failback.settings.deadlines.readiness", "15s",
            "failback.settings.job-lock", "30s");

    /** A night on a lab that was set back for it. */
    private interface Play {
        NightReport on(LabProcess lab, Path folder, Judgement judgement);
    }

    private record Planned(String name, Play play) {}

    @TempDir
    Path folder;

    private volatile Jvm jvm = Jvm.ofThisBuild();
    private final CompletableFuture<Effects> undisturbed = new CompletableFuture<>();
    private final List<NightReport> reports = new CopyOnWriteArrayList<>();

    @Test
    void whereverThePowerGoesNothingRunsTwiceAndNothingIsLost() throws Exception {
        System.out.println("chaos.seed=" + SEED);
        ConcurrentLinkedQueue<Planned> nights = new ConcurrentLinkedQueue<>(nights());
        ExecutorService workers = Executors.newFixedThreadPool(AT_A_TIME);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < AT_A_TIME; i++) {
                int worker = i;
                all.add(workers.submit(() -> work(worker, nights)));
            }
            for (Future<?> one : all) {
                one.get(1, TimeUnit.HOURS);
            }
        } finally {
            workers.shutdownNow();
            CrashTable table = new CrashTable(reports);
            table.write(TABLE);
            System.out.println(table.text());
        }
        assertThat(reports)
                .allSatisfy(report -> assertThat(report.wrong())
                        .as("to replay: mvn -Pchaos verify -Dchaos.seed=" + SEED + " -Dchaos.only=" + report.name())
                        .isEmpty());
        assertThat(reports)
                .allSatisfy(report -> assertThat(report.cases())
                        .as("kills that fell where they were meant to, in " + report.name())
                        .allSatisfy(
                                one -> assertThat(one.wrong()).as(one.where()).isEmpty()));
    }

    private void work(int worker, ConcurrentLinkedQueue<Planned> nights) {
        Path place = folder.resolve("lab-" + worker);
        try (LabProcess lab = LabProcess.start(place)) {
            if (worker == 0) {
                playUndisturbed(lab, place.resolve("undisturbed"), nights.size() > AT_A_TIME);
            }
            for (Planned night = nights.poll(); night != null; night = nights.poll()) {
                lab.reset();
                reports.add(played(night, lab, place.resolve(night.name())));
            }
        } catch (RuntimeException | AssertionError e) {
            undisturbed.completeExceptionally(e);
            throw e;
        }
    }

    /** A night that cannot go on is one of the findings, and others go on. */
    private NightReport played(Planned night, LabProcess lab, Path place) {
        try {
            return night.play().on(lab, place, new Judgement(lab, undisturbed::join));
        } catch (RuntimeException | AssertionError stuck) {
            return new NightReport(night.name(), List.of(), List.of("stuck: " + stuck.getMessage()));
        }
    }

    /** @param shares whether so many starts follow that an archive of classes is worth its while */
    private void playUndisturbed(LabProcess lab, Path place, boolean shares) {
        if (!shares) {
            undisturbed.complete(effects(lab, place, Jvm::ofThisBuild));
            return;
        }
        SharedClasses classes = SharedClasses.in(folder.resolve("classes"));
        undisturbed.complete(effects(lab, place, classes::listing));
        // Nights that have begun meanwhile go on with it.
        jvm = classes.archived();
    }

    private static Effects effects(LabProcess lab, Path place, Supplier<Jvm> jvm) {
        Application application = Application.drill(jvm, lab, place);
        try (Child child = application.launch(false)) {
            child.awaitEnd(Night.TO_THE_END);
            EngineCopy engine = application.engine();
            Effects effects = Effects.of(lab, engine.last().run());
            assertThat(new Judgement(lab, () -> effects).of(child, engine)).isEmpty();
            return effects;
        }
    }

    private Jvm jvm() {
        return jvm;
    }

    private List<Planned> nights() {
        List<Planned> nights = new ArrayList<>();
        // The longest first, so that both hands are full to the end.
        nights.add(new Planned("two-nodes", this::twoNodes));
        String half = "restore-of-half-an-hour";
        nights.add(new Planned(
                half, (lab, place, judgement) -> new LongRestore(half, this::jvm, lab, place, judgement).play()));
        for (int i = 0; i < Boundaries.NIGHTS; i++) {
            int night = i;
            String name = "every-boundary-" + (i + 1);
            nights.add(new Planned(
                    name,
                    (lab, place, judgement) -> new Night(name, lab, Application.drill(this::jvm, lab, place), judgement)
                            .killedAt(boundaries(lab).ofNight(night))));
        }
        for (int i = 0; i * KILLS_OF_A_NIGHT < RANDOM_KILLS; i++) {
            long seed = SEED + i;
            String name = "random-" + (i + 1);
            nights.add(new Planned(
                    name,
                    (lab, place, judgement) -> new Night(name, lab, Application.drill(this::jvm, lab, place), judgement)
                            .killedAtRandom(KILLS_OF_A_NIGHT, new Random(seed))));
        }
        nights.add(new Planned("every-gate", this::gates));
        nights.add(new Planned("connection-lost-before", losing("connection-lost-before", Moment.ARRIVED)));
        nights.add(new Planned("connection-lost-after", losing("connection-lost-after", Moment.EFFECTIVE)));
        nights.removeIf(night -> !night.name().matches(ONLY));
        return nights;
    }

    private Play losing(String name, Moment moment) {
        return (lab, place, judgement) -> new Night(name, lab, Application.drill(this::jvm, lab, place), judgement)
                .connectionsLostAt(boundaries(lab).all(moment));
    }

    private NightReport gates(LabProcess lab, Path place, Judgement judgement) {
        return new Night("every-gate", lab, Application.nodeOnH2(this::jvm, lab, place, 1), judgement)
                .killedAtGates(answers -> Application.nodeOnH2(this::jvm, lab, place, answers));
    }

    private NightReport twoNodes(LabProcess lab, Path place, Judgement judgement) {
        try (Postgres postgres = Postgres.start(place)) {
            return new Pair(
                            "two-nodes",
                            lab,
                            node -> Application.nodeOnPostgres(
                                    this::jvm,
                                    lab,
                                    place.resolve("node-" + node),
                                    postgres.url(),
                                    postgres.database(),
                                    SHORT_LOCK),
                            judgement)
                    .killedAt(boundaries(lab).ofNight(1));
        }
    }

    private static Boundaries boundaries(LabProcess lab) {
        return new Boundaries(SentCommands.of(lab.address()));
    }
}
