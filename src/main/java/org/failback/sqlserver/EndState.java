package org.failback.sqlserver;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.failback.estate.Estate;
import org.failback.estate.Settings;
import org.failback.step.Claim;
import org.failback.step.Entry;
import org.failback.step.Run;

/** What a finished run left on the servers, looked at once more and held against what the run's journal says. */
public final class EndState {
    private final Ground ground;

    public EndState(Estate estate, Settings settings, SqlServers servers, Clock clock) {
        this.ground = new Ground(
                estate, settings, new Looks(servers, settings.deadlines().sqlServer(), clock));
    }

    /** Claims about P and B; a host that does not answer makes the caller fail with its own words. */
    public List<Claim> claims(Run run) {
        List<Claim> primary = ground.looks().at(ground.primary(), run, inquiry -> primary(inquiry, run));
        Claim backup = ground.looks().at(ground.backup(), run, this::backup);
        return Stream.concat(primary.stream(), Stream.of(backup)).toList();
    }

    private List<Claim> primary(Inquiry inquiry, Run run) {
        String server = ground.primary().serverName();
        Optional<Database> mgc = Database.of(inquiry, Database.MGC);
        boolean serves = mgc.filter(now -> now.online()
                        && now.userAccess().equals("MULTI_USER")
                        && now.recoveryModel().equals("FULL")
                        && !now.readOnly())
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

    private Claim contents(Inquiry inquiry, Run run) {
        Contents here = Contents.of(inquiry);
        Optional<Contents> recorded = Contents.recorded(run, FenceMgc.NAME, BackUpMgc.NAME);
        List<String> differences =
                recorded.map(here::differencesFrom).orElse(List.of("nobody recorded what the backup held"));
        return new Claim(
                "Every table of mgc has as many rows as on the backup, and the newest message is the same",
                differences.isEmpty(),
                differences.isEmpty()
                        ? here.rows().size() + " tables, " + here.messages() + " messages"
                        : String.join("; ", differences));
    }

    private Claim backup(Inquiry inquiry) {
        Optional<Database> mgc = Database.of(inquiry, Database.MGC);
        boolean fenced = ground.settings().fence() == Settings.Fence.TAIL_LOG;
        return new Claim(
                "mgc on " + ground.backup().serverName()
                        + (fenced
                                ? " is fenced: RESTORING, so nobody can write to it"
                                : " is as the backup left it: ONLINE"),
                mgc.filter(now -> fenced ? now.restoring() : now.online()).isPresent(),
                mgc.map(Database::inWords).orElse("missing"));
    }
}
