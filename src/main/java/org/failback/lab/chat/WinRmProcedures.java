package org.failback.lab.chat;

import static org.failback.lab.chat.ChatProcedures.computers;
import static org.failback.lab.chat.ChatProcedures.times;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.failback.lab.lync.LyncEstate;
import org.failback.lab.server.LabCall;
import org.failback.lab.server.LabParameter;
import org.failback.lab.server.LabProcedure;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.Refusal;
import org.failback.lab.winrm.Action;
import org.failback.lab.winrm.WireFaults;

/** What goes wrong on the way to WinRM. */
final class WinRmProcedures {
    private static final String ACTIONS = "create, command, receive, send, signal, delete or any";
    private static final LabParameter SERVER = LabParameter.optional("server", "");
    private static final LabParameter ACTION = LabParameter.optional("action", "any");
    private final LyncEstate chat;

    WinRmProcedures(LyncEstate chat) {
        this.chat = chat;
    }

    List<LabProcedure> all() {
        return List.of(
                new ChatProcedure(
                        "lose_winrm",
                        "Requests to WinRM lose their connection: @when is before or after the effect, during the answer, or garbage"
                                + " for an answer that is no SOAP; @action is " + ACTIONS
                                + "; without @server everywhere; @times = 0 means every one.",
                        List.of(ACTION, LabParameter.optional("when", "before"), SERVER, times()),
                        this::lose),
                new ChatProcedure(
                        "refuse_winrm",
                        "Requests to WinRM are answered with an HTTP status (401, 500, 503) or a WS-Man fault by its number"
                                + " (5, 2150858793, 2150858843, 2150859173 ...).",
                        List.of(LabParameter.required("status"), ACTION, SERVER, times()),
                        this::refuse),
                new ChatProcedure(
                        "split_winrm",
                        "Output of commands comes in pieces of at most @bytes bytes, also in the middle of a letter.",
                        List.of(LabParameter.required("bytes"), SERVER),
                        this::split),
                new ChatProcedure(
                        "restart_winrm",
                        "The WinRM service restarts: its shells and the commands in them are gone.",
                        List.of(SERVER),
                        this::restart));
    }

    private void lose(LabCall call) throws SqlError {
        Optional<Action> action = action(call);
        int times = times(call);
        String when = call.choice("when", "before", "after", "during", "garbage");
        for (String computer : computers(chat, call)) {
            WireFaults wire = chat.wire(computer);
            switch (when) {
                case "before" -> wire.loseRequests(action, times);
                case "after" -> wire.loseAnswers(action, times);
                case "during" -> wire.cutAnswers(action, times);
                default -> wire.garbleAnswers(action, times);
            }
        }
    }

    private void refuse(LabCall call) throws SqlError {
        Optional<Action> action = action(call);
        int times = times(call);
        String status = call.text("status").strip();
        try {
            long number = Long.parseLong(status);
            for (String computer : computers(chat, call)) {
                if (number >= 100 && number < 1000) {
                    chat.wire(computer).answerStatus(action, (int) number, times);
                } else {
                    chat.wire(computer).answerFault(action, number, times);
                }
            }
        } catch (IllegalArgumentException unknown) {
            throw Refusal.of(
                    "the refusal " + status + "; say an HTTP status from 400 to 599, or a WS-Man fault it knows");
        }
    }

    private void split(LabCall call) throws SqlError {
        int bytes = call.number("bytes", 1, 1_000_000);
        for (String computer : computers(chat, call)) {
            chat.wire(computer).shareAtMost(bytes);
        }
    }

    private void restart(LabCall call) throws SqlError {
        for (String computer : computers(chat, call)) {
            chat.wire(computer).restartService();
        }
    }

    private static Optional<Action> action(LabCall call) throws SqlError {
        String word = call.choice("action", "create", "command", "receive", "send", "signal", "delete", "any");
        return word.equals("any") ? Optional.empty() : Optional.of(Action.valueOf(word.toUpperCase(Locale.ROOT)));
    }
}
