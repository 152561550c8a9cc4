package org.failback.lync;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import org.failback.lync.winrm.WinRmFailure;
import org.failback.step.RemoteFailure;

/** Says for one operation on one host what went wrong, why, what to do next and whose it is. */
final class Failures {
    private static final String OWNER = "Lync administrator";
    private static final int WORDS = 500;
    /** Exceptions of cmdlets whose cause may pass by itself. */
    private static final Set<String> PASSING =
            Set.of("System.TimeoutException", "System.Management.Automation.PipelineStoppedException");

    private static final String SQL_EXCEPTION = "System.Data.SqlClient.SqlException";
    /** SqlException.Number of the same: time-out, deadlock, lock time-out, and the network's errors. */
    private static final Set<Integer> PASSING_NUMBERS =
            Set.of(-2, -1, 2, 53, 64, 121, 233, 1205, 1222, 10053, 10054, 10060, 10061);

    private final String host;
    private final Operation operation;

    Failures(String host, Operation operation) {
        this.host = host;
        this.operation = operation;
    }

    RemoteFailure of(WinRmFailure failure) {
        Trouble trouble;
        if (failure.mayHaveRun()) {
            trouble = Trouble.ANSWER_LOST;
        } else if (failure instanceof WinRmFailure.Refused) {
            trouble = Trouble.ACCOUNT_REFUSED;
        } else {
            trouble = Trouble.NOT_REACHED;
        }
        return new RemoteFailure(
                trouble.sort(),
                host,
                "On " + host + ", " + operation.path() + ": " + failure.getMessage(),
                failure.remedy(),
                OWNER,
                failure);
    }

    /** Neither failure nor success: the script may have done all of its work, or none. */
    RemoteFailure noAnswer(ErrorStream errors) {
        String words = errors.words().isEmpty() ? "" : " It said: " + shortened(errors.words());
        Trouble trouble = errors.words().contains("OutOfMemory") ? Trouble.NO_MEMORY : Trouble.NO_ANSWER;
        return new RemoteFailure(
                trouble.sort(),
                host,
                "On " + host + ", " + operation.path() + " ended without an answer to this call." + words,
                trouble.remedy(),
                OWNER,
                null);
    }

    /** The script's own account of what failed. */
    RemoteFailure of(JsonNode answer) {
        JsonNode error = answer.path("error");
        String refused = error.path("refused").asText("");
        String message = error.path("message").asText();
        String inner = error.path("inner").asText();
        String words = inner.isEmpty() || message.contains(inner) ? message : message + " " + inner;
        StringBuilder text = new StringBuilder("On ").append(host).append(", ").append(operation.path());
        if (refused.isEmpty() || refused.equals("null")) {
            text.append(" failed: ")
                    .append(shortened(words))
                    .append(" (")
                    .append(error.path("id").asText())
                    .append(')');
        } else {
            text.append(" was not run: ").append(shortened(words));
        }
        answer.path("warnings").forEach(warning -> text.append(" Warning: ").append(warning.asText()));
        Trouble trouble = trouble(answer, refused, words);
        return new RemoteFailure(trouble.sort(), host, text.toString(), trouble.remedy(), OWNER, null);
    }

    private Trouble trouble(JsonNode answer, String refused, String words) {
        if (passes(answer.path("error"))) {
            // Where the cmdlet may have been under way by then, only a look can tell.
            boolean begun = operation.changes() && !answer.path("before").isMissingNode();
            return begun ? Trouble.CMDLET_LATE_UNDER_WAY : Trouble.CMDLET_LATE;
        }
        return switch (refused) {
            case "state", "active" -> Trouble.POOL_CHANGED;
            case "other-server" -> Trouble.OTHER_SERVER;
            case "pool" -> Trouble.NO_SUCH_POOL;
            case "service" -> Trouble.NO_SUCH_SERVICE;
            default -> said(words);
        };
    }

    private static boolean passes(JsonNode error) {
        String type = error.path("type").asText();
        return PASSING.contains(type)
                || type.equals(SQL_EXCEPTION)
                        && PASSING_NUMBERS.contains(error.path("number").asInt());
    }

    private static Trouble said(String words) {
        if (words.contains("ANONYMOUS LOGON")) {
            return Trouble.SECOND_HOP;
        }
        return words.contains("module") ? Trouble.NO_MODULE : Trouble.CMDLET_FAILED;
    }

    private static String shortened(String words) {
        String flat = words.strip().replaceAll("\\s+", " ");
        return flat.length() <= WORDS ? flat : flat.substring(0, WORDS) + "…";
    }
}
