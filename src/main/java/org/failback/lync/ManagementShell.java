package org.failback.lync;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.failback.estate.Endpoint;
import org.failback.lync.winrm.Output;
import org.failback.lync.winrm.PowerShell;
import org.failback.lync.winrm.WinRmFailure;
import org.failback.step.Answer;
import org.failback.step.Command;
import org.failback.step.Deadline;
import org.failback.step.Transport;

/**
 * The Lync Server Management Shell of a server, by the one fixed runner script. Carries every {@link Command.Cmdlet}; its
 * answer's text is the runner's JSON.
 */
public final class ManagementShell implements Transport {
    /** A script that fails in a loop can write megabytes; the journal keeps the beginning. */
    private static final int LONGEST_WORDS = 2_000;

    private static final String INPUT = "FAILBACK_INPUT";
    // White space inside: a console that breaks long lines must not break the answer.
    private static final Pattern ANSWER = Pattern.compile("@@R:([A-Za-z0-9+/=\\s]+)@@");

    private final PowerShell shell;
    private final ObjectMapper json;

    public ManagementShell(PowerShell shell, ObjectMapper json) {
        this.shell = shell;
        this.json = json;
    }

    @Override
    public boolean carries(Command command) {
        return command instanceof Command.Cmdlet;
    }

    @Override
    public Answer send(String run, Command command, Deadline deadline) {
        Command.Cmdlet cmdlet = (Command.Cmdlet) command;
        Operation operation = Operation.of(cmdlet.operation());
        Map<String, Object> input = new TreeMap<>(cmdlet.input());
        input.put("run", run);
        return new Answer(ask(cmdlet.endpoint(), cmdlet.host(), operation, input, deadline)
                .toString());
    }

    /**
     * Runs one operation once and reads its answer.
     *
     * @param host the server as people know it
     * @throws org.failback.step.RemoteFailure when it was refused, not reached, or when nobody knows
     */
    JsonNode ask(Endpoint endpoint, String host, Operation operation, Map<String, Object> input, Deadline deadline) {
        Failures failures = new Failures(host, operation);
        String commandLine = RunnerScript.commandLine(operation);
        String call = UUID.randomUUID().toString();
        Map<String, Object> called = new TreeMap<>(input);
        called.put("call", call);
        Map<String, String> environment = Map.of(INPUT, encoded(called));
        String stdout;
        String stderr = "";
        try {
            Output output = shell.run(endpoint, commandLine, environment, deadline);
            stdout = output.stdout();
            stderr = output.stderr();
        } catch (WinRmFailure.OutcomeUnknown lost) {
            // The whole answer may have come before the connection went.
            if (answer(lost.stdout(), call).isEmpty()) {
                throw failures.of(lost);
            }
            stdout = lost.stdout();
        } catch (WinRmFailure failure) {
            throw failures.of(failure);
        }
        ErrorStream errors = new ErrorStream(stderr);
        ObjectNode answer = answer(stdout, call).orElseThrow(() -> failures.noAnswer(errors));
        if (!answer.path("ok").asBoolean()) {
            throw failures.of(answer);
        }
        return withWritten(answer, errors);
    }

    /** The one answer to this call in the output; whatever else there is says nothing. */
    private Optional<ObjectNode> answer(String stdout, String call) {
        Matcher found = ANSWER.matcher(stdout);
        while (found.find()) {
            Optional<ObjectNode> answer = read(found.group(1)).filter(one -> answers(one, call));
            if (answer.isPresent()) {
                return answer;
            }
        }
        return Optional.empty();
    }

    private Optional<ObjectNode> read(String encoded) {
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(encoded);
            JsonNode read = json.readTree(new String(bytes, StandardCharsets.UTF_8));
            return read instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (IOException | IllegalArgumentException cut) {
            return Optional.empty();
        }
    }

    private static boolean answers(JsonNode answer, String call) {
        boolean failed = answer.path("error").isObject();
        if (answer.path("ok").asBoolean() == failed) {
            return false;
        }
        String told = answer.path("call").asText("");
        // A script that could not read its input does not know whose it was, and did nothing.
        return told.equals(call) || failed && (told.isEmpty() || told.equals("null"));
    }

    /** Errors that the script went past belong to what people see, like its warnings. */
    private static ObjectNode withWritten(ObjectNode answer, ErrorStream errors) {
        if (!errors.words().isEmpty()) {
            ArrayNode warnings =
                    answer.path("warnings") instanceof ArrayNode there ? there : answer.putArray("warnings");
            String words = errors.words();
            warnings.add("Standard error: "
                    + (words.length() <= LONGEST_WORDS ? words : words.substring(0, LONGEST_WORDS) + "…"));
        }
        return answer;
    }

    private String encoded(Map<String, Object> input) {
        try {
            return Base64.getEncoder().encodeToString(json.writeValueAsBytes(input));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
