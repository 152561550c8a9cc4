package org.failback.sqlserver;

import java.util.LinkedHashMap;
import java.util.Map;
import org.failback.step.Entry;
import org.failback.step.Run;

/** What going back would restore on B, as the run's journal tells it. */
public record KeptCopy(Run run) {
    /** What, and its value, in the order in which people should read it. */
    public Map<String, String> lines() {
        Map<String, String> lines = new LinkedHashMap<>();
        Contents.recorded(run, FenceMgc.NAME, BackUpMgc.NAME).ifPresent(contents -> {
            Map<String, String> evidence = contents.evidence();
            lines.put(
                    "What is restored",
                    evidence.get("messages") + " messages, the newest of " + evidence.get("newest message"));
        });
        Map<String, String> seen =
                run.lastFound(CheckBackupCopy.NAME).map(Entry::data).orElse(Map.of());
        for (String part : new String[] {"full backup", "last log"}) {
            if (seen.containsKey(part)) {
                lines.put(
                        part.equals("full backup") ? "Full backup" : "Last log",
                        seen.get(part) + ", " + seen.get(part + ": size") + ", finished "
                                + seen.get(part + ": finished"));
            }
        }
        return lines;
    }
}
