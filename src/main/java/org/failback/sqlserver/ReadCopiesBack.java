package org.failback.sqlserver;

import java.util.ArrayList;
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

/**
 * Reads every copy of mgc back once more before the one on B is overwritten: the files from the instance that would be
 * restored from them, and P itself; where B is not fenced, that nothing was written to it since.
 */
final class ReadCopiesBack implements Step {
    static final String NAME = "readCopiesBack";
    /** Evidence: a line for each copy: what, file, host, when it was read back. */
    static final String COPIES = "copies";
    /** Evidence: how P differs from what was backed up on B. */
    static final String DIFFERENCES = "differences since the backup";

    private final Ground ground;

    ReadCopiesBack(Ground ground) {
        this.ground = ground;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "Read every copy of mgc back";
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
        MgcBackup backup =
                ground.looks().at(ground.backup(), run, inquiry -> MgcBackup.of(inquiry, ground.mark(), run.id()));
        List<BackupSet> sets = backup.needed(ground.settings().fence());
        if (sets.isEmpty()) {
            return Finding.blocked(
                    "The run's backup of mgc is not complete any more in msdb of "
                            + ground.backup().serverName() + ".",
                    "Find out who removed it from the backup history. Keep every file; going back is safe.",
                    "DBA",
                    backup.evidence());
        }
        List<String> lines = new ArrayList<>();
        Optional<Finding> objection =
                ground.looks().at(ground.primary(), run, inquiry -> onPrimary(inquiry, sets, lines, run));
        return objection
                .or(() -> ground.looks().at(ground.backup(), run, inquiry -> onBackup(inquiry, lines, run)))
                .orElseGet(() -> {
                    Map<String, String> evidence = new LinkedHashMap<>();
                    evidence.put(DIFFERENCES, "none");
                    evidence.put(COPIES, String.join("\n", lines));
                    return Finding.done(
                            lines.size() + " copies of mgc were read back, and nothing was written since the backup.",
                            evidence);
                });
    }

    private Optional<Finding> onPrimary(Inquiry inquiry, List<BackupSet> sets, List<String> lines, Run run) {
        Optional<Finding> objection = ground.footing(ground.primary()).objection(inquiry, run);
        if (objection.isPresent()) {
            return objection;
        }
        lines.add(line("mgc on the primary, restored and checked", "database mgc", ground.primary()));
        for (BackupSet set : sets) {
            if (!set.isAloneIn(inquiry.ask(Lookup.HEADER, set.file()))) {
                return Optional.of(damaged(set, ground.primary()));
            }
            boolean tail = set.type().equals(BackupSet.LOG);
            lines.add(line(
                    tail ? "Tail of the log of the backup's mgc" : "Full backup of the backup's mgc",
                    set.file(),
                    ground.primary()));
        }
        Optional<Database> mgc = Database.of(inquiry, Database.MGC);
        return mgc.filter(Database::serving).isEmpty()
                ? Optional.of(Finding.blocked(
                        "mgc on " + ground.primary().serverName() + " is "
                                + mgc.map(Database::inWords).orElse("missing") + ".",
                        "Bring it ONLINE, MULTI_USER and READ_WRITE by hand, then try again.",
                        "DBA",
                        Map.of()))
                : RestoredPrimary.objection(inquiry, run, ground);
    }

    private Optional<Finding> onBackup(Inquiry inquiry, List<String> lines, Run run) {
        Optional<BackupSet> full = ground.looks()
                .at(ground.primary(), run, primary -> PrimaryBackup.of(primary, ground.mark(), run.id()))
                .full();
        if (full.filter(set -> set.isAloneIn(inquiry.ask(Lookup.HEADER, set.file())))
                .isEmpty()) {
            return Optional.of(full.map(set -> damaged(set, ground.backup()))
                    .orElse(Finding.blocked(
                            "There is no backup of the primary's mgc of this run.",
                            "Take it first, then try again.",
                            "DBA",
                            Map.of())));
        }
        lines.add(line("Full backup of the primary's mgc", full.get().file(), ground.backup()));
        Optional<Database> mgc = Database.of(inquiry, Database.MGC);
        if (mgc.isEmpty()) {
            return Optional.of(Finding.blocked(
                    "There is no mgc on " + ground.backup().serverName() + " any more.",
                    "Find out who dropped it. Nothing is made in its place; keep every file, and restore the run's backup"
                            + " there by hand if it is to serve again.",
                    "DBA",
                    Map.of()));
        }
        return mgc.filter(Database::online).flatMap(online -> unfenced(inquiry, run));
    }

    /** Without a fence B can be written to, and what is written there now is on no other copy. */
    private Optional<Finding> unfenced(Inquiry inquiry, Run run) {
        List<String> differences = Contents.recorded(run, FenceMgc.NAME, BackUpMgc.NAME)
                .map(recorded -> Contents.of(inquiry).differencesFrom(recorded))
                .orElse(List.of("nobody recorded what the backup held"));
        return differences.isEmpty()
                ? Optional.empty()
                : Optional.of(Finding.endangered(
                        "Data is at risk: mgc on " + ground.backup().serverName() + " was written to since its backup: "
                                + String.join("; ", differences) + ".",
                        "What was written there is on no other copy. Go back, find out who writes, then begin anew.",
                        "manager",
                        Map.of(DIFFERENCES, String.join("; ", differences))));
    }

    private static Finding damaged(BackupSet set, SqlInstance reader) {
        return Finding.endangered(
                "Data is at risk: " + set.file() + ", read from " + reader.serverName()
                        + ", does not hold exactly the one whole backup set that was written.",
                "Overwrite nothing. Find out who changed the file; bring it back, then try again, or go back.",
                "DBA",
                set.evidence("backup"));
    }

    private String line(String copy, String file, SqlInstance host) {
        return String.join(
                "|",
                copy,
                file,
                host.serverName(),
                ground.looks()
                        .clock()
                        .instant()
                        .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                        .toString());
    }
}
