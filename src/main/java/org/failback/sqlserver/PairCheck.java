package org.failback.sqlserver;

import java.util.List;
import org.failback.estate.SqlInstance;
import org.failback.step.Check;
import org.failback.step.CheckResult;
import org.failback.step.Deadline;
import org.failback.step.Run;

/** A check that compares two instances; its line stands at the first. */
final class PairCheck implements Check {
    /** What is asked over the two connections. */
    @FunctionalInterface
    interface Question {
        List<CheckResult> ask(Inquiry first, Inquiry second);
    }

    private final String name;
    private final SqlInstance first;
    private final SqlInstance second;
    private final Looks looks;
    private final Question question;

    PairCheck(String name, SqlInstance first, SqlInstance second, Looks looks, Question question) {
        this.name = name;
        this.first = first;
        this.second = second;
        this.looks = looks;
        this.question = question;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String host() {
        return first.serverName();
    }

    @Override
    public List<CheckResult> look(Run run, Deadline deadline) {
        return looks.at(
                first, run, deadline, one -> looks.at(second, run, deadline, other -> question.ask(one, other)));
    }
}
