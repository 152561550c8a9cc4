package org.failback.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.failback.estate.Estate;
import org.failback.sqlserver.KeptCopy;
import org.failback.step.Gate;
import org.failback.step.Run;

/** What managers weigh before the kept backup is restored over the backup's copy: the cost first, then what comes of it. */
final class RestoreCopyEvidence {
    private final Estate estate;
    private final Procedure procedure;

    RestoreCopyEvidence(Estate estate, Procedure procedure) {
        this.estate = estate;
        this.procedure = procedure;
    }

    void show(Run run, Map<String, Object> shown) {
        String primary = estate.primaryInstance().serverName();
        String backup = estate.backupInstance().serverName();
        shown.put(
                GateEvidence.RELEASES,
                Release.at(Gate.RESTORE_COPY, procedure, run).toString());
        shown.put("summary", "mgc on " + backup + " is made again what was served there; the failback is given up.");
        shown.put(
                "warnings",
                List.of(
                        "Log shipping is removed, and mgc on " + primary
                                + " is taken OFFLINE: this run cannot go forward any"
                                + " more. What it did has to be done again.",
                        "mgc on " + backup
                                + " is not mirrored afterwards. Refusing leaves everything as it is, and the run goes"
                                + " on setting up log shipping."));
        shown.put("cost", cost(run));
        shown.put("restored", restored(run));
        shown.put("stays", stays());
        shown.put("commands", Rows.commands(procedure, Gate.RESTORE_COPY, run.factsAtGate()));
    }

    private List<Map<String, String>> cost(Run run) {
        List<Map<String, String>> rows = new ArrayList<>();
        rows.add(Rows.row("what", "The restore alone", "value", restoreTakes(run)));
        rows.add(Rows.row(
                "what",
                "The integrity check after it",
                "value",
                Took.of(run, "checkMgcOnBackup")
                        .map(took -> Rows.words(took) + ", as long as it took there before")
                        .orElse("unknown: this run did not check mgc there itself")));
        rows.add(Rows.row(
                "what",
                "Chat",
                "value",
                "stays out of service until all of this is done and the servers of before are set again."));
        return rows;
    }

    /** The same instance restored as much a while ago; else the other one did. */
    private String restoreTakes(Run run) {
        Optional<String> here = Took.of(run, "initializeSecondary")
                .map(took -> Rows.words(took) + ", as long as overwriting it took on "
                        + estate.backupInstance().serverName());
        return here.or(() -> Took.of(run, "restoreMgc")
                        .map(took -> Rows.words(took) + ", as long as it took on "
                                + estate.primaryInstance().serverName()))
                .orElse("unknown: this run has restored mgc nowhere by itself");
    }

    private List<Map<String, String>> restored(Run run) {
        List<Map<String, String>> rows = new ArrayList<>();
        run.lastFound("checkBackupCopy")
                .ifPresent(found -> rows.add(Rows.row("what", "How it stands", "value", Rows.found(found))));
        new KeptCopy(run).lines().forEach((what, value) -> rows.add(Rows.row("what", what, "value", value)));
        rows.add(Rows.row(
                "what",
                "Lost by it",
                "value",
                "nothing that users wrote: nobody could write since that moment. mgc on the primary is compared once more"
                        + " before it is taken OFFLINE."));
        return rows;
    }

    private List<Map<String, String>> stays() {
        List<Map<String, String>> rows = new ArrayList<>();
        rows.add(Rows.row(
                "what",
                "mgc on " + estate.primaryInstance().serverName(),
                "value",
                "OFFLINE, with what was restored to it. The next attempt says so and overwrites it."));
        rows.add(Rows.row(
                "what",
                "Files",
                "value",
                "every backup of this run, on the share and on "
                        + estate.primaryInstance().serverName() + "; log shipping's folder with its log backups."));
        rows.add(Rows.row(
                "what",
                "To be set up again by hand",
                "value",
                "mirroring of mgc and mgccomp on " + estate.backupInstance().serverName() + "."));
        return rows;
    }
}
