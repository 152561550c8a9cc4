package org.failback.process;

import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.failback.sqlserver.CheckBackupCopy;
import org.failback.step.Journal;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** One delegate for each service task: named as its step where it acts, with {@code prove} before it where it proves. */
@Configuration(proxyBeanMethods = false)
class StepDelegates {
    private final DelegateFactory delegates;
    private final Journal journal;

    StepDelegates(DelegateFactory delegates, Journal journal) {
        this.delegates = delegates;
        this.journal = journal;
    }

    @Bean
    JavaDelegate checkReadiness() {
        return delegates.acting("checkReadiness");
    }

    @Bean
    JavaDelegate probeAgentAccount() {
        return delegates.acting("probeAgentAccount");
    }

    @Bean
    JavaDelegate proveProbeAgentAccount() {
        return delegates.proving("probeAgentAccount");
    }

    @Bean
    JavaDelegate probePrimaryAgentAccount() {
        return delegates.acting("probePrimaryAgentAccount");
    }

    @Bean
    JavaDelegate proveProbePrimaryAgentAccount() {
        return delegates.proving("probePrimaryAgentAccount");
    }

    @Bean
    JavaDelegate markPrimary() {
        return delegates.acting("markPrimary");
    }

    @Bean
    JavaDelegate markBackup() {
        return delegates.acting("markBackup");
    }

    @Bean
    JavaDelegate clearActiveServers() {
        return delegates.acting("clearActiveServers");
    }

    @Bean
    JavaDelegate awaitClearing() {
        return delegates.acting("awaitClearing");
    }

    @Bean
    JavaDelegate proveAwaitClearing() {
        return delegates.proving("awaitClearing");
    }

    @Bean
    JavaDelegate proveQuiescence() {
        return delegates.acting("proveQuiescence");
    }

    @Bean
    JavaDelegate proveProveQuiescence() {
        return delegates.proving("proveQuiescence");
    }

    @Bean
    JavaDelegate stopChatServices() {
        return delegates.acting("stopChatServices");
    }

    @Bean
    JavaDelegate endSessions() {
        return delegates.acting("endSessions");
    }

    @Bean
    JavaDelegate drainCompliance() {
        return delegates.acting("drainCompliance");
    }

    @Bean
    JavaDelegate proveDrainCompliance() {
        return delegates.proving("drainCompliance");
    }

    @Bean
    JavaDelegate backUpMgccomp() {
        return delegates.acting("backUpMgccomp");
    }

    @Bean
    JavaDelegate proveBackUpMgccomp() {
        return delegates.proving("backUpMgccomp");
    }

    @Bean
    JavaDelegate removeMirroringFromMgc() {
        return delegates.acting("removeMirroringFromMgc");
    }

    @Bean
    JavaDelegate removeMirroringFromMgccomp() {
        return delegates.acting("removeMirroringFromMgccomp");
    }

    @Bean
    JavaDelegate checkMgcOnBackup() {
        return delegates.acting("checkMgcOnBackup");
    }

    @Bean
    JavaDelegate proveCheckMgcOnBackup() {
        return delegates.proving("checkMgcOnBackup");
    }

    @Bean
    JavaDelegate backUpMgc() {
        return delegates.acting("backUpMgc");
    }

    @Bean
    JavaDelegate proveBackUpMgc() {
        return delegates.proving("backUpMgc");
    }

    @Bean
    JavaDelegate fenceMgc() {
        return delegates.acting("fenceMgc");
    }

    @Bean
    JavaDelegate proveFenceMgc() {
        return delegates.proving("fenceMgc");
    }

    @Bean
    JavaDelegate verifyBackup() {
        return delegates.acting("verifyBackup");
    }

    @Bean
    JavaDelegate proveVerifyBackup() {
        return delegates.proving("verifyBackup");
    }

    @Bean
    JavaDelegate removeMirroringFromPrimary() {
        return delegates.acting("removeMirroringFromPrimary");
    }

    @Bean
    JavaDelegate keepSafetyCopy() {
        return delegates.acting("keepSafetyCopy");
    }

    @Bean
    JavaDelegate proveKeepSafetyCopy() {
        return delegates.proving("keepSafetyCopy");
    }

    @Bean
    JavaDelegate restoreMgc() {
        return delegates.acting("restoreMgc");
    }

    @Bean
    JavaDelegate proveRestoreMgc() {
        return delegates.proving("restoreMgc");
    }

    @Bean
    JavaDelegate checkMgcOnPrimary() {
        return delegates.acting("checkMgcOnPrimary");
    }

    @Bean
    JavaDelegate proveCheckMgcOnPrimary() {
        return delegates.proving("checkMgcOnPrimary");
    }

    @Bean
    JavaDelegate proveEquality() {
        return delegates.acting("proveEquality");
    }

    @Bean
    JavaDelegate alignOwnerAndUsers() {
        return delegates.acting("alignOwnerAndUsers");
    }

    @Bean
    JavaDelegate backUpPrimary() {
        return delegates.acting("backUpPrimary");
    }

    @Bean
    JavaDelegate proveBackUpPrimary() {
        return delegates.proving("backUpPrimary");
    }

    @Bean
    JavaDelegate verifyPrimaryBackup() {
        return delegates.acting("verifyPrimaryBackup");
    }

    @Bean
    JavaDelegate proveVerifyPrimaryBackup() {
        return delegates.proving("verifyPrimaryBackup");
    }

    @Bean
    JavaDelegate readCopiesBack() {
        return delegates.acting("readCopiesBack");
    }

    @Bean
    JavaDelegate initializeSecondary() {
        return delegates.acting("initializeSecondary");
    }

    @Bean
    JavaDelegate proveInitializeSecondary() {
        return delegates.proving("initializeSecondary");
    }

    @Bean
    JavaDelegate addLogShippingPrimary() {
        return delegates.acting("addLogShippingPrimary");
    }

    @Bean
    JavaDelegate addLogShippingSecondary() {
        return delegates.acting("addLogShippingSecondary");
    }

    @Bean
    JavaDelegate registerSecondary() {
        return delegates.acting("registerSecondary");
    }

    @Bean
    JavaDelegate backUpLog() {
        return delegates.acting("backUpLog");
    }

    @Bean
    JavaDelegate proveBackUpLog() {
        return delegates.proving("backUpLog");
    }

    @Bean
    JavaDelegate copyLog() {
        return delegates.acting("copyLog");
    }

    @Bean
    JavaDelegate proveCopyLog() {
        return delegates.proving("copyLog");
    }

    @Bean
    JavaDelegate restoreLog() {
        return delegates.acting("restoreLog");
    }

    @Bean
    JavaDelegate proveRestoreLog() {
        return delegates.proving("restoreLog");
    }

    @Bean
    JavaDelegate enableLogShipping() {
        return delegates.acting("enableLogShipping");
    }

    @Bean
    JavaDelegate checkActiveServers() {
        return delegates.acting("checkActiveServers");
    }

    @Bean
    JavaDelegate proveOnlyPrimaryServes() {
        return delegates.acting("proveOnlyPrimaryServes");
    }

    @Bean
    JavaDelegate setActiveServers() {
        return delegates.acting("setActiveServers");
    }

    @Bean
    JavaDelegate setPoolState() {
        return delegates.acting("setPoolState");
    }

    @Bean
    JavaDelegate awaitGoLive() {
        return delegates.acting("awaitGoLive");
    }

    @Bean
    JavaDelegate proveAwaitGoLive() {
        return delegates.proving("awaitGoLive");
    }

    @Bean
    JavaDelegate awaitLocalStores() {
        return delegates.acting("awaitLocalStores");
    }

    @Bean
    JavaDelegate proveAwaitLocalStores() {
        return delegates.proving("awaitLocalStores");
    }

    @Bean
    JavaDelegate awaitSessions() {
        return delegates.acting("awaitSessions");
    }

    @Bean
    JavaDelegate proveAwaitSessions() {
        return delegates.proving("awaitSessions");
    }

    @Bean
    JavaDelegate proveFailback() {
        return delegates.acting("proveFailback");
    }

    @Bean
    JavaDelegate bringPrimaryOnline() {
        return delegates.acting("bringPrimaryOnline");
    }

    @Bean
    JavaDelegate checkBackupCopy() {
        return new BackupCopyDelegate(delegates.acting(CheckBackupCopy.NAME), journal);
    }

    @Bean
    JavaDelegate removeLogShippingFromPrimary() {
        return delegates.acting("removeLogShippingFromPrimary");
    }

    @Bean
    JavaDelegate removeLogShippingFromBackup() {
        return delegates.acting("removeLogShippingFromBackup");
    }

    @Bean
    JavaDelegate fencePrimary() {
        return delegates.acting("fencePrimary");
    }

    @Bean
    JavaDelegate restoreBackupCopy() {
        return delegates.acting("restoreBackupCopy");
    }

    @Bean
    JavaDelegate proveRestoreBackupCopy() {
        return delegates.proving("restoreBackupCopy");
    }

    @Bean
    JavaDelegate checkRestoredCopy() {
        return delegates.acting("checkRestoredCopy");
    }

    @Bean
    JavaDelegate proveCheckRestoredCopy() {
        return delegates.proving("checkRestoredCopy");
    }

    @Bean
    JavaDelegate alignRestoredCopy() {
        return delegates.acting("alignRestoredCopy");
    }

    @Bean
    JavaDelegate proveRestoredCopy() {
        return delegates.acting("proveRestoredCopy");
    }

    @Bean
    JavaDelegate liftFence() {
        return delegates.acting("liftFence");
    }

    @Bean
    JavaDelegate startChatServices() {
        return delegates.acting("startChatServices");
    }

    @Bean
    JavaDelegate resetActiveServers() {
        return delegates.acting("resetActiveServers");
    }

    @Bean
    JavaDelegate awaitResetting() {
        return delegates.acting("awaitResetting");
    }

    @Bean
    JavaDelegate proveAwaitResetting() {
        return delegates.proving("awaitResetting");
    }

    @Bean
    JavaDelegate proveWayBack() {
        return delegates.acting("proveWayBack");
    }

    @Bean
    JavaDelegate removeJobsFromPrimary() {
        return delegates.acting("removeJobsFromPrimary");
    }

    @Bean
    JavaDelegate removeJobsFromBackup() {
        return delegates.acting("removeJobsFromBackup");
    }
}
