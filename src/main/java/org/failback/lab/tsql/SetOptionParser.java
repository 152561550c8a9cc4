package org.failback.lab.tsql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.failback.lab.tds.SqlError;

/** Reads SET with an option. */
final class SetOptionParser {
    private static final Set<String> SWITCHES = Set.of(
            "ANSI_DEFAULTS",
            "ANSI_NULLS",
            "ANSI_NULL_DFLT_ON",
            "ANSI_NULL_DFLT_OFF",
            "ANSI_PADDING",
            "ANSI_WARNINGS",
            "ARITHABORT",
            "ARITHIGNORE",
            "CONCAT_NULL_YIELDS_NULL",
            "CURSOR_CLOSE_ON_COMMIT",
            "FORCEPLAN",
            "IMPLICIT_TRANSACTIONS",
            "NOCOUNT",
            "NUMERIC_ROUNDABORT",
            "QUOTED_IDENTIFIER",
            "XACT_ABORT");
    private static final Set<String> IGNORED =
            Set.of("DEADLOCK_PRIORITY", "TEXTSIZE", "LANGUAGE", "DATEFORMAT", "DATEFIRST", "CONTEXT_INFO");
    private static final Set<String> REFUSED = Set.of(
            "ROWCOUNT",
            "NOEXEC",
            "PARSEONLY",
            "FMTONLY",
            "SHOWPLAN_ALL",
            "SHOWPLAN_TEXT",
            "SHOWPLAN_XML",
            "IDENTITY_INSERT",
            "STATISTICS",
            "REMOTE_PROC_TRANSACTIONS",
            "OFFSETS",
            "QUERY_GOVERNOR_COST_LIMIT");
    private final TokenStream in;

    SetOptionParser(TokenStream in) {
        this.in = in;
    }

    Statement statement() throws SqlError {
        in.next();
        if (in.accept("TRANSACTION")) {
            return isolation();
        }
        String first = in.peek().upper();
        if (in.isWord("ROWCOUNT") && in.peek(1).text().equals("0")) {
            // Drivers say so when they connect: no limit.
            in.next();
            in.next();
            return new Statement.SetIgnored();
        }
        if (REFUSED.contains(first)) {
            throw Refusal.of("SET " + first);
        }
        if (in.accept("LOCK_TIMEOUT")) {
            boolean none = in.acceptOperator("-");
            int millis = in.integer();
            return new Statement.SetLockTimeout(none ? -1 : millis);
        }
        if (IGNORED.contains(first)) {
            in.next();
            in.acceptOperator("-");
            in.next();
            return new Statement.SetIgnored();
        }
        List<String> options = new ArrayList<>();
        do {
            String option = in.peek().upper();
            if (!SWITCHES.contains(option)) {
                if (in.peek().kind() == Token.Kind.WORD && !Keywords.isReserved(option)) {
                    throw new SqlError(195, 15, 1, "'" + in.peek().text() + "' is not a recognized SET option.");
                }
                throw in.unexpected();
            }
            in.next();
            options.add(option);
        } while (in.acceptOperator(","));
        boolean on = in.accept("ON");
        if (!on) {
            in.expect("OFF");
        }
        if (options.contains("QUOTED_IDENTIFIER") || options.contains("ANSI_DEFAULTS")) {
            in.quotedIdentifiers(on);
        }
        if (!on && (options.contains("ANSI_NULLS") || options.contains("CONCAT_NULL_YIELDS_NULL"))) {
            throw Refusal.of("SET " + String.join(", ", options) + " OFF");
        }
        return new Statement.SetOption(options, on);
    }

    /** Isolation levels are read and change nothing: the lab's sessions do not lock rows. */
    private Statement isolation() throws SqlError {
        in.expect("ISOLATION");
        in.expect("LEVEL");
        if (in.accept("READ")) {
            if (!in.accept("COMMITTED")) {
                in.expect("UNCOMMITTED");
            }
        } else if (in.accept("REPEATABLE")) {
            in.expect("READ");
        } else if (!in.accept("SERIALIZABLE")) {
            in.expect("SNAPSHOT");
        }
        return new Statement.SetIgnored();
    }
}
