package org.failback.lab.lync;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.failback.lab.winrm.ShellHost;

/** A Windows Server with the cmdlets on it, as a command line over WinRM meets it. */
final class LyncShell implements ShellHost {
    private static final String ENCODED = "-EncodedCommand ";
    private static final String INPUT = "FAILBACK_INPUT";
    private static final int NOT_RECOGNIZED = 1;
    private static final int NOISE = 5_000;

    private final ObjectMapper json = new ObjectMapper();
    private final String computer;
    private final LyncEstate estate;
    private final Optional<String> chatServer;

    /** @param chatServer the member of the pool that this computer is; empty for the management server */
    LyncShell(String computer, LyncEstate estate, Optional<String> chatServer) {
        this.computer = computer;
        this.estate = estate;
        this.chatServer = chatServer;
    }

    @Override
    public String computer() {
        return computer;
    }

    @Override
    public int run(String account, String commandLine, Map<String, String> environment, Console console)
            throws InterruptedException {
        Optional<String> operation = scriptOf(commandLine).flatMap(estate.scripts()::operationOf);
        if (operation.isEmpty()) {
            console.err("The lab does not model any command but the product's own runner script.\r\n");
            return NOT_RECOGNIZED;
        }
        // Importing a module shows progress, and standard error gets it as CLIXML.
        Clixml records = new Clixml().progress("Preparing modules for first use.");
        TimeUnit.NANOSECONDS.sleep(estate.behaviour().moduleLoad().toNanos());
        ObjectNode answer = json.createObjectNode();
        boolean ok = perform(operation.get(), account, environment, answer, records);
        Optional<Garble> garble = estate.faults().takeGarble();
        if (garble.isPresent() && garble.get() == Garble.OUT_OF_MEMORY) {
            console.err("Exception of type 'System.OutOfMemoryException' was thrown.\r\n");
            return 1;
        }
        console.err(records.text());
        console.out(written(answer, garble));
        return ok ? 0 : 1;
    }

    private byte[] written(ObjectNode answer, Optional<Garble> garble) {
        if (garble.isEmpty()) {
            return marked(write(answer));
        }
        byte[] whole = marked(write(answer));
        return switch (garble.get()) {
            case TRUNCATED -> Arrays.copyOf(whole, whole.length / 2);
            case GARBAGE -> "@@R:\u0000\ufffd{]@@\r\n".getBytes(StandardCharsets.UTF_16BE);
            case NOT_JSON -> marked("<html>".getBytes(StandardCharsets.UTF_8));
            case OTHER_RUN -> marked(write(answer.put("run", "somebody-else").put("call", "somebody-else")));
            case NOISE ->
                ("待機 – não ".repeat(NOISE) + "\r\n" + new String(whole, StandardCharsets.US_ASCII)
                                + "Atenção ".repeat(NOISE))
                        .getBytes(StandardCharsets.UTF_8);
            case NOTHING, OUT_OF_MEMORY -> new byte[0];
        };
    }

    private static byte[] marked(byte[] answer) {
        return ("@@R:" + Base64.getEncoder().encodeToString(answer) + "@@\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private boolean perform(
            String operation, String account, Map<String, String> environment, ObjectNode answer, Clixml records)
            throws InterruptedException {
        Cmdlets cmdlets = new Cmdlets(estate, estate.faults(), account, computer, records);
        answer.put("ok", false);
        answer.put("server", computer);
        try {
            JsonNode input = json.readTree(Base64.getDecoder().decode(environment.getOrDefault(INPUT, "")));
            answer.put("run", input.path("run").asText());
            answer.put("call", input.path("call").asText());
            String meant = input.path("server").asText("");
            if (!meant.isEmpty() && !meant.equalsIgnoreCase(computer)) {
                throw new Denied("other-server", "This is " + computer + ", not " + meant + ".");
            }
            answer.put("module", module(input));
            new Operations(cmdlets, input, answer, chatServer, estate.machines()::get).perform(operation);
            answer.put("ok", true);
        } catch (Denied denied) {
            error(
                    answer,
                    denied.reason(),
                    "System.Management.Automation.RuntimeException",
                    denied.getMessage(),
                    denied.getMessage());
        } catch (CmdletError failed) {
            error(answer, null, failed.type(), failed.id(), failed.getMessage());
            if (failed.number() != 0) {
                answer.withObject("/error").put("number", failed.number());
            }
        } catch (IOException | IllegalArgumentException unreadable) {
            error(answer, null, "System.ArgumentException", "ArgumentException", unreadable.getMessage());
        }
        cmdlets.warnings().forEach(answer.withArray("warnings")::add);
        answer.put("utc", estate.clock().instant().toString());
        return answer.path("ok").asBoolean();
    }

    private String module(JsonNode input) throws CmdletError {
        for (JsonNode wanted : input.path("modules")) {
            if (wanted.asText().equals(estate.topology().module())) {
                return wanted.asText();
            }
        }
        throw new CmdletError(
                "System.Management.Automation.RuntimeException",
                "No module",
                "No module of those asked for on this server.");
    }

    private static void error(ObjectNode answer, String refused, String type, String id, String message) {
        answer.putObject("error")
                .put("refused", refused)
                .put("type", type)
                .put("id", id)
                .put("message", message)
                .put("inner", message);
    }

    private static Optional<String> scriptOf(String commandLine) {
        int at = commandLine.indexOf(ENCODED);
        if (at < 0 || !commandLine.startsWith("powershell.exe ")) {
            return Optional.empty();
        }
        try {
            byte[] script = Base64.getDecoder()
                    .decode(commandLine.substring(at + ENCODED.length()).strip());
            return Optional.of(new String(script, StandardCharsets.UTF_16LE));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private byte[] write(ObjectNode answer) {
        try {
            return json.writeValueAsBytes(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
