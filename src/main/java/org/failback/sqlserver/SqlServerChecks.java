package org.failback.sqlserver;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.failback.estate.Compliance;
import org.failback.estate.Estate;
import org.failback.estate.Settings;
import org.failback.estate.SqlInstance;
import org.failback.step.Check;

/** What must hold on the SQL Servers before the first change. */
public final class SqlServerChecks {
    private final Estate estate;
    private final Settings settings;
    private final Looks looks;

    public SqlServerChecks(Estate estate, Settings settings, SqlServers servers, Clock clock) {
        this.estate = estate;
        this.settings = settings;
        this.looks = new Looks(servers, settings.deadlines().readiness(), clock);
    }

    public List<Check> all() {
        List<Check> checks = new ArrayList<>();
        SqlInstance p = estate.primaryInstance();
        SqlInstance b = estate.backupInstance();
        for (SqlInstance instance : estate.instances()) {
            checks.add(on(instance, "Identity", q -> IdentityChecks.identity(q, instance, looks.clock())));
            checks.add(on(instance, "Encrypted connection", q -> IdentityChecks.encryption(q, instance)));
            checks.add(on(instance, "Rights", q -> RightsChecks.rights(q, instance, acts(instance))));
        }
        checks.add(new PairCheck(
                "Same version", p, b, looks, (here, there) -> IdentityChecks.sameVersion(here, there, p, b)));
        checks.add(
                new PairCheck("Primary rebuilt", p, b, looks, (here, there) -> DatabaseChecks.rebuilt(here, there, p)));
        checks.add(new PairCheck(
                "Encryption of mgc", p, b, looks, (here, there) -> DatabaseChecks.encryption(here, there, p, b)));
        checks.add(new PairCheck("Room for mgc", p, b, looks, (here, there) -> StorageChecks.room(here, there, p)));
        checks.add(on(p, "State of mgc", q -> DatabaseChecks.onPrimary(q, p, Database.MGC)));
        checks.add(on(b, "State of mgc", q -> DatabaseChecks.onBackup(q, b, Database.MGC)));
        checks.add(on(b, "Portability of mgc", q -> DatabaseChecks.portable(q, b)));
        checks.add(on(
                b,
                "Room on the share",
                q -> StorageChecks.share(q, b, settings, estate.storage().backupShare())));
        estate.primary().mirror().ifPresent(mirror -> mirror(checks, p, mirror));
        estate.backup().mirror().ifPresent(mirror -> mirror(checks, b, mirror));
        estate.compliance().ifPresent(compliance -> {
            checks.add(on(
                    compliance.primary(),
                    "State of mgccomp",
                    q -> DatabaseChecks.onPrimary(q, compliance.primary(), Database.MGCCOMP)));
            checks.add(on(
                    compliance.backup(),
                    "State of mgccomp",
                    q -> DatabaseChecks.onBackup(q, compliance.backup(), Database.MGCCOMP)));
        });
        for (SqlInstance instance : List.of(p, b)) {
            checks.add(on(instance, "SQL Server Agent", q -> AgentChecks.running(q, instance)));
            checks.add(on(instance, "Log backups by others", q -> AgentChecks.strangers(q, instance)));
            checks.add(on(instance, "Log shipping leftovers", q -> AgentChecks.logShipping(q, instance)));
            checks.add(folder(instance, "share", estate.storage().backupShare()));
            checks.add(folder(instance, "log shipping folder", estate.storage().logShippingFolder()));
        }
        estate.compliance()
                .map(Compliance::backup)
                .filter(instance -> !instance.equals(p) && !instance.equals(b))
                .ifPresent(instance -> {
                    checks.add(on(instance, "SQL Server Agent", q -> AgentChecks.running(q, instance)));
                    checks.add(folder(instance, "share", estate.storage().backupShare()));
                });
        if (settings.agentProbe() == Settings.AgentProbe.ATTESTED) {
            for (SqlInstance instance : List.of(p, b)) {
                checks.add(on(instance, "SQL Server Agent account", q -> AgentChecks.attested(instance, estate)));
            }
        }
        checks.add(folder(p, "folder for the safety copy", estate.storage().primaryFolder()));
        checks.add(folder(b, "copy folder", estate.storage().copyFolder()));
        return List.copyOf(checks);
    }

    private void mirror(List<Check> checks, SqlInstance principal, SqlInstance mirror) {
        checks.add(on(mirror, "State of mgc", q -> DatabaseChecks.onMirror(q, mirror)));
        checks.add(on(mirror, "Log shipping leftovers", q -> AgentChecks.logShipping(q, mirror)));
        checks.add(new PairCheck(
                "Mirroring partners alike",
                principal,
                mirror,
                looks,
                (here, there) -> IdentityChecks.samePartner(here, there, principal, mirror)));
    }

    private Check folder(SqlInstance instance, String what, String path) {
        return on(instance, "Engine account sees the " + what, q -> StorageChecks.folder(q, instance, what, path));
    }

    /** Instances on which the run sends commands. */
    private boolean acts(SqlInstance instance) {
        return instance.equals(estate.primaryInstance())
                || instance.equals(estate.backupInstance())
                || estate.compliance().filter(c -> c.backup().equals(instance)).isPresent();
    }

    private Check on(SqlInstance instance, String name, InstanceCheck.Question question) {
        return new InstanceCheck(name, instance, looks, question);
    }
}
