package org.failback.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.failback.estate.Credential;
import org.failback.estate.SqlInstance;
import org.failback.step.Command;
import org.failback.step.Facts;
import org.failback.step.Finding;
import org.failback.step.Gate;
import org.failback.step.Run;
import org.failback.step.Step;

/** A step of a test: what it finds is told beforehand, and sending its command brings its effect about. */
final class ScriptedStep implements Step {
    private static final Credential NOBODY = new Credential("nobody", "env:NOBODY");
    static final SqlInstance HOST = new SqlInstance(
            "host.example.test", Optional.empty(), 1433, Optional.empty(), Optional.empty(), NOBODY, NOBODY);

    private final String name;
    private final Gate gate;
    private final boolean longRunning;
    private final boolean acts;
    private final Deque<Finding> told = new ArrayDeque<>();
    private Finding state;
    String text;

    ScriptedStep(String name, Gate gate, boolean longRunning, boolean acts) {
        this.name = name;
        this.gate = gate;
        this.longRunning = longRunning;
        this.acts = acts;
        this.text = "EXEC " + name + " N'{run}'";
        beginAnew();
    }

    /** As it is before anything happened. */
    void beginAnew() {
        told.clear();
        state = acts ? Finding.needed(name + " is needed", Map.of()) : Finding.done(name + " holds", Map.of());
    }

    /** The next looks answer this, one after the other, before the true state shows again. */
    void tell(Finding finding) {
        told.add(finding);
    }

    /** From now on every look answers this. */
    void become(Finding finding) {
        state = finding;
    }

    /** What the command brings about. */
    void takeEffect() {
        state = Finding.done(name + " is done", Map.of("seen", "yes"));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String title() {
        return "Title of " + name;
    }

    @Override
    public Gate gate() {
        return gate;
    }

    @Override
    public Finding look(Run run) {
        return told.isEmpty() ? state : told.poll();
    }

    @Override
    public List<Command> commands(Facts facts) {
        return acts
                ? List.of(new Command.Tsql(
                        HOST, "Does " + name, text.replace("{run}", facts.get(Facts.RUN)), Optional.empty()))
                : List.of();
    }

    @Override
    public boolean longRunning() {
        return longRunning;
    }
}
