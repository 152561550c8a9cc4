package org.failback.sqlserver;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.failback.estate.ChatServer;
import org.failback.estate.Compliance;
import org.failback.estate.Estate;
import org.failback.estate.Settings;
import org.failback.estate.SqlInstance;
import org.failback.step.Facts;

/** What every step of this room stands on. */
record Ground(Estate estate, Settings settings, Looks looks) {
    Mark mark() {
        return Mark.of(estate);
    }

    SqlInstance primary() {
        return estate.primaryInstance();
    }

    SqlInstance backup() {
        return estate.backupInstance();
    }

    /** The instance that serves mgccomp now. */
    Optional<SqlInstance> complianceBackup() {
        return estate.compliance().map(Compliance::backup);
    }

    /** Whether the run marks the instance, which it does with P and B only. */
    boolean marks(SqlInstance instance) {
        return Stream.of(primary(), backup()).anyMatch(instance::equals);
    }

    Footing footing(SqlInstance instance) {
        return new Footing(instance, mark());
    }

    /** This instance, sysadmin, and held by the run where runs hold it. */
    Guard guard(SqlInstance instance, Facts facts) {
        Guard guard = Guard.on(instance);
        return marks(instance) ? guard.heldBy(mark(), facts) : guard;
    }

    /** The condition that no server of the pool is connected to mgc: a pool that is live on this instance shows by that. */
    String noChatServer() {
        String hosts = estate.chatServers().stream()
                .map(ChatServer::fqdn)
                .flatMap(fqdn -> Stream.of(fqdn, fqdn.split("\\.", 2)[0]))
                .map(name -> Tsql.literal(name.toUpperCase(Locale.ROOT)))
                .distinct()
                .collect(Collectors.joining(", "));
        return """
                NOT EXISTS (SELECT 1 FROM sys.dm_exec_sessions s JOIN master.dbo.sysprocesses p ON p.spid = s.session_id AND p.ecid = 0
                            WHERE p.dbid = DB_ID(N'mgc') AND s.is_user_process = 1 AND UPPER(s.host_name) IN (%s))""".formatted(hosts);
    }

    AgentJob job(SqlInstance instance, String step) {
        return new AgentJob(instance, mark(), step);
    }
}
