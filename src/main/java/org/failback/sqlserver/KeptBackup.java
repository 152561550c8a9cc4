package org.failback.sqlserver;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.failback.estate.Settings.Fence;
import org.failback.step.Run;

/**
 * What B's mgc can be made from again: the run's full backup of it, and the last log, which the fence took or, without a
 * fence, the job that overwrote it.
 */
record KeptBackup(Optional<BackupSet> full, Optional<BackupSet> lastLog) {
    static KeptBackup of(Inquiry backup, Ground ground, Run run) {
        MgcBackup own = MgcBackup.of(backup, ground.mark(), run.id());
        Optional<BackupSet> log = ground.settings().fence() == Fence.TAIL_LOG
                ? own.tail()
                : backup.ask(Lookup.BACKUPS_BY_NAME, InitializeSecondary.lateTailName(run.id()), Database.MGC).stream()
                        .map(BackupSet::of)
                        .filter(BackupSet::sound)
                        .reduce((earlier, later) -> later);
        return new KeptBackup(own.full(), log);
    }

    /** Whether the log goes on without a gap from the full backup into the last log. */
    boolean whole() {
        return full.isPresent()
                && lastLog.isPresent()
                && lastLog.get().firstLsn().compareTo(full.get().lastLsn()) <= 0;
    }

    List<BackupSet> sets() {
        return List.of(full.orElseThrow(), lastLog.orElseThrow());
    }

    Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        full.ifPresent(set -> {
            facts.put(FactName.BACKUP_FILE, set.file());
            facts.put(FactName.BACKUP_SET, set.uuid());
        });
        lastLog.ifPresent(set -> {
            facts.put(FactName.LAST_LOG_FILE, set.file());
            facts.put(FactName.LAST_LOG_SET, set.uuid());
        });
        return facts;
    }

    Map<String, String> evidence() {
        Map<String, String> evidence = new LinkedHashMap<>();
        full.ifPresent(set -> evidence.putAll(set.evidence("full backup")));
        lastLog.ifPresent(set -> evidence.putAll(set.evidence("last log")));
        return evidence;
    }
}
