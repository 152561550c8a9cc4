package org.failback.chaos;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What took effect in the lab, from its statement logs: each statement that changes something, on which server, how often.
 *
 * @param counts by server and statement, with what differs from night to night left out
 */
record Effects(Map<String, Integer> counts) {
    private static final Pattern CHANGES = Pattern.compile(
            "(BACKUP|RESTORE\\s+(DATABASE|LOG)|ALTER|CREATE|DROP|KILL|RECONFIGURE)\\b.*"
                    + "|EXEC\\b.*\\b(sp_add_\\w+|sp_delete_\\w+|sp_update_\\w+|sp_start_job|sp_stop_job|sp_attach_\\w+|sp_change_\\w+"
                    + "|sp_executesql\\s+N'\\s*DECLARE @user)\\b.*"
                    + "|(Set|Start|Stop|Invoke)-.*|Get-.*\\|\\s*Set-.*",
            Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
    /** The program of log shipping's jobs, which goes on by schedule as long as a night lasts. */
    private static final String LOG_SHIPPING = "sqllogship";

    static Effects of(LabProcess lab, String run) {
        Map<String, Integer> counts = new TreeMap<>();
        for (String server : lab.servers()) {
            Set<String> shipped = new HashSet<>();
            for (List<String> row : lab.ask(
                    server,
                    "SELECT application, statement FROM lab.dbo.statement_log WHERE outcome = N'ok' AND application <> N'"
                            + LabProcess.CLIENT + "' ORDER BY at")) {
                String statement = row.get(1);
                boolean first = shipped.isEmpty();
                // Another file is what the schedule ships later; the same file once more would be a duplicate.
                boolean later = row.get(0).equals(LOG_SHIPPING) && shipped.add(statement) && !first;
                if (CHANGES.matcher(statement).matches() && !later) {
                    counts.merge(server + ": " + plain(statement, run), 1, Integer::sum);
                }
            }
        }
        return new Effects(counts);
    }

    private static String plain(String statement, String run) {
        return statement
                .replace(run, "{run}")
                .replaceAll("\\s+", " ")
                .replaceAll("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}", "{guid}")
                .replaceAll("\\b\\d{14}\\b", "{time}")
                .replaceAll("(?<=@active_start_(date|time) = )\\d+", "{when}")
                .replaceAll("_\\d{14}\\.", "_{time}.");
    }

    /** What differs from an undisturbed night, in words. */
    List<String> differencesFrom(Effects undisturbed) {
        List<String> differences = new ArrayList<>();
        TreeSet<String> all = new TreeSet<>(counts.keySet());
        all.addAll(undisturbed.counts.keySet());
        for (String statement : all) {
            int wanted = undisturbed.counts.getOrDefault(statement, 0);
            int found = counts.getOrDefault(statement, 0);
            if (found != wanted) {
                differences.add((found > wanted ? "duplicate" : "lost") + ": " + found + " times instead of " + wanted
                        + ": " + statement);
            }
        }
        return differences;
    }

    /** How often statements with this text took effect on a server. */
    int times(String server, String text) {
        return counts.entrySet().stream()
                .filter(one ->
                        one.getKey().startsWith(server + ": ") && one.getKey().contains(text))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    int total() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
