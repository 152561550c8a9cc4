package org.failback.sqlserver;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.failback.step.Finding;
import org.failback.step.Run;
import org.failback.step.Sort;

/** What a look says of work that an Agent job does, in the one order that is safe. */
final class LongWork {
    private LongWork() {}

    /**
     * Decides.
     *
     * @param what the work as a noun phrase, as {@code The backup of mgc}
     * @param truth of the job
     * @param done what shows that the work is done, if it is; whoever did it
     * @param before NEEDED in exactly the state before the work, else BLOCKED
     */
    static Finding decide(String what, JobTruth truth, Supplier<Optional<Finding>> done, Supplier<Finding> before) {
        if (truth.is(JobTruth.State.RUNNING)) {
            return Finding.running(
                    what + " runs as the job \"" + truth.job() + "\".", truth.percent(), evidence(truth));
        }
        Optional<Finding> proof = done.get();
        if (proof.isPresent()) {
            // The job's log is deleted with the job at the end of the run; the journal keeps it.
            return proof.get().with(evidence(truth));
        }
        if (truth.is(JobTruth.State.FAILED)) {
            ErrorTable.Meaning meaning = ErrorTable.meaning(truth.errors());
            return failed(
                    what + " failed. " + meaning.sentence() + " The job's own words: " + truth.words(),
                    meaning,
                    evidence(truth));
        }
        if (truth.is(JobTruth.State.SUCCEEDED)) {
            return Finding.blocked(
                    what + ": the job \"" + truth.job() + "\" says that it succeeded, but its effect is not there.",
                    "Compare the job's log with the server. Trying again makes a new job.",
                    "DBA",
                    evidence(truth));
        }
        return before.get();
    }

    /** What the failed work of a job asks of people. */
    static Finding failed(String reason, ErrorTable.Meaning meaning, Map<String, String> evidence) {
        return meaning.sort() == Sort.ENDANGERS
                ? Finding.endangered(reason, meaning.remedy(), meaning.owner(), evidence)
                : Finding.blocked(reason, remedy(meaning), meaning.owner(), evidence);
    }

    /** What passes by itself for a statement does not for a job, which is started once. */
    private static String remedy(ErrorTable.Meaning meaning) {
        return meaning.sort().maySettle()
                ? "See whether that has passed, then try again, which makes a new job; this one is not started again."
                : meaning.remedy();
    }

    static JobTruth truth(Inquiry inquiry, AgentJob job, Run run) {
        return new JobLook(inquiry).of(job, run.id(), run.attempt(job.operation()));
    }

    static Map<String, String> evidence(JobTruth truth) {
        Map<String, String> evidence = new LinkedHashMap<>();
        if (!truth.job().isEmpty()) {
            evidence.put("job", truth.job());
        }
        if (!truth.words().isEmpty()) {
            evidence.put("job log", truth.words());
        }
        return evidence;
    }
}
