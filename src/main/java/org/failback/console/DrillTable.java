package org.failback.console;

import java.time.Duration;
import java.time.Instant;
import org.failback.step.Claim;

/** The two tables at the end of a drill: what was done, and what it proves. */
final class DrillTable {
    private DrillTable() {}

    static String of(DrillReport report) {
        StringBuilder text =
                new StringBuilder("\nREHEARSAL: ").append(report.rehearsal()).append("\n\n");
        text.append(String.format("%-26s %-24s %9s  %s%n", "STEP", "HOST", "SECONDS", "FINDING"));
        for (DrillReport.StepLine step : report.steps()) {
            Duration took = Duration.between(Instant.parse(step.startedAt()), Instant.parse(step.endedAt()));
            text.append(String.format(
                    "%-26s %-24s %9.2f  %s%n", step.id(), step.host(), took.toMillis() / 1000.0, step.finding()));
        }
        text.append(String.format("%n%-7s %-62s %s%n", "HOLDS", "CLAIM", "EVIDENCE"));
        for (Claim proof : report.proofs()) {
            text.append(
                    String.format("%-7s %-62s %s%n", proof.holds() ? "yes" : "NO", proof.claim(), proof.evidence()));
        }
        return text.append(String.format("%nOutcome: %s (%s)%n", report.outcome(), report.end()))
                .toString();
    }
}
