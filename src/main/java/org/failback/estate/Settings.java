package org.failback.estate;

import java.time.Duration;
import java.util.Optional;

/**
 * How the application works, beside what it works on. Every value has a default; {@code configuration.md} lists them.
 *
 * @param deadlines budgets of remote calls
 * @param jobLock how long a node holds a job of the engine; at least twice the longest deadline, since a job whose lock
 *     ran out is begun a second time
 * @param watcher how often long work is looked at
 * @param quiescenceInterval time between the two looks that prove that nobody writes to mgc any more
 * @param complianceWait how long the compliance service is given to process its rows before people are asked
 * @param replicationWait how long a change may take to reach every chat server before people are asked
 * @param reportSlowAfter after this time people are told that long work still runs; it is never stopped
 * @param fence how B is kept from being written after its backup
 * @param goLiveOrder which of the two cmdlets that hand the pool over to P comes first
 * @param agentProbe how the Agent account's rights on the share are proved
 * @param owner login that is to own mgc on P; empty for the one with SID 0x01, whatever it is called there
 * @param gates when a decision is due
 * @param shareFreeSpace free space of the backup share as the operator knows it, since T-SQL cannot see it
 */
public record Settings(
        Deadlines deadlines,
        Duration jobLock,
        Watcher watcher,
        Duration quiescenceInterval,
        Duration complianceWait,
        Duration replicationWait,
        Duration reportSlowAfter,
        Fence fence,
        GoLiveOrder goLiveOrder,
        AgentProbe agentProbe,
        Optional<String> owner,
        Gates gates,
        Optional<Size> shareFreeSpace) {

    /** One budget each for everything a delegate does in one execution. */
    public record Deadlines(Duration sqlServer, Duration cmdlet, Duration readiness) {
        public Duration longest() {
            Duration remote = sqlServer.compareTo(cmdlet) > 0 ? sqlServer : cmdlet;
            return remote.compareTo(readiness) > 0 ? remote : readiness;
        }
    }

    /** Intervals at which the watcher looks. */
    public record Watcher(Duration sqlServer, Duration winrm) {}

    /** Time from the creation of a gate's task until it is due. */
    public record Gates(
            Duration confirmRebuild,
            Duration approveOutage,
            Duration approveRestore,
            Duration approveOverwrite,
            Duration confirmActiveServers,
            Duration approveGoLive,
            Duration approveRestoreCopy,
            Duration confirmChatWorks,
            Duration decideHowToGoOn) {}

    /** How B is fenced between its full backup and the moment it is overwritten. */
    public enum Fence {
        /** A tail-log backup WITH NORECOVERY takes B.mgc out of service and keeps what was written last. */
        TAIL_LOG,
        /** As published: B.mgc stays online, and any difference seen later blocks. */
        NONE
    }

    /** Which comes first, the list of active servers or the pool's state. */
    public enum GoLiveOrder {
        /** As published for failing back: the servers, then the state. */
        AS_DOCUMENTED,
        /** As published for failing over: the state, then the servers. */
        STATE_FIRST
    }

    /** How the rights of the SQL Server Agent accounts on P and B are proved. */
    public enum AgentProbe {
        /** A job on each reads a file of the engine's on the share and writes to the folder that log shipping uses there. */
        JOB,
        /** The DBA says so at the first gate. */
        ATTESTED
    }

    /** What holds where nothing is configured. */
    public static Settings defaults() {
        return new SettingsReader()
                .read(new Reading(new NoProperties(), new Secrets()).section(Configuration.SETTINGS));
    }
}
