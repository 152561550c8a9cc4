package org.failback.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.failback.step.Step;
import org.failback.step.Verdict;
import org.junit.jupiter.api.Test;

/** The whole first half on the lab's SQL Servers, over the wire. */
class StraightWayTest {
    @Test
    void fromAFailedOverEstateToAProvedPrimary() throws Exception {
        try (SqlLab lab = new SqlLab()) {
            SqlServerSteps s = lab.steps;
            for (Step step : new Step[] {
                s.probeAgentAccount(),
                s.markPrimary(),
                s.markBackup(),
                s.backUpMgccomp(),
                s.removeMirroringFromMgc(),
                s.removeMirroringFromMgccomp(),
                s.checkMgcOnBackup(),
                s.backUpMgc(),
                s.fenceMgc(),
                s.verifyBackup()
            }) {
                assertThat(lab.take(step).verdict()).as(step.name()).isEqualTo(Verdict.DONE);
            }
            lab.approveRestore();
            for (Step step : new Step[] {
                s.removeMirroringFromPrimary(),
                s.keepSafetyCopy(),
                s.restoreMgc(),
                s.checkMgcOnPrimary(),
                s.proveEquality(),
                s.alignOwnerAndUsers(),
                s.removeJobsFromPrimary(),
                s.removeJobsFromBackup()
            }) {
                assertThat(lab.take(step).verdict()).as(step.name()).isEqualTo(Verdict.DONE);
            }
            assertThat(lab.state(lab.estate.primaryInstance())).isEqualTo("ONLINE");
            assertThat(lab.state(lab.estate.backupInstance())).isEqualTo("RESTORING");
        }
    }
}
