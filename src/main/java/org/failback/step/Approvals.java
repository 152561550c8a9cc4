package org.failback.step;

/** Whether people released a command; asked at the point of use, whatever happened to the process's tokens. */
public final class Approvals {
    /** Prefix of the keys under which an approval keeps the hash of each step it was given over. */
    public static final String HASH_OF = "hash.";

    /**
     * Lets the step act, or not.
     *
     * @throws StepFailed when the journal holds no approval over exactly these commands
     */
    public void demand(Step step, Run run) {
        if (step.gate() == Gate.NONE) {
            return;
        }
        demand(step, run, Gate.OUTAGE_AND_PLAN);
        if (step.gate() != Gate.OUTAGE_AND_PLAN) {
            demand(step, run, step.gate());
        }
    }

    private void demand(Step step, Run run, Gate gate) {
        Entry decision = run.decision(gate.name())
                .filter(e -> Run.APPROVE.equals(e.data().get(Run.CHOICE)))
                .orElseThrow(() -> new StepFailed(
                        step.name(),
                        "",
                        step.title() + " was not approved at \"" + gate.title() + "\".",
                        "Nothing was sent. Let the managers decide at the gate, or go back where that is offered.",
                        "manager"));
        Facts facts = gate == Gate.OUTAGE_AND_PLAN ? Facts.none() : run.factsAtGate(decision.number());
        String approved = decision.data().get(HASH_OF + step.name());
        if (!Plan.hashOf(step, facts).equals(approved)) {
            throw new StepFailed(
                    step.name(),
                    "",
                    "What would run for \"" + step.title() + "\" is not what was approved at \"" + gate.title()
                            + "\" on " + decision.at() + " by " + decision.actor() + ".",
                    "Nothing was sent. Find out what changed (configuration, topology, file names, version). Undo that and try"
                            + " again; or go back where that is offered, and start anew.",
                    "manager");
        }
    }
}
