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

/**
 * Puts right what a restore brings along from another server or leaves behind: the owner, users whose logins have other
 * SIDs here, and the options that RESTORE switches off.
 */
final class AlignOwnerAndUsers implements Step {
    private final Ground ground;

    AlignOwnerAndUsers(Ground ground) {
        this.ground = ground;
    }

    @Override
    public String name() {
        return "alignOwnerAndUsers";
    }

    @Override
    public String title() {
        return "Align owner and users of mgc on " + ground.primary().serverName();
    }

    @Override
    public Gate gate() {
        return Gate.RESTORE;
    }

    @Override
    public Map<String, String> facts(Run run) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(FactName.OWNER, ground.looks().at(ground.primary(), run, this::owner));
        onBackup(run).ifPresent(mgc -> facts.put(FactName.OPTIONS, mgc.options().settable()));
        return facts;
    }

    private Optional<Database> onBackup(Run run) {
        return ground.looks().at(ground.backup(), run, inquiry -> Database.of(inquiry, Database.MGC));
    }

    private String owner(Inquiry inquiry) {
        return ground.settings()
                .owner()
                .orElseGet(() -> inquiry.ask(Lookup.SYSTEM_LOGIN).get(0).text("name"));
    }

    @Override
    public Finding look(Run run) {
        List<Row> loginsOnBackup = ground.looks().at(ground.backup(), run, inquiry -> inquiry.ask(Lookup.LOGINS));
        Optional<Database> onBackup = onBackup(run);
        return ground.looks()
                .at(
                        ground.primary(),
                        run,
                        inquiry -> ground.footing(ground.primary())
                                .objection(inquiry, run)
                                .orElseGet(() -> look(inquiry, loginsOnBackup, onBackup)));
    }

    private Finding look(Inquiry inquiry, List<Row> loginsOnBackup, Optional<Database> onBackup) {
        String where = "mgc on " + ground.primary().serverName();
        Optional<Database> found = Database.of(inquiry, Database.MGC);
        if (found.filter(mgc -> mgc.online() && !mgc.mirrored()).isEmpty()) {
            return Finding.blocked(
                    where + " is " + found.map(Database::inWords).orElse("missing") + ", so its users cannot be read.",
                    "Restore it first.",
                    "DBA",
                    Map.of());
        }
        Database mgc = found.orElseThrow();
        String owner = owner(inquiry);
        DatabaseUsers users =
                DatabaseUsers.compare(inquiry.ask(Lookup.USERS), inquiry.ask(Lookup.LOGINS), loginsOnBackup);
        List<String> options = onBackup.map(other -> mgc.options().differencesFrom(other.options()))
                .orElse(List.of());
        String wanted = onBackup.map(other -> other.options().settable())
                .orElse(mgc.options().settable());
        Map<String, String> evidence = new LinkedHashMap<>();
        evidence.put("owner", mgc.owner());
        evidence.put("orphaned users", inWords(users.orphans()));
        evidence.put("users without a login here", inWords(users.homeless()));
        evidence.put("options", mgc.options().settable());
        evidence.put("options that differ from the backup", inWords(options));
        if (!users.homeless().isEmpty()) {
            return Finding.blocked(
                    "Users of " + where + " have a login on " + ground.backup().serverName() + " and none here: "
                            + inWords(users.homeless()) + ".",
                    "Create these logins on " + ground.primary().serverName()
                            + " as they are on the other instance, then try again.",
                    "DBA",
                    evidence);
        }
        if (!options.isEmpty()) {
            return Finding.blocked(
                    where + " differs in options from what was served: " + inWords(options) + ".",
                    "Set them with ALTER DATABASE [mgc] SET …, then try again.",
                    "DBA",
                    evidence);
        }
        boolean inOrder = mgc.owner().equalsIgnoreCase(owner)
                && users.orphans().isEmpty()
                && mgc.options().settable().equals(wanted);
        return inOrder
                ? Finding.done("Owner, users and options of " + where + " are in order.", evidence)
                : Finding.needed("Owner, users or options of " + where + " are as the restore left them.", evidence);
    }

    private static String inWords(List<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    @Override
    public List<Command> commands(Facts facts) {
        String server = ground.primary().serverName();
        String orphans = """
                FROM sys.database_principals u JOIN sys.server_principals l ON l.name = u.name COLLATE DATABASE_DEFAULT AND l.type = 'S'
                    WHERE u.type = 'S' AND u.principal_id > 4 AND DATALENGTH(u.sid) = 16
                    AND NOT EXISTS (SELECT 1 FROM sys.server_principals p WHERE p.sid = u.sid)""";
        String join = """
                DECLARE @user nvarchar(128), @join nvarchar(600);
                SELECT @user = MIN(u.name) %1$s;
                WHILE @user IS NOT NULL
                BEGIN
                    SET @join = N'ALTER USER ' + QUOTENAME(@user) + N' WITH LOGIN = ' + QUOTENAME(@user);
                    EXEC (@join);
                    SELECT @user = MIN(u.name) %1$s AND u.name > @user;
                END""".formatted(orphans);
        String act = """
                ALTER AUTHORIZATION ON DATABASE::[mgc] TO %s;
                ALTER DATABASE [mgc] SET %s WITH ROLLBACK IMMEDIATE;
                EXEC [mgc].sys.sp_executesql N'
                %s';""".formatted(
                        Tsql.name(facts.get(FactName.OWNER)),
                        Options.checked(facts.get(FactName.OPTIONS)),
                        join.replace("'", "''"));
        return List.of(new Command.Tsql(
                ground.primary(),
                "Makes the agreed login owner of mgc on " + server
                        + ", joins its SQL users to their logins there, and sets the options that it had on the backup.",
                ground.guard(ground.primary(), facts)
                        .database(Database.MGC, Guard.UNMIRRORED, "ONLINE")
                        .and(ground.noChatServer())
                        .around(
                                act,
                                "This is not " + server
                                        + " held by this run, mgc is not ONLINE, or chat servers are connected to it."),
                Optional.empty()));
    }
}
