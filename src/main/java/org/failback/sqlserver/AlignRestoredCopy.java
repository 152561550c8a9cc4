package org.failback.sqlserver;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.failback.step.Command;
import org.failback.step.Facts;
import org.failback.step.Finding;
import org.failback.step.Gate;
import org.failback.step.Run;
import org.failback.step.Step;

/** Gives the restored mgc on B the owner and the options that it had before this run; its users' logins never left. */
final class AlignRestoredCopy implements Step {
    private final Ground ground;

    AlignRestoredCopy(Ground ground) {
        this.ground = ground;
    }

    /** Owner and options while they still are what they were; what was noted once stays. */
    static Map<String, String> asTheyAre(Inquiry backup, Run run) {
        Map<String, String> facts = new LinkedHashMap<>();
        if (run.fact(FactName.OPTIONS_ON_BACKUP).isEmpty()) {
            Database.of(backup, Database.MGC).ifPresent(mgc -> {
                facts.put(FactName.OPTIONS_ON_BACKUP, mgc.options().settable());
                facts.put(
                        FactName.OWNER_ON_BACKUP,
                        mgc.owner().isEmpty()
                                ? backup.ask(Lookup.SYSTEM_LOGIN).get(0).text("name")
                                : mgc.owner());
            });
        }
        return facts;
    }

    @Override
    public String name() {
        return "alignRestoredCopy";
    }

    @Override
    public String title() {
        return "Align owner and options of mgc on " + ground.backup().serverName();
    }

    @Override
    public Gate gate() {
        return Gate.RESTORE_COPY;
    }

    @Override
    public Finding look(Run run) {
        return ground.looks()
                .at(
                        ground.backup(),
                        run,
                        inquiry -> ground.footing(ground.backup())
                                .objection(inquiry, run)
                                .orElseGet(() -> look(inquiry, run)));
    }

    private Finding look(Inquiry inquiry, Run run) {
        String where = "mgc on " + ground.backup().serverName();
        Optional<Database> found = Database.of(inquiry, Database.MGC);
        Optional<String> owner = run.fact(FactName.OWNER_ON_BACKUP);
        Optional<String> options = run.fact(FactName.OPTIONS_ON_BACKUP);
        if (found.filter(mgc -> mgc.online() && !mgc.mirrored()).isEmpty() || owner.isEmpty() || options.isEmpty()) {
            return Finding.blocked(
                    owner.isEmpty() || options.isEmpty()
                            ? "Nobody noted which owner and options " + where + " had before this run."
                            : where + " is " + found.map(Database::inWords).orElse("missing") + ".",
                    "Restore it first; where it was noted nowhere, set owner and options by hand.",
                    "DBA",
                    Map.of());
        }
        Database mgc = found.get();
        Map<String, String> evidence = Seen.of(
                "owner", mgc.owner(),
                "owner before", owner.get(),
                "options", mgc.options().settable(),
                "options before", options.get());
        return mgc.owner().equalsIgnoreCase(owner.get())
                        && mgc.options().settable().equals(options.get())
                ? Finding.done("Owner and options of " + where + " are as before this run.", evidence)
                : Finding.needed("Owner or options of " + where + " are as the restore left them.", evidence);
    }

    @Override
    public List<Command> commands(Facts facts) {
        String server = ground.backup().serverName();
        String act = """
                ALTER AUTHORIZATION ON DATABASE::[mgc] TO %s;
                ALTER DATABASE [mgc] SET %s WITH ROLLBACK IMMEDIATE;""".formatted(
                Tsql.name(facts.get(FactName.OWNER_ON_BACKUP)), Options.checked(facts.get(FactName.OPTIONS_ON_BACKUP)));
        return List.of(new Command.Tsql(
                ground.backup(),
                "Gives mgc on " + server + " the owner and the options that it had before this run.",
                ground.guard(ground.backup(), facts)
                        .database(Database.MGC, Guard.UNMIRRORED, "ONLINE")
                        .around(act, "This is not " + server + " held by this run, or mgc is not ONLINE."),
                Optional.empty()));
    }
}
