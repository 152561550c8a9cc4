package org.failback.lab.server;

import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.failback.lab.tds.SqlError;

/**
 * The program sqllogship: one run of one stage of log shipping, with the rights of the Agent's account on files and of
 * its login on the server.
 */
final class SqlLogShip {
    private static final Pattern COMMAND = Pattern.compile(
            "\\s*(?:\"[^\"]*\\\\|[^\"\\s]*\\\\|\"?)sqllogship(?:\\.exe)?\"?\\s+-(backup|copy|restore)\\s+([0-9a-f-]{36})\\b(.*)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern SERVER =
            Pattern.compile("-server\\s+(?:\"([^\"]+)\"|(\\S+))", Pattern.CASE_INSENSITIVE);
    private final ServerSession session;
    private final LabSession client;
    private final Instance instance;

    /** @param client runs T-SQL in that session */
    SqlLogShip(ServerSession session, LabSession client) {
        this.session = session;
        this.client = client;
        this.instance = session.instance();
    }

    static boolean isIn(String command) {
        return COMMAND.matcher(command).matches();
    }

    /** Runs a command line that {@link #isIn} knows. The estate's lock is held, and given up while work takes time. */
    StepResult run(String command) {
        Matcher words = COMMAND.matcher(command);
        if (!words.matches()) {
            throw new IllegalArgumentException("not a command line of sqllogship: " + command);
        }
        Matcher server = SERVER.matcher(words.group(3));
        String wanted = !server.find() ? "" : server.group(1) == null ? server.group(2) : server.group(1);
        if (!wanted.equalsIgnoreCase(instance.name())) {
            return StepResult.of(false, "The lab does not model sqllogship with the server '" + wanted + "'.");
        }
        String stage = words.group(1).toLowerCase(Locale.ROOT);
        ShippingTools tools = new ShippingTools(session, client);
        UUID id = UUID.fromString(words.group(2));
        StageLog log = new StageLog(instance, stage);
        try {
            struck(command);
            switch (stage) {
                case "backup" -> new BackupStage(tools, log).run(id);
                case "copy" -> new CopyStage(tools, log).run(id);
                default -> new RestoreStage(tools, log).run(id);
            }
            return log.succeeded();
        } catch (StageFailed failed) {
            return log.failed(failed.getMessage());
        }
    }

    /** Faults may be ordered for the command line as for a statement. */
    private void struck(String command) throws StageFailed {
        session.setRequest(new RunningRequest(instance.estate().instant(), command, "sqllogship"));
        try {
            new StatementFaults(session).before(command, new JobMessages(() -> {}));
        } catch (SqlError struck) {
            throw new StageFailed(struck.chain().get(0).text());
        }
    }
}
