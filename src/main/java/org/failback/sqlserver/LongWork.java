package org.failback.sqlserver;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.failback.step.Finding;
import org.failback.step.RemoteFailure;
import org.failback.step.Run;

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
            return with(proof.get(), evidence(truth));
        }
        if (truth.is(JobTruth.State.FAILED)) {
            ErrorTable.Meaning meaning = ErrorTable.meaning(truth.errors());
            return Finding.blocked(
                    what + " failed. " + meaning.sentence() + " The job's own words: " + truth.words(),
                    remedy(meaning),
                    meaning.owner(),
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

    /** What passes by itself for a statement does not for a job, which is started once. */
    static String remedy(ErrorTable.Meaning meaning) {
        return meaning.kind() == RemoteFailure.Kind.REFUSED
                ? meaning.remedy()
                : "See whether that has passed, then try again, which makes a new job; this one is not started again.";
    }

    static JobTruth truth(Inquiry inquiry, AgentJob job, Run run) {
        return new JobLook(inquiry).of(job, run.id(), run.attempt(job.operation()));
    }

    /** The job's log is deleted with the job at the end of the run; the journal keeps it. */
    private static Finding with(Finding finding, Map<String, String> more) {
        Map<String, String> evidence = new LinkedHashMap<>(finding.evidence());
        evidence.putAll(more);
        return new Finding(
                finding.verdict(), finding.summary(), evidence, finding.percent(), finding.remedy(), finding.owner());
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
