package org.failback.sqlserver;

import java.util.Optional;
import java.util.stream.Stream;
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

    AgentJob job(SqlInstance instance, String step) {
        return new AgentJob(instance, mark(), step);
    }
}
