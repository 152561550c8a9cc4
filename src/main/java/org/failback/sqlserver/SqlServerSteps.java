package org.failback.sqlserver;

import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.failback.estate.Compliance;
import org.failback.estate.Estate;
import org.failback.estate.Settings;
import org.failback.estate.SqlInstance;
import org.failback.step.Invariant;
import org.failback.step.Step;

/** The steps of this room, each under its own name; the process puts them in order. */
public final class SqlServerSteps {
    private final Ground ground;

    public SqlServerSteps(Estate estate, Settings settings, SqlServers servers, Clock clock) {
        // A step may look at two instances, act, and look again, all within one budget.
        this.ground = new Ground(
                estate,
                settings,
                new Looks(servers, settings.deadlines().sqlServer().dividedBy(2), clock));
    }

    public Step probeAgentAccount() {
        return ProbeAgentAccount.onBackup(ground);
    }

    public Step probePrimaryAgentAccount() {
        return ProbeAgentAccount.onPrimary(ground);
    }

    public Step markPrimary() {
        return new MarkInstance("markPrimary", ground.primary(), ground);
    }

    public Step markBackup() {
        return new MarkInstance("markBackup", ground.backup(), ground);
    }

    public Step proveQuiescence() {
        return new ProveQuiescence(ground);
    }

    public Step endSessions() {
        return new EndSessions(ground);
    }

    public Step drainCompliance() {
        return new DrainCompliance(ground);
    }

    public Step backUpMgccomp() {
        return new BackUpMgccomp(ground);
    }

    public Step removeMirroringFromMgc() {
        return RemoveMirroring.fromMgc(ground);
    }

    public Step removeMirroringFromMgccomp() {
        return RemoveMirroring.fromMgccomp(ground);
    }

    public Step removeMirroringFromPrimary() {
        return RemoveMirroring.fromPrimary(ground);
    }

    public Step checkMgcOnBackup() {
        return CheckIntegrity.onBackup(ground);
    }

    public Step checkMgcOnPrimary() {
        return CheckIntegrity.onPrimary(ground);
    }

    public Step backUpMgc() {
        return new BackUpMgc(ground);
    }

    public Step fenceMgc() {
        return new FenceMgc(ground);
    }

    public Step verifyBackup() {
        return VerifyBackup.fromPrimary(ground);
    }

    public Step keepSafetyCopy() {
        return new KeepSafetyCopy(ground);
    }

    public Step restoreMgc() {
        return new RestoreMgc(ground);
    }

    public Step proveEquality() {
        return new ProveEquality(ground);
    }

    public Step alignOwnerAndUsers() {
        return new AlignOwnerAndUsers(ground);
    }

    public Step backUpPrimary() {
        return new BackUpPrimary(ground);
    }

    public Step verifyPrimaryBackup() {
        return VerifyBackup.fromBackup(ground);
    }

    public Step readCopiesBack() {
        return new ReadCopiesBack(ground);
    }

    public Step initializeSecondary() {
        return new InitializeSecondary(ground);
    }

    public Step addLogShippingPrimary() {
        return new AddLogShippingPrimary(ground);
    }

    public Step addLogShippingSecondary() {
        return new AddLogShippingSecondary(ground);
    }

    public Step registerSecondary() {
        return new RegisterSecondary(ground);
    }

    public Step backUpLog() {
        return new BackUpLog(ground);
    }

    public Step copyLog() {
        return new CopyLog(ground);
    }

    public Step restoreLog() {
        return new RestoreLog(ground);
    }

    public Step enableLogShipping() {
        return new EnableLogShipping(ground);
    }

    /** What must hold around every cmdlet of going live. */
    public Invariant onlyPrimaryServes() {
        return new OnlyPrimaryServes(ground);
    }

    public Step proveOnlyPrimaryServes() {
        return new ProveOnlyPrimaryServes(new OnlyPrimaryServes(ground), ground);
    }

    public Step awaitSessions() {
        return new AwaitSessions(ground);
    }

    public Step proveFailback() {
        return new ProveFailback(ground);
    }

    /** Nothing to do but where an earlier attempt left mgc on P OFFLINE. */
    public Step bringPrimaryOnline() {
        return new BringPrimaryOnline(ground);
    }

    /** Which way back is right. */
    public Step checkBackupCopy() {
        return new CheckBackupCopy(ground);
    }

    public Step removeLogShippingFromPrimary() {
        return RemoveLogShipping.fromPrimary(ground);
    }

    public Step removeLogShippingFromBackup() {
        return RemoveLogShipping.fromBackup(ground);
    }

    public Step fencePrimary() {
        return new FencePrimary(ground);
    }

    public Step restoreBackupCopy() {
        return new RestoreBackupCopy(ground);
    }

    public Step checkRestoredCopy() {
        return CheckIntegrity.ofRestoredCopy(ground);
    }

    public Step alignRestoredCopy() {
        return new AlignRestoredCopy(ground);
    }

    public Step proveRestoredCopy() {
        return new ProveRestoredCopy(ground);
    }

    public Step liftFence() {
        return new LiftFence(ground);
    }

    /** The SQL Server part; the chat pool's part lies in its own room. */
    public Step proveWayBack() {
        return new ProveWayBack(ground);
    }

    public Step removeJobsFromPrimary() {
        return new RemoveJobs("removeJobsFromPrimary", List.of(ground.primary()), ground);
    }

    /** An instance of its own for mgccomp is tidied with B. */
    public Step removeJobsFromBackup() {
        List<SqlInstance> instances = Stream.concat(
                        Stream.of(ground.backup()), ground.estate().compliance().map(Compliance::backup).stream())
                .filter(instance -> !instance.equals(ground.primary()))
                .distinct()
                .toList();
        return new RemoveJobs("removeJobsFromBackup", instances, ground);
    }

    /** Every step of the straight way and of the way back, in the order in which they would come. */
    public List<Step> all() {
        return List.of(
                probeAgentAccount(),
                probePrimaryAgentAccount(),
                markPrimary(),
                markBackup(),
                proveQuiescence(),
                endSessions(),
                drainCompliance(),
                backUpMgccomp(),
                removeMirroringFromMgc(),
                removeMirroringFromMgccomp(),
                checkMgcOnBackup(),
                backUpMgc(),
                fenceMgc(),
                verifyBackup(),
                bringPrimaryOnline(),
                removeMirroringFromPrimary(),
                keepSafetyCopy(),
                restoreMgc(),
                checkMgcOnPrimary(),
                proveEquality(),
                alignOwnerAndUsers(),
                backUpPrimary(),
                verifyPrimaryBackup(),
                readCopiesBack(),
                initializeSecondary(),
                addLogShippingPrimary(),
                addLogShippingSecondary(),
                registerSecondary(),
                backUpLog(),
                copyLog(),
                restoreLog(),
                enableLogShipping(),
                proveOnlyPrimaryServes(),
                awaitSessions(),
                proveFailback(),
                checkBackupCopy(),
                removeLogShippingFromPrimary(),
                removeLogShippingFromBackup(),
                fencePrimary(),
                restoreBackupCopy(),
                checkRestoredCopy(),
                alignRestoredCopy(),
                proveRestoredCopy(),
                liftFence(),
                proveWayBack(),
                removeJobsFromPrimary(),
                removeJobsFromBackup());
    }
}
