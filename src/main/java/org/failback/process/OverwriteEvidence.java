package org.failback.process;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.failback.estate.Estate;
import org.failback.step.Gate;
import org.failback.step.Run;

/** What managers weigh before the copy of mgc on the backup is overwritten: what is left then, and what getting back costs. */
final class OverwriteEvidence {
    private final Estate estate;
    private final Procedure procedure;

    OverwriteEvidence(Estate estate, Procedure procedure) {
        this.estate = estate;
        this.procedure = procedure;
    }

    void show(Run run, Map<String, Object> shown) {
        String primary = estate.primaryInstance().serverName();
        String backup = estate.backupInstance().serverName();
        shown.put(
                GateEvidence.RELEASES,
                Release.at(Gate.OVERWRITE_BACKUP, procedure, run).toString());
        shown.put("summary", "mgc on " + backup + " becomes the log shipping copy of the primary's.");
        shown.put(
                "warnings",
                List.of(
                        primary + " is not mirrored: until its mirror is set up again, nothing else can serve at once.",
                        "Log shipping takes over every log backup of mgc on " + primary
                                + ": a log backup that goes elsewhere breaks it."));
        shown.put("copies", copies(run));
        shown.put("standing", standing(run));
        shown.put("moves", Rows.moves(run, "move-list-on-backup", "files-in-primary-backup", "free-on-backup"));
        shown.put("commands", Rows.commands(procedure, Gate.OVERWRITE_BACKUP, run.factsAtGate()));
    }

    private static List<Map<String, String>> copies(Run run) {
        return run.lastFound("readCopiesBack").map(found -> found.data().get("copies")).stream()
                .flatMap(String::lines)
                .map(line -> line.split("\\|"))
                .map(part -> Rows.row(
                        "copy", part[0], "file", part[1], "host", part[2], "readBack", Rows.at(Instant.parse(part[3]))))
                .toList();
    }

    private List<Map<String, String>> standing(Run run) {
        List<Map<String, String>> rows = new ArrayList<>();
        rows.add(Rows.row(
                "what",
                "What is overwritten",
                "value",
                "mgc on " + estate.backupInstance().serverName()
                        + ", as it was served in the backup data center; with it goes the last copy that could serve there"
                        + " at once."));
        rows.add(Rows.row("what", "Differences since the backup", "value", differences(run)));
        for (String step : List.of("proveEquality", "checkMgcOnPrimary", "verifyPrimaryBackup")) {
            run.lastFound(step)
                    .ifPresent(found -> rows.add(
                            Rows.row("what", procedure.step(step).orElseThrow().title(), "value", Rows.found(found))));
        }
        rows.add(
                Rows.row(
                        "what",
                        "Getting back once it is overwritten",
                        "value",
                        Took.of(run, "restoreMgc")
                                        .map(took -> Rows.words(took) + " for the restore alone, as long as it took on "
                                                + estate.primaryInstance().serverName())
                                        .orElse("unknown: this run did not restore mgc itself")
                                + "; managers are asked again before that. Then an integrity check, and the servers of before set again."));
        rows.add(Rows.row(
                "what",
                "Mirroring",
                "value",
                estate.primaryInstance().serverName()
                        + " is not mirrored. Setting its mirror up takes a log backup, which must go into log shipping's"
                        + " folder; log shipping is then set up on the mirror, too."));
        return rows;
    }

    private static String differences(Run run) {
        return run.lastFound("readCopiesBack")
                .map(found -> found.data().get("differences since the backup"))
                .orElse("not known");
    }
}
