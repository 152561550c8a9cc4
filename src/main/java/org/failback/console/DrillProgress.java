package org.failback.console;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.failback.process.Procedure;
import org.failback.step.Entry;
import org.failback.step.Finding;
import org.failback.step.Run;
import org.failback.step.Step;

/** Shows how far a drill is: a line for each thing that happened, and on a terminal one that moves. */
final class DrillProgress {
    private static final int WIDTH = 110;

    private final PrintWriter out;
    private final boolean terminal;
    private final Procedure procedure;
    private final Supplier<Map<String, Finding>> seen;
    private final Clock clock;
    private long shown;
    private boolean moving;

    /** @param seen newest looks of the watcher, run and step to finding */
    DrillProgress(
            PrintWriter out, boolean terminal, Procedure procedure, Supplier<Map<String, Finding>> seen, Clock clock) {
        this.out = out;
        this.terminal = terminal;
        this.procedure = procedure;
        this.seen = seen;
        this.clock = clock;
    }

    /** What another process has shown already is not shown again. */
    void goOn(Run run) {
        Entry last = run.entries().get(run.entries().size() - 1);
        shown = last.number();
        out.printf("REHEARSAL %7s  goes on with %s%n", elapsed(run, clock.instant()), run.id());
        out.flush();
    }

    void show(Run run) {
        for (Entry entry : run.entries()) {
            if (entry.number() > shown) {
                shown = entry.number();
                line(run, entry);
            }
        }
        if (terminal) {
            seen.get().forEach((key, finding) -> moving(run, key.substring(key.indexOf('/') + 1), finding));
        }
        out.flush();
    }

    private void line(Run run, Entry entry) {
        String text = switch (entry.kind()) {
            case RUN_STARTED, RUN_ENDED -> entry.text();
            case INTENT -> "  sends to " + entry.host() + ": " + entry.data().get("effect");
            case FOUND -> "  " + entry.data().get("verdict") + ": " + entry.text();
            case DECISION -> entry.actor() + " decided: " + entry.data().get(Run.CHOICE);
            case NOTE ->
                "  NEEDS A PERSON: " + entry.text() + " " + entry.data().get("remedy");
            case FACT, OUTCOME -> "";
        };
        if (text.isEmpty()) {
            return;
        }
        clearMoving();
        out.printf("REHEARSAL %7s  %-24s %s%n", elapsed(run, entry.at()), title(entry.step()), text);
    }

    private void moving(Run run, String step, Finding finding) {
        String percent = finding.percent() < 0 ? "" : finding.percent() + " %";
        String what = procedure.step(step).map(Step::title).orElse(step);
        String text = String.format(
                "REHEARSAL %7s  %s: %s: %s %s",
                elapsed(run, clock.instant()), title(step), what, percent, finding.summary());
        out.print("\r" + String.format("%-" + WIDTH + "s", text.length() > WIDTH ? text.substring(0, WIDTH) : text));
        moving = true;
    }

    private void clearMoving() {
        if (moving) {
            out.print("\r" + " ".repeat(WIDTH) + "\r");
            moving = false;
        }
    }

    private String title(String step) {
        return procedure.parts().stream()
                .filter(part -> part.step().name().equals(step))
                .findFirst()
                .map(part -> part.phase())
                .orElse(step);
    }

    private static String elapsed(Run run, Instant now) {
        Duration elapsed = Duration.between(run.entries().get(0).at(), now);
        return String.format("%d:%02d.%d", elapsed.toMinutes(), elapsed.toSecondsPart(), elapsed.toMillisPart() / 100);
    }
}
