package org.failback.sqlserver;

import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.failback.estate.Credential;
import org.failback.estate.SqlInstance;
import org.failback.step.RemoteFailure;

/** Turns what went wrong on the wire or on a server into a sentence with a remedy. */
final class Failures {
    private Failures() {}

    /** Nobody was logged in; nothing was sent. */
    static RemoteFailure connecting(SqlInstance instance, Credential credential, SQLException e) {
        String where = instance.serverName() + " at " + instance.address() + ":" + instance.port();
        if (isAbout(e, SSLException.class) || isAbout(e, CertificateException.class)) {
            return failure(
                    ErrorTable.NO_TLS,
                    instance,
                    "No trusted TLS connection to " + where + ": " + firstLine(e) + ".",
                    e);
        }
        List<ServerMessage> said = said(e);
        if (!said.isEmpty()) {
            return refused(instance, "the login " + credential.user(), said, e);
        }
        return failure(ErrorTable.NOT_REACHED, instance, where + " is not reached: " + firstLine(e) + ".", e);
    }

    /** The server said no, in these words. */
    static RemoteFailure refused(SqlInstance instance, String what, List<ServerMessage> messages, Throwable cause) {
        List<ServerMessage> errors =
                messages.stream().filter(ServerMessage::isError).toList();
        ErrorTable.Meaning meaning =
                ErrorTable.meaning(errors.stream().map(ServerMessage::number).toList());
        String words = errors.stream().map(ServerMessage::toString).collect(Collectors.joining(" "));
        return failure(
                meaning,
                instance,
                instance.serverName() + " refused " + what + ". " + meaning.sentence() + " The server's words: "
                        + words,
                cause);
    }

    /** A look did not come back; it is of no consequence to look again. */
    static RemoteFailure looking(SqlInstance instance, String what, SQLException e) {
        List<ServerMessage> said = said(e);
        return said.isEmpty()
                ? broken(instance, what, e, ErrorTable.LOST_WHILE_LOOKING)
                : refused(instance, what, said, e);
    }

    /** The connection ended before the answer did. */
    static RemoteFailure broken(SqlInstance instance, String what, SQLException e, ErrorTable.Meaning meaning) {
        return failure(
                meaning,
                instance,
                "The connection to " + instance.serverName() + " broke while it answered " + what + ": " + firstLine(e)
                        + ".",
                e);
    }

    static RemoteFailure late(SqlInstance instance, String what, ErrorTable.Meaning meaning) {
        return failure(meaning, instance, instance.serverName() + " did not answer " + what + " in time.", null);
    }

    private static RemoteFailure failure(
            ErrorTable.Meaning meaning, SqlInstance instance, String message, Throwable cause) {
        return new RemoteFailure(
                meaning.sort(), instance.serverName(), message, meaning.remedy(), meaning.owner(), cause);
    }

    /** What of an exception chain the server said itself. */
    private static List<ServerMessage> said(SQLException first) {
        List<ServerMessage> said = new ArrayList<>();
        for (SQLException e = first; e != null; e = e.getNextException()) {
            if (e.getErrorCode() > 0 && !isConnection(e)) {
                said.add(new ServerMessage(e.getErrorCode(), 16, String.valueOf(e.getMessage())));
            }
        }
        return said;
    }

    private static boolean isConnection(SQLException e) {
        return e.getSQLState() != null && e.getSQLState().startsWith("08");
    }

    private static boolean isAbout(Throwable e, Class<? extends Throwable> kind) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private static String firstLine(SQLException e) {
        String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }
}
