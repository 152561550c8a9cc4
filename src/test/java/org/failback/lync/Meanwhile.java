package org.failback.lync;

import java.util.List;
import java.util.Map;
import org.failback.lab.winrm.Action;
import org.failback.step.Answer;
import org.failback.step.Command;
import org.failback.step.Facts;
import org.failback.step.Finding;
import org.failback.step.Gate;
import org.failback.step.Run;
import org.failback.step.Step;

/** A step to which something happens after it looked and before its command is sent. */
record Meanwhile(Step step, Runnable event) implements Step {
    /** The command takes effect while its answer is lost. */
    static Step losesItsAnswer(Step step, LyncLab lab) {
        return new Meanwhile(step, () -> lab.management.faults().loseAnswers(Action.RECEIVE, 1));
    }

    @Override
    public String name() {
        return step.name();
    }

    @Override
    public String title() {
        return step.title();
    }

    @Override
    public Gate gate() {
        return step.gate();
    }

    @Override
    public Finding look(Run run) {
        return step.look(run);
    }

    @Override
    public Finding lookAgain(Run run, List<Answer> answers) {
        return step.lookAgain(run, answers);
    }

    @Override
    public Map<String, String> facts(Run run) {
        event.run();
        return step.facts(run);
    }

    @Override
    public List<Command> commands(Facts facts) {
        return step.commands(facts);
    }
}
