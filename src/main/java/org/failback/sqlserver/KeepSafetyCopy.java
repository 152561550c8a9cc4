package org.failback.sqlserver;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.failback.step.Command;
import org.failback.step.Facts;
import org.failback.step.Finding;
import org.failback.step.Gate;
import org.failback.step.Run;
import org.failback.step.Step;

/** Keeps what is on P before it is overwritten, however empty it is said to be. */
final class KeepSafetyCopy implements Step {
    static final String NAME = "keepSafetyCopy";

    private final Ground ground;

    KeepSafetyCopy(Ground ground) {
        this.ground = ground;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "Keep a safety copy of mgc on " + ground.primary().serverName();
    }

    @Override
    public Gate gate() {
        return Gate.RESTORE;
    }

    @Override
    public boolean longRunning() {
        return true;
    }

    static String backupName(String run) {
        return "Failback " + run + " mgc of the primary before the restore";
    }

    /** The sound copy that the run took, if it did. */
    static Optional<BackupSet> taken(Inquiry primary, Mark mark, String run) {
        return primary.ask(Lookup.BACKUPS_SINCE_MARK, mark.job(), Database.MGC).stream()
                .map(BackupSet::of)
                .filter(set -> set.type().equals(BackupSet.FULL) && set.name().equals(backupName(run)) && set.sound())
                .findFirst();
    }

    /**
     * What stands for a copy of what is on P: the one that the run took, or one of an earlier attempt, or nothing but that
     * mgc there holds nothing of its own.
     */
    static Optional<Map<String, String>> standing(Inquiry primary, Mark mark, String run) {
        return taken(primary, mark, run)
                .map(set -> set.evidence("safety copy"))
                .or(() -> Database.of(primary, Database.MGC)
                        .filter(mgc -> !mgc.mirrored())
                        .flatMap(mgc -> EarlierAttempt.of(primary, mgc))
                        .filter(EarlierAttempt::nothingOfItsOwn)
                        .map(earlier -> earlier.copy()
                                .map(copy -> copy.evidence("safety copy"))
                                .orElseGet(() -> Seen.of("nothing of its own", earlier.words()))));
    }

    @Override
    public Map<String, String> facts(Run run) {
        return ground.looks().at(ground.primary(), run, inquiry -> {
            Map<String, String> facts = new LinkedHashMap<>();
            Optional<Database> mgc = Database.of(inquiry, Database.MGC);
            facts.put(
                    FactName.ON_PRIMARY,
                    mgc.filter(Database::online).isPresent()
                            ? inWords(Contents.of(inquiry))
                            : mgc.map(Database::inWords).orElse("no mgc"));
            return facts;
        });
    }

    private static String inWords(Contents contents) {
        return contents.messages() + " messages, "
                + contents.rows().values().stream().mapToLong(Long::longValue).sum() + " rows in "
                + contents.rows().size() + " tables";
    }

    @Override
    public Finding look(Run run) {
        return ground.looks()
                .at(
                        ground.primary(),
                        run,
                        inquiry -> ground.footing(ground.primary())
                                .objection(inquiry, run)
                                .orElseGet(() -> LongWork.decide(
                                        "The safety copy of mgc",
                                        LongWork.truth(inquiry, ground.job(ground.primary(), NAME), run),
                                        () -> standing(inquiry, ground.mark(), run.id())
                                                .map(evidence -> Finding.done(
                                                        evidence.containsKey("safety copy")
                                                                ? "What was on the primary lies in "
                                                                        + evidence.get("safety copy") + "."
                                                                : "mgc on the primary holds nothing of its own: "
                                                                        + evidence.get("nothing of its own") + ".",
                                                        evidence)),
                                        () -> before(inquiry))));
    }

    private Finding before(Inquiry inquiry) {
        Optional<Database> found = Database.of(inquiry, Database.MGC);
        if (found.filter(mgc -> mgc.serving() && !mgc.mirrored()).isEmpty()) {
            return Finding.blocked(
                    "mgc on " + ground.primary().serverName() + " is "
                            + found.map(Database::inWords).orElse("missing")
                            + "; it must be ONLINE, MULTI_USER and not mirrored for a copy of it to be kept.",
                    "Install mgc on the primary with Topology Builder, or bring it ONLINE, then try again.",
                    "DBA",
                    found.map(Database::evidence).orElse(Map.of()));
        }
        Map<String, String> evidence = new LinkedHashMap<>(found.orElseThrow().evidence());
        evidence.putAll(Contents.of(inquiry).evidence());
        return Finding.needed("No copy of mgc on the primary is kept yet.", evidence);
    }

    @Override
    public List<Command> commands(Facts facts) {
        String server = ground.primary().serverName();
        String run = facts.get(Facts.RUN);
        // The attempt stands in the name itself: what managers approved at the gate holds for a further attempt too.
        String file = new Folder(ground.estate().storage().primaryFolder())
                .file("mgc_before_" + run + "_" + facts.get(Facts.ATTEMPT) + ".bak");
        Guard guard = ground.guard(ground.primary(), facts);
        String step = BackupBatch.database(
                guard.database(Database.MGC, Guard.UNMIRRORED, "ONLINE"),
                Database.MGC,
                "COPY_ONLY, ",
                file,
                backupName(run),
                "mgc of the primary before it was overwritten",
                "this is not " + server + " held by this run, or mgc is not ONLINE without mirroring.");
        return List.of(ground.job(ground.primary(), NAME)
                .start(
                        facts,
                        guard,
                        "Keeps a copy of what is in mgc on " + server + "; nothing is changed.",
                        "Run " + run + ": keeps a copy of mgc before it is overwritten.",
                        List.of(JobStep.only("Back up mgc", step))));
    }
}
