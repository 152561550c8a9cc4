package org.failback.lab.tsql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.failback.lab.tds.SqlError;

/** Reads ALTER DATABASE … SET. */
final class AlterDatabaseParser {
    private static final Set<String> SWITCHES = Set.of(
            "AUTO_CLOSE",
            "AUTO_SHRINK",
            "AUTO_CREATE_STATISTICS",
            "AUTO_UPDATE_STATISTICS",
            "TRUSTWORTHY",
            "DB_CHAINING",
            "ALLOW_SNAPSHOT_ISOLATION",
            "READ_COMMITTED_SNAPSHOT",
            "ANSI_NULLS",
            "ANSI_NULL_DEFAULT",
            "ANSI_PADDING",
            "ANSI_WARNINGS",
            "ARITHABORT",
            "CONCAT_NULL_YIELDS_NULL",
            "NUMERIC_ROUNDABORT",
            "QUOTED_IDENTIFIER",
            "RECURSIVE_TRIGGERS",
            "HONOR_BROKER_PRIORITY");
    private final TokenStream in;

    AlterDatabaseParser(TokenStream in) {
        this.in = in;
    }

    Statement statement() throws SqlError {
        String database = in.name();
        if (!in.accept("SET")) {
            if (in.isWord("MODIFY") || in.isWord("ADD") || in.isWord("REMOVE") || in.isWord("COLLATE")) {
                throw Refusal.of("ALTER DATABASE … " + in.peek().upper());
            }
            throw in.unexpected();
        }
        List<ServerStatement.Setting> settings = new ArrayList<>();
        do {
            settings.add(setting());
        } while (in.acceptOperator(","));
        ServerStatement statement = new ServerStatement.AlterDatabase(database, List.copyOf(settings), termination());
        return new Statement.ForServer(evaluator -> statement);
    }

    private ServerStatement.Setting setting() throws SqlError {
        Token token = in.next();
        String option = token.upper();
        if (SWITCHES.contains(option)) {
            boolean on = in.accept("ON");
            if (!on) {
                in.expect("OFF");
            }
            return new ServerStatement.Setting.Switch(option, on);
        }
        return switch (option) {
            case "PARTNER" -> partner();
            case "WITNESS" -> witness();
            case "SINGLE_USER", "RESTRICTED_USER", "MULTI_USER" -> new ServerStatement.Setting.UserAccess(option);
            case "ONLINE", "OFFLINE", "EMERGENCY" -> new ServerStatement.Setting.State(option);
            case "READ_ONLY", "READ_WRITE" -> new ServerStatement.Setting.ReadOnly(option.equals("READ_ONLY"));
            case "RECOVERY" -> new ServerStatement.Setting.Recovery(oneOf(Set.of("FULL", "BULK_LOGGED", "SIMPLE")));
            case "PAGE_VERIFY" ->
                new ServerStatement.Setting.PageVerify(oneOf(Set.of("CHECKSUM", "TORN_PAGE_DETECTION", "NONE")));
            case "COMPATIBILITY_LEVEL" -> {
                in.expectOperator("=");
                yield new ServerStatement.Setting.CompatibilityLevel(in.integer());
            }
            case "ENABLE_BROKER", "DISABLE_BROKER", "NEW_BROKER", "ERROR_BROKER_CONVERSATIONS" ->
                new ServerStatement.Setting.Broker(option);
            case "PARAMETERIZATION",
                    "ENCRYPTION",
                    "CHANGE_TRACKING",
                    "CURSOR_DEFAULT",
                    "DATE_CORRELATION_OPTIMIZATION" -> throw Refusal.of("ALTER DATABASE … SET " + option);
            default -> throw in.unexpectedAt(in.mark() - 1);
        };
    }

    private String oneOf(Set<String> words) throws SqlError {
        String word = in.next().upper();
        if (!words.contains(word)) {
            throw in.unexpectedAt(in.mark() - 1);
        }
        return word;
    }

    private ServerStatement.Setting partner() throws SqlError {
        if (in.acceptOperator("=")) {
            return new ServerStatement.Setting.Partner(ServerStatement.Setting.Partner.Action.ADDRESS, in.string());
        }
        String word = in.next().upper();
        String value = "";
        if (word.equals("SAFETY")) {
            word = "SAFETY_" + oneOf(Set.of("FULL", "OFF"));
        } else if (word.equals("TIMEOUT")) {
            value = Integer.toString(in.integer());
        }
        for (ServerStatement.Setting.Partner.Action action : ServerStatement.Setting.Partner.Action.values()) {
            if (action.name().equals(word) && action != ServerStatement.Setting.Partner.Action.ADDRESS) {
                return new ServerStatement.Setting.Partner(action, value);
            }
        }
        throw in.unexpectedAt(in.mark() - 1);
    }

    private ServerStatement.Setting witness() throws SqlError {
        if (in.accept("OFF")) {
            return new ServerStatement.Setting.Witness("");
        }
        in.expectOperator("=");
        return new ServerStatement.Setting.Witness(in.string());
    }

    private ServerStatement.Termination termination() throws SqlError {
        if (!in.accept("WITH")) {
            return new ServerStatement.Termination(ServerStatement.Termination.Kind.WAIT, 0);
        }
        if (in.accept("NO_WAIT")) {
            return new ServerStatement.Termination(ServerStatement.Termination.Kind.NO_WAIT, 0);
        }
        in.expect("ROLLBACK");
        if (in.accept("IMMEDIATE")) {
            return new ServerStatement.Termination(ServerStatement.Termination.Kind.ROLLBACK_IMMEDIATE, 0);
        }
        in.expect("AFTER");
        int seconds = in.integer();
        in.accept("SECONDS");
        return new ServerStatement.Termination(ServerStatement.Termination.Kind.ROLLBACK_AFTER, seconds);
    }
}
