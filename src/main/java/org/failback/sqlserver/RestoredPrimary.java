package org.failback.sqlserver;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.failback.step.Finding;
import org.failback.step.Run;

/** That P still is what this run restored: asked again before anything is built on it. */
final class RestoredPrimary {
    private RestoredPrimary() {}

    /** BLOCKED where it is not; mgc must be ONLINE. */
    static Optional<Finding> objection(Inquiry primary, Run run, Ground ground) {
        String where = "mgc on " + ground.primary().serverName();
        Optional<Contents> recorded = Contents.recorded(run, FenceMgc.NAME, BackUpMgc.NAME);
        Optional<String> meant =
                run.lastFound(RestoreMgc.NAME).map(entry -> entry.data().get(RestoreMgc.RESTORED_FROM));
        Contents here = Contents.of(primary);
        if (recorded.isEmpty() || meant.isEmpty()) {
            return Optional.of(Finding.blocked(
                    "This run has no record of what it restored to " + where + ".",
                    "Go back, then begin anew.",
                    "DBA",
                    here.evidence()));
        }
        boolean restored = primary.ask(Lookup.RESTORES, Database.MGC).stream()
                .findFirst()
                .filter(row -> row.text("backup_set_uuid").equalsIgnoreCase(meant.get()))
                .isPresent();
        List<String> differences = here.differencesFrom(recorded.get());
        if (restored && differences.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Finding.endangered(
                "Data is at risk: " + where + " is no longer what this run restored: "
                        + (restored ? String.join("; ", differences) : "the last restore there was from another backup")
                        + ".",
                "Find out who used or restored it before the pool went live. "
                        + (run.intended(InitializeSecondary.NAME)
                                ? "Keep every file; the backups of this run are what is left."
                                : "The copy on " + ground.backup().serverName() + " is as it was; going back is safe."),
                "DBA",
                new java.util.LinkedHashMap<>(Map.of("differences", String.join("; ", differences)))));
    }
}
