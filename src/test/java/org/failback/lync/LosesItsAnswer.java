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

/** A step whose first command takes effect while its answer is lost. */
record LosesItsAnswer(Step step, LyncLab lab) implements Step {
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
        lab.management.faults().loseAnswers(Action.RECEIVE, 1);
        return step.facts(run);
    }

    @Override
    public List<Command> commands(Facts facts) {
        return step.commands(facts);
    }
}
