package org.failback.lync;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import org.failback.lync.winrm.WinRmFailure;
import org.failback.step.RemoteFailure;
import org.failback.step.Sort;

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
        Sort sort;
        if (failure.mayHaveRun()) {
            sort = Sort.MAYBE_DONE;
        } else if (failure instanceof WinRmFailure.Refused) {
            sort = Sort.ASKS;
        } else {
            sort = Sort.PASSES;
        }
        return new RemoteFailure(
                sort,
                host,
                "On " + host + ", " + operation.path() + ": " + failure.getMessage(),
                failure.remedy(),
                OWNER,
                failure);
    }

    /** Neither failure nor success: the script may have done all of its work, or none. */
    RemoteFailure noAnswer(ErrorStream errors) {
        String words = errors.words().isEmpty() ? "" : " It said: " + shortened(errors.words());
        return new RemoteFailure(
                Sort.MAYBE_DONE,
                host,
                "On " + host + ", " + operation.path() + " ended without an answer to this call." + words,
                errors.words().contains("OutOfMemory")
                        ? "Raise MaxMemoryPerShellMB of WinRM there: the module needs more than the shell may use."
                        : "Run PowerShell there by hand as this account; a script policy or a missing .NET shows at once.",
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
        return new RemoteFailure(sort(answer), host, text.toString(), remedy(refused, words), OWNER, null);
    }

    /** What may pass is tried again; where the cmdlet may have been under way by then, only a look can tell. */
    private Sort sort(JsonNode answer) {
        JsonNode error = answer.path("error");
        String type = error.path("type").asText();
        boolean passes = PASSING.contains(type)
                || type.equals(SQL_EXCEPTION)
                        && PASSING_NUMBERS.contains(error.path("number").asInt());
        if (!passes) {
            return Sort.ASKS;
        }
        boolean begun = operation.changes() && !answer.path("before").isMissingNode();
        return begun ? Sort.MAYBE_DONE : Sort.PASSES;
    }

    private static String remedy(String refused, String words) {
        switch (refused) {
            case "state", "active":
                return "Somebody changed the pool meanwhile. Look at it, agree with whoever did, then try again.";
            case "other-server":
                return "Correct the address of this endpoint.";
            case "pool":
                return "Correct the pool's FQDN, or finish publishing the topology.";
            case "service":
                return "Check on the server which Persistent Chat services it has.";
            default:
                break;
        }
        if (words.contains("ANONYMOUS LOGON")) {
            return "The account does not reach the Central Management store from there: set up resource-based constrained"
                    + " delegation for it, or run on the server that holds the store.";
        }
        if (words.contains("module")) {
            return "Install the Lync Server or Skype for Business Server administrative tools there.";
        }
        return "Read the server's own words, put it right there, then try again.";
    }

    private static String shortened(String words) {
        String flat = words.strip().replaceAll("\\s+", " ");
        return flat.length() <= WORDS ? flat : flat.substring(0, WORDS) + "…";
    }
}
