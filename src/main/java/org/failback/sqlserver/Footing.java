package org.failback.sqlserver;

import java.util.Map;
import java.util.Optional;
import org.failback.estate.SqlInstance;
import org.failback.step.Finding;
import org.failback.step.Run;

/** What must hold before a look's answer means anything: rights to see, and that the run holds the instance. */
record Footing(SqlInstance instance, Mark mark) {
    Optional<Finding> objection(Inquiry inquiry, Run run) {
        return Privileges.objection(inquiry, instance).or(() -> {
            Optional<Mark.Found> found = mark.find(inquiry);
            if (mark.isHeldBy(run.id(), found)) {
                return Optional.empty();
            }
            return Optional.of(Finding.blocked(
                    "This run does not hold " + instance.serverName() + ": "
                            + found.map(Mark.Found::owner).orElse("its mark, the job \"" + mark.job() + "\", is gone."),
                    "Find out who holds the instance now. Nothing is changed there until this run holds it again.",
                    "DBA",
                    Map.of("mark", mark.job())));
        });
    }
}
