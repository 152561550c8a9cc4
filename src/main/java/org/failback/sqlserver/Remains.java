package org.failback.sqlserver;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.failback.estate.Compliance;
import org.failback.estate.Estate;
import org.failback.estate.SqlInstance;
import org.failback.step.Entry;
import org.failback.step.Run;

/** What a finished failback leaves for people to do or to know, as its journal tells it. */
public final class Remains {
    private final Estate estate;

    public Remains(Estate estate) {
        this.estate = estate;
    }

    /** What, and what to know of it, in the order in which people should read it. */
    public Map<String, String> of(Run run) {
        Map<String, String> remains = new LinkedHashMap<>();
        Map<String, String> states =
                run.lastFound("proveOnlyPrimaryServes").map(Entry::data).orElse(Map.of());
        String primary = estate.primaryInstance().serverName();
        if (state(states, estate.primaryInstance()).contains("not mirrored")) {
            remains.put(
                    "mgc on " + primary + " is not mirrored",
                    "Until its mirror is set up again there is no other copy to fail over to at once. Setting mirroring up"
                            + " takes a log backup, which breaks log shipping unless it goes to log shipping's folder;"
                            + " afterwards log shipping must be set up on the mirror, too.");
        }
        estate.backup()
                .mirror()
                .filter(mirror -> state(states, mirror).startsWith("RESTORING"))
                .ifPresent(
                        mirror -> remains.put(
                                "A stale copy of mgc on " + mirror.serverName(),
                                "It is RESTORING and of no use any more. Drop it before the next failover mirrors to that server."));
        estate.compliance()
                .ifPresent(compliance -> remains.put(
                        "mgccomp on " + compliance.backup().serverName(),
                        "It holds the compliance events of the time in the backup data center and was not brought back. Keep"
                                + " it, or its backup, as long as your rules ask for it."));
        estate.compliance()
                .flatMap(Compliance::backupMirror)
                .ifPresent(
                        mirror -> remains.put(
                                "A stale copy of mgccomp on " + mirror.serverName(),
                                "It is RESTORING since mirroring was removed. Drop it before the next failover mirrors to that server."));
        kept(run).forEach((what, file) -> remains.put(what, file + ". It stays until you delete it."));
        List<String> earlier = earlier(run);
        if (!earlier.isEmpty()) {
            remains.put(
                    "Files of earlier attempts",
                    String.join("; ", earlier) + ". Each may be whole, in part, or missing. Delete them.");
        }
        remains.put(
                "Log backups",
                LogShipping.folder(estate.storage(), run.id()) + ". Log shipping deletes them after "
                        + estate.storage().logShipping().keepFiles().toHours() + " hours.");
        return remains;
    }

    private static String state(Map<String, String> states, SqlInstance instance) {
        return states.getOrDefault(OnlyPrimaryServes.MGC_ON + instance.serverName(), "");
    }

    private static Map<String, String> kept(Run run) {
        Map<String, String> files = new LinkedHashMap<>();
        put(files, "Backup of the backup's mgc", run.fact(FactName.BACKUP_FILE));
        put(files, "Tail of its log", run.fact(FactName.TAIL_FILE));
        put(
                files,
                "Tail of its log before it was overwritten",
                evidence(run, InitializeSecondary.NAME, InitializeSecondary.LATE_TAIL));
        put(files, "Backup of mgccomp", run.fact(FactName.MGCCOMP_FILE));
        put(files, "Backup of the primary's mgc", run.fact(FactName.PRIMARY_FILE));
        put(files, "Safety copy of what was on the primary", evidence(run, KeepSafetyCopy.NAME, "safety copy"));
        return files;
    }

    /** What an attempt was to write that another attempt took the place of. */
    private static List<String> earlier(Run run) {
        return Stream.of(FactName.BACKUP_FILE, FactName.TAIL_FILE, FactName.MGCCOMP_FILE, FactName.PRIMARY_FILE)
                .flatMap(fact -> run.of(Entry.Kind.FACT)
                        .map(entry -> entry.data().get(fact))
                        .filter(file ->
                                file != null && !file.equals(run.fact(fact).orElseThrow())))
                .distinct()
                .toList();
    }

    private static Optional<String> evidence(Run run, String step, String label) {
        return run.lastFound(step).map(found -> found.data().get(label));
    }

    private static void put(Map<String, String> files, String what, Optional<String> file) {
        file.ifPresent(path -> files.put(what, path));
    }
}
