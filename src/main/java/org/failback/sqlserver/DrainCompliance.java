package org.failback.sqlserver;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.failback.estate.SqlInstance;
import org.failback.step.Command;
import org.failback.step.Entry;
import org.failback.step.Facts;
import org.failback.step.Finding;
import org.failback.step.Gate;
import org.failback.step.InWords;
import org.failback.step.Run;
import org.failback.step.Step;

/** Waits until the compliance service has processed what lies in mgccomp, or a person waives it by name. */
final class DrainCompliance implements Step {
    static final String NAME = "drainCompliance";
    private static final String UNPROCESSED = "unprocessed rows";

    private final Ground ground;

    DrainCompliance(Ground ground) {
        this.ground = ground;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "Let the compliance service process what lies in mgccomp";
    }

    @Override
    public Gate gate() {
        return Gate.NONE;
    }

    @Override
    public boolean longRunning() {
        return true;
    }

    @Override
    public List<Command> commands(Facts facts) {
        return List.of();
    }

    @Override
    public Finding look(Run run) {
        return ground.complianceBackup()
                .map(on -> ground.looks().at(on, run, inquiry -> look(inquiry, on, run)))
                .orElseGet(() -> Finding.done("Compliance is not deployed.", Map.of()));
    }

    private Finding look(Inquiry inquiry, SqlInstance on, Run run) {
        Optional<Entry> waiver = run.waiver(NAME);
        Optional<Database> mgccomp = Database.of(inquiry, Database.MGCCOMP).filter(Database::online);
        if (mgccomp.isEmpty()) {
            return Finding.blocked(
                    "mgccomp on " + on.serverName() + " is not ONLINE, so nobody can say what is unprocessed.",
                    "Bring it back ONLINE, then try again.",
                    "DBA",
                    Map.of());
        }
        long rows = inquiry.ask(Lookup.UNPROCESSED_COMPLIANCE).get(0).number("unprocessed");
        Map<String, String> evidence = new LinkedHashMap<>();
        evidence.put(UNPROCESSED, String.valueOf(rows));
        if (rows == 0) {
            return Finding.done("Every compliance event is processed.", evidence);
        }
        if (waiver.isPresent()) {
            evidence.put("waived by", waiver.get().actor() + ", " + waiver.get().at());
            return Finding.done(rows + " unprocessed compliance events were waived by name.", evidence);
        }
        Duration wait = ground.settings().complianceWait();
        Duration waited = run.firstFound(NAME)
                .map(first ->
                        Duration.between(first.at(), ground.looks().clock().instant()))
                .orElse(Duration.ZERO);
        return waited.compareTo(wait) < 0
                ? Finding.running(
                        rows + " compliance events are unprocessed; the adapter works at intervals of its own.",
                        (int) (100 * waited.toMillis() / Math.max(1, wait.toMillis())),
                        evidence)
                : Finding.blocked(
                        rows + " compliance events are still unprocessed after " + InWords.of(waited) + ".",
                        "See whether the compliance service runs and its adapter is configured, then try again; or waive"
                                + " them by name: they stay in the backup of mgccomp.",
                        "Lync administrator",
                        evidence);
    }
}
