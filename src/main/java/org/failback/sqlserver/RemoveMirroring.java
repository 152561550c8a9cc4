package org.failback.sqlserver;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.failback.estate.SqlInstance;
import org.failback.step.Command;
import org.failback.step.Facts;
import org.failback.step.Finding;
import org.failback.step.Gate;
import org.failback.step.Run;
import org.failback.step.Step;

/** Removes database mirroring from a principal; its partner keeps a copy in RESTORING. */
final class RemoveMirroring implements Step {
    private final String name;
    private final Optional<SqlInstance> instance;
    private final String database;
    private final Gate gate;
    private final Ground ground;

    private RemoveMirroring(String name, Optional<SqlInstance> instance, String database, Gate gate, Ground ground) {
        this.name = name;
        this.instance = instance;
        this.database = database;
        this.gate = gate;
        this.ground = ground;
    }

    static RemoveMirroring fromMgc(Ground ground) {
        return new RemoveMirroring(
                "removeMirroringFromMgc", Optional.of(ground.backup()), Database.MGC, Gate.OUTAGE_AND_PLAN, ground);
    }

    static RemoveMirroring fromMgccomp(Ground ground) {
        return new RemoveMirroring(
                "removeMirroringFromMgccomp",
                ground.complianceBackup(),
                Database.MGCCOMP,
                Gate.OUTAGE_AND_PLAN,
                ground);
    }

    /** Only where Topology Builder mirrored the rebuilt mgc: RESTORE refuses a mirrored database (error 3104). */
    static RemoveMirroring fromPrimary(Ground ground) {
        return new RemoveMirroring(
                "removeMirroringFromPrimary", Optional.of(ground.primary()), Database.MGC, Gate.RESTORE, ground);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String title() {
        return "Remove mirroring from " + database
                + instance.map(on -> " on " + on.serverName()).orElse("");
    }

    @Override
    public Gate gate() {
        return gate;
    }

    @Override
    public boolean onlyIfNeeded() {
        return gate == Gate.RESTORE;
    }

    @Override
    public Finding look(Run run) {
        return instance.map(on -> ground.looks().at(on, run, inquiry -> look(inquiry, on, run)))
                .orElseGet(() -> Finding.done("Compliance is not deployed.", Map.of()));
    }

    private Finding look(Inquiry inquiry, SqlInstance on, Run run) {
        Optional<Finding> objection =
                ground.marks(on) ? ground.footing(on).objection(inquiry, run) : Privileges.objection(inquiry, on);
        return objection.orElseGet(() -> Database.of(inquiry, database)
                .map(now -> judge(inquiry, now, on, run))
                .orElseGet(() -> Finding.blocked(
                        on.serverName() + " has no database " + database + ".",
                        "See whether the right instance is configured and whether the database was dropped.",
                        "DBA",
                        Map.of())));
    }

    private Finding judge(Inquiry inquiry, Database now, SqlInstance on, Run run) {
        String where = database + " on " + on.serverName();
        if (now.online() && !now.mirrored()) {
            return Finding.done(where + " is not mirrored.", now.evidence());
        }
        if (now.online() && now.principal()) {
            return Finding.needed(where + " is the principal of a mirroring session.", now.evidence());
        }
        if (!now.mirrored() && takenOutOfUseBy(run, on)) {
            return Finding.done(where + " is " + now.state() + " since this run took it out of use.", now.evidence());
        }
        if (on.equals(ground.primary()) && !now.mirrored()) {
            Optional<EarlierAttempt> earlier = EarlierAttempt.of(inquiry, now).filter(EarlierAttempt::nothingOfItsOwn);
            if (earlier.isPresent()) {
                return Finding.done(
                        where + " is " + now.state() + ": " + earlier.get().words() + ".", now.evidence());
            }
        }
        return Finding.blocked(
                where + " is " + now.inWords() + "; it must be ONLINE, and principal where it is mirrored.",
                now.role().equals("MIRROR") || now.restoring()
                        ? "If its partner is the principal, the live data lies there: fail mirroring over to "
                                + on.serverName() + " first (on the principal: ALTER DATABASE " + Tsql.name(database)
                                + " SET PARTNER FAILOVER), then try again."
                        : "Bring the database back ONLINE, then try again.",
                "DBA",
                now.evidence());
    }

    /** A database that the run itself fenced or began to restore is not ONLINE, and was not mirrored when that began. */
    private boolean takenOutOfUseBy(Run run, SqlInstance on) {
        return run.intended(on.equals(ground.primary()) ? RestoreMgc.NAME : FenceMgc.NAME);
    }

    @Override
    public List<Command> commands(Facts facts) {
        return instance.<List<Command>>map(on -> List.of(new Command.Tsql(
                        on,
                        "Ends mirroring of " + database + " on " + on.serverName()
                                + "; from then on there is one live copy and no automatic failover.",
                        ground.guard(on, facts)
                                .database(database, Guard.PRINCIPAL, "ONLINE")
                                .around(
                                        "ALTER DATABASE " + Tsql.name(database) + " SET PARTNER OFF;",
                                        "This is not " + on.serverName() + " held by this run, or " + database
                                                + " is not the ONLINE principal of a mirroring session."),
                        Optional.empty())))
                .orElse(List.of());
    }
}
