package org.failback.sqlserver;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.failback.estate.Estate;
import org.failback.estate.Settings;
import org.failback.step.Claim;
import org.failback.step.Entry;
import org.failback.step.Run;
import org.failback.step.Verdict;

/** What a finished run left on the servers, looked at once more and held against what the run's journal says. */
public final class EndState {
    private final Ground ground;

    public EndState(Estate estate, Settings settings, SqlServers servers, Clock clock) {
        this(new Ground(
                estate, settings, new Looks(servers, settings.deadlines().sqlServer(), clock)));
    }

    EndState(Ground ground) {
        this.ground = ground;
    }

    /** Claims about the instances; a host that does not answer makes the caller fail with its own words. */
    public List<Claim> claims(Run run) {
        List<Claim> claims =
                new ArrayList<>(ground.looks().at(ground.primary(), run, inquiry -> primary(inquiry, run)));
        claims.add(alone(run));
        claims.addAll(ground.looks().at(ground.backup(), run, inquiry -> backup(inquiry, run)));
        claims.add(jobs(run));
        return claims;
    }

    private List<Claim> primary(Inquiry inquiry, Run run) {
        String server = ground.primary().serverName();
        Optional<Database> mgc = Database.of(inquiry, Database.MGC);
        boolean serves = mgc.filter(now -> now.serving() && now.recoveryModel().equals("FULL"))
                .isPresent();
        Claim state = new Claim(
                "mgc on " + server + " is ONLINE, MULTI_USER, READ_WRITE and FULL",
                serves,
                mgc.map(now -> now.inWords() + ", " + now.userAccess() + ", " + now.recoveryModel())
                        .orElse("missing"));
        return serves ? List.of(state, origin(inquiry, run), contents(inquiry, run)) : List.of(state);
    }

    private Claim origin(Inquiry inquiry, Run run) {
        String meant = run.lastFound(RestoreMgc.NAME)
                .map(Entry::data)
                .map(data -> data.get(RestoreMgc.RESTORED_FROM))
                .orElse("no backup set");
        String newest = inquiry.ask(Lookup.RESTORES, Database.MGC).stream()
                .findFirst()
                .map(row -> row.text("backup_set_uuid"))
                .orElse("none");
        return new Claim(
                "The last restore on " + ground.primary().serverName() + " was from this run's backup",
                newest.equalsIgnoreCase(meant),
                "restore history names " + newest + ", the run restored " + meant);
    }

    /** Equality was proved while nobody could write; since then people may have added, and nothing may be less. */
    private Claim contents(Inquiry inquiry, Run run) {
        Contents here = Contents.of(inquiry);
        Optional<Contents> recorded = Contents.recorded(run, FenceMgc.NAME, BackUpMgc.NAME);
        Optional<Entry> equal = run.lastFound("proveEquality")
                .filter(found -> Verdict.DONE.name().equals(found.data().get("verdict")));
        boolean holds = equal.isPresent()
                && recorded.filter(before ->
                                here.messages() >= before.messages() && here.newestTicks() >= before.newestTicks())
                        .isPresent();
        return new Claim(
                "mgc on the primary equalled the backup before it went live, and has lost no message since",
                holds,
                equal.map(found -> found.text() + " (" + found.at() + ")").orElse("equality was never proved")
                        + "; now " + here.messages() + " messages");
    }

    private Claim alone(Run run) {
        OnlyPrimaryServes.Sight sight = new OnlyPrimaryServes(ground).look(run);
        return new Claim(
                "Of all copies of mgc only the primary's is ONLINE",
                sight.objection().isEmpty(),
                sight.states().toString());
    }

    private List<Claim> backup(Inquiry inquiry, Run run) {
        String server = ground.backup().serverName();
        Optional<Database> mgc = Database.of(inquiry, Database.MGC);
        Claim state = new Claim(
                "mgc on " + server + " is RESTORING, as a log shipping secondary is",
                mgc.filter(Database::restoring).isPresent(),
                mgc.map(Database::inWords).orElse("missing"));
        return List.of(state, shipped(inquiry, run));
    }

    private Claim shipped(Inquiry inquiry, Run run) {
        Map<String, String> proved =
                run.lastFound(RestoreLog.NAME).map(Entry::data).orElse(Map.of());
        String set = proved.getOrDefault("log backup: backup set", "");
        boolean restored =
                !set.isEmpty() && LogShippingJob.restoredSinceMade(inquiry, set).isPresent();
        Optional<Row> row = LogShipping.of(ground).onSecondary(inquiry, run);
        String last = row.map(found -> found.text("last_restored_file")).orElse("");
        return new Claim(
                "Log shipping carried one file through backup, copy and restore",
                restored && last.toLowerCase(java.util.Locale.ROOT).endsWith(".trn"),
                proved.getOrDefault("log backup", "no file") + " is " + (restored ? "" : "not ")
                        + "in the restore history of " + ground.backup().serverName() + "; last restored file "
                        + (last.isEmpty() ? "none" : last));
    }

    private Claim jobs(Run run) {
        Map<String, String> states = new TreeMap<>();
        LogShipping shipping = LogShipping.of(ground);
        int secondaries = ground.looks().at(ground.primary(), run, inquiry -> {
            shipping.onPrimary(inquiry, run)
                    .ifPresent(row -> states.put(row.text("job"), job(inquiry, row, "enabled", "owner")));
            return inquiry.ask(Lookup.LOG_SHIPPING_REGISTERED, Database.MGC).size();
        });
        ground.looks().at(ground.backup(), run, inquiry -> {
            shipping.onSecondary(inquiry, run).ifPresent(row -> {
                states.put(row.text("copy_job"), job(inquiry, row, "copy_enabled", "copy_owner"));
                states.put(row.text("restore_job"), job(inquiry, row, "restore_enabled", "restore_owner"));
            });
            return states;
        });
        return new Claim(
                "The three log shipping jobs are enabled and owned as agreed, with one secondary registered",
                secondaries == 1
                        && states.size() == 3
                        && states.values().stream().allMatch(AS_AGREED::equals),
                states + ", secondaries: " + secondaries);
    }

    private static final String AS_AGREED = "enabled, owner as agreed";

    private static String job(Inquiry inquiry, Row row, String enabled, String owner) {
        String agreed = inquiry.ask(Lookup.SYSTEM_LOGIN).get(0).text("name");
        return (row.flag(enabled) ? "enabled" : "disabled")
                + (row.text(owner).equals(agreed) ? ", owner as agreed" : ", owner " + row.text(owner));
    }
}
