package org.failback.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.failback.estate.SqlInstance;
import org.failback.step.Deadline;
import org.failback.step.Step;
import org.failback.step.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A job that ends while somebody looks is done or runs, and never "succeeded without effect". */
class JobEndsMeanwhileTest {
    private final AtomicReference<Runnable> meanwhile = new AtomicReference<>();
    private SqlLab lab;
    private SqlServerSteps watched;
    private SqlInstance p;
    private SqlInstance b;

    @BeforeEach
    void start() throws Exception {
        lab = new SqlLab();
        p = lab.estate.primaryInstance();
        b = lab.estate.backupInstance();
        watched = new SqlServerSteps(lab.estate, lab.settings, this::inquire, Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        lab.byHand(p, "EXEC lab.dbo.forget_faults");
        lab.close();
    }

    private Inquiry inquire(SqlInstance instance, String run, Deadline deadline) {
        Inquiry real = lab.servers.inquire(instance, run, deadline);
        return new Inquiry() {
            @Override
            public List<Row> ask(Lookup lookup, Object... parameters) {
                if (lookup == Lookup.JOBS || lookup == Lookup.JOB_NOW) {
                    Runnable event = meanwhile.getAndSet(null);
                    if (event != null) {
                        event.run();
                    }
                }
                return real.ask(lookup, parameters);
            }

            @Override
            public void close() {
                real.close();
            }
        };
    }

    /** The step's job stands still, and goes on to its end right before its state is asked for. */
    private void endsWhileLookedAt(SqlInstance instance, String statement, Function<SqlServerSteps, Step> which) {
        lab.byHand(instance, "EXEC lab.dbo.stall_next @like = N'" + statement + "'");
        Step step = which.apply(lab.steps);
        assertThat(lab.start(step).verdict()).as(step.name()).isEqualTo(Verdict.RUNNING);
        meanwhile.set(() -> {
            lab.byHand(instance, "EXEC lab.dbo.release");
            SqlLab.await(() -> !lab.look(step).is(Verdict.RUNNING), step.title());
        });
        assertThat(lab.look(which.apply(watched)).verdict()).as(step.name()).isEqualTo(Verdict.DONE);
        assertThat(meanwhile.get()).as("the job ended in between").isNull();
        lab.take(step);
    }

    @Test
    void fromTheBackupToLogShipping() {
        lab.takeAll(lab.steps.markPrimary(), lab.steps.markBackup(), lab.steps.removeMirroringFromMgc());
        endsWhileLookedAt(b, "BACKUP DATABASE%", SqlServerSteps::backUpMgccomp);
        endsWhileLookedAt(b, "BACKUP DATABASE%", SqlServerSteps::backUpMgc);
        endsWhileLookedAt(b, "BACKUP LOG%", SqlServerSteps::fenceMgc);
        endsWhileLookedAt(p, "RESTORE VERIFYONLY%", SqlServerSteps::verifyBackup);
        lab.approveRestore();
        endsWhileLookedAt(p, "BACKUP DATABASE%", SqlServerSteps::keepSafetyCopy);
        endsWhileLookedAt(p, "RESTORE DATABASE%", SqlServerSteps::restoreMgc);
        endsWhileLookedAt(p, "DBCC CHECKDB%", SqlServerSteps::checkMgcOnPrimary);
        lab.takeAll(lab.steps.proveEquality(), lab.steps.alignOwnerAndUsers());
        endsWhileLookedAt(p, "BACKUP DATABASE%", SqlServerSteps::backUpPrimary);
        endsWhileLookedAt(b, "RESTORE VERIFYONLY%", SqlServerSteps::verifyPrimaryBackup);
        lab.take(lab.steps.readCopiesBack());
        lab.approveOverwrite();
        endsWhileLookedAt(b, "RESTORE DATABASE%", SqlServerSteps::initializeSecondary);
        lab.takeAll(
                lab.steps.addLogShippingPrimary(), lab.steps.addLogShippingSecondary(), lab.steps.registerSecondary());
        endsWhileLookedAt(p, "%sqllogship%-Backup%", SqlServerSteps::backUpLog);
        endsWhileLookedAt(b, "%sqllogship%-Copy%", SqlServerSteps::copyLog);
        endsWhileLookedAt(b, "%sqllogship%-Restore%", SqlServerSteps::restoreLog);
    }
}
