package org.failback.sqlserver;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.failback.step.Command;
import org.failback.step.Facts;
import org.failback.step.Finding;
import org.failback.step.Gate;
import org.failback.step.Run;
import org.failback.step.Step;

/** Tells P which secondary takes its log. */
final class RegisterSecondary implements Step {
    static final String NAME = "registerSecondary";

    private final Ground ground;
    private final LogShipping shipping;

    RegisterSecondary(Ground ground) {
        this.ground = ground;
        this.shipping = LogShipping.of(ground);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "Register the secondary on " + ground.primary().serverName();
    }

    @Override
    public Gate gate() {
        return Gate.OVERWRITE_BACKUP;
    }

    @Override
    public Finding look(Run run) {
        return ground.looks()
                .at(
                        ground.primary(),
                        run,
                        inquiry -> ground.footing(ground.primary())
                                .objection(inquiry, run)
                                .orElseGet(() -> look(inquiry, run)));
    }

    private Finding look(Inquiry inquiry, Run run) {
        if (shipping.onPrimary(inquiry, run).isEmpty()) {
            return Finding.blocked(
                    "mgc on " + ground.primary().serverName() + " is no log shipping primary of this run.",
                    "Try again: log shipping is set up from its beginning.",
                    "DBA",
                    Map.of());
        }
        List<String> registered = inquiry.ask(Lookup.LOG_SHIPPING_REGISTERED, Database.MGC).stream()
                .map(row -> row.text("secondary_database") + " on " + row.text("secondary_server"))
                .toList();
        String ours = Database.MGC + " on " + ground.backup().serverName();
        Map<String, String> evidence =
                Map.of("secondaries", registered.isEmpty() ? "none" : String.join("; ", registered));
        if (registered.stream().anyMatch(one -> !one.equalsIgnoreCase(ours))) {
            return Finding.blocked(
                    "The primary has a secondary that this run does not know: " + String.join("; ", registered) + ".",
                    "Remove it with sp_delete_log_shipping_primary_secondary, then try again.",
                    "DBA",
                    evidence);
        }
        return registered.isEmpty()
                ? Finding.needed("The primary knows no secondary yet.", evidence)
                : Finding.done("The primary ships its log to " + ours + ".", evidence);
    }

    @Override
    public List<Command> commands(Facts facts) {
        String server = ground.primary().serverName();
        String secondary = Tsql.literal(ground.backup().serverName());
        String body = """
                IF NOT EXISTS (SELECT 1 FROM msdb.dbo.log_shipping_primary_secondaries s
                               JOIN msdb.dbo.log_shipping_primary_databases p ON p.primary_id = s.primary_id
                               WHERE p.primary_database = N'mgc' AND s.secondary_server = %1$s AND s.secondary_database = N'mgc')
                    EXEC @failed = master.dbo.sp_add_log_shipping_primary_secondary @primary_database = N'mgc',
                        @secondary_server = %1$s, @secondary_database = N'mgc';
                %2$s""".formatted(secondary, LogShipping.failed("The registration of the secondary"));
        Guard guard = ground.guard(ground.primary(), facts)
                .and("EXISTS (SELECT 1 FROM msdb.dbo.log_shipping_primary_databases"
                        + " WHERE primary_database = N'mgc' AND backup_share = " + shipping.share(facts) + ")");
        return List.of(new Command.Tsql(
                ground.primary(),
                "Notes on " + server + " that " + ground.backup().serverName() + " takes its log.",
                UnderLock.batch(
                        ground.mark(),
                        guard,
                        body,
                        "Nothing was registered: this is not " + server
                                + " held by this run, or mgc is no log shipping primary of this run."),
                Optional.empty()));
    }
}
