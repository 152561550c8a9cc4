package org.failback.process;

import java.util.LinkedHashMap;
import java.util.Map;
import org.failback.step.Approvals;
import org.failback.step.Facts;
import org.failback.step.Gate;
import org.failback.step.Plan;
import org.failback.step.Run;
import org.failback.step.Step;

/** What an approval at a gate lets go: the hash of each step's commands, as they read at that gate. */
final class Release {
    private Release() {}

    static Map<String, String> at(Gate gate, Procedure procedure, Run run) {
        Facts facts = gate == Gate.OUTAGE_AND_PLAN ? Facts.none() : run.factsAtGate();
        Map<String, String> hashes = new LinkedHashMap<>();
        for (Step step : procedure.steps()) {
            boolean released = gate == Gate.OUTAGE_AND_PLAN ? step.gate() != Gate.NONE : step.gate() == gate;
            if (released) {
                hashes.put(Approvals.HASH_OF + step.name(), Plan.hashOf(step, facts));
            }
        }
        return hashes;
    }
}
