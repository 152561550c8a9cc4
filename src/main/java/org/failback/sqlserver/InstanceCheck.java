package org.failback.sqlserver;

import java.util.List;
import org.failback.estate.SqlInstance;
import org.failback.step.Check;
import org.failback.step.CheckResult;
import org.failback.step.Deadline;
import org.failback.step.Run;

/** A check that needs one connection to one instance. */
final class InstanceCheck implements Check {
    /** What is asked over the connection. */
    @FunctionalInterface
    interface Question {
        List<CheckResult> ask(Inquiry inquiry);
    }

    private final String name;
    private final SqlInstance instance;
    private final Looks looks;
    private final Question question;

    InstanceCheck(String name, SqlInstance instance, Looks looks, Question question) {
        this.name = name;
        this.instance = instance;
        this.looks = looks;
        this.question = question;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String host() {
        return instance.serverName();
    }

    @Override
    public List<CheckResult> look(Run run, Deadline deadline) {
        return looks.at(instance, run, deadline, question::ask);
    }
}
