package org.failback.lab.chat;

import static org.failback.lab.chat.ChatProcedures.DAY;
import static org.failback.lab.chat.ChatProcedures.choice;
import static org.failback.lab.chat.ChatProcedures.times;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.failback.lab.lync.Administrator;
import org.failback.lab.lync.CmdletError;
import org.failback.lab.lync.CmdletFaults.When;
import org.failback.lab.lync.Garble;
import org.failback.lab.lync.KnownError;
import org.failback.lab.lync.LyncEstate;
import org.failback.lab.server.LabCall;
import org.failback.lab.server.LabParameter;
import org.failback.lab.server.LabProcedure;
import org.failback.lab.tds.Answer;
import org.failback.lab.tds.Column;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tds.SqlType;
import org.failback.lab.tsql.Refusal;

/** What cmdlets bring, and cmdlets that somebody else types. */
final class CmdletProcedures {
    private static final String TYPE = "System.Management.Automation.RuntimeException";
    private final LyncEstate chat;

    CmdletProcedures(LyncEstate chat) {
        this.chat = chat;
    }

    List<LabProcedure> all() {
        return List.of(
                new ChatProcedure(
                        "cmdlet",
                        "A Lync administrator types this cmdlet at the management server; what it writes comes as rows.",
                        List.of(LabParameter.required("line")),
                        this::type),
                new ChatProcedure(
                        "fail_cmdlet",
                        "Cmdlets that begin so fail: @when is before, after (its effect) or written (the script goes on); @kind is "
                                + String.join(", ", KnownError.names())
                                + ", or give @type, @id and @message; @times = 0 means every one.",
                        List.of(
                                LabParameter.required("cmdlet"),
                                LabParameter.optional("kind", ""),
                                LabParameter.optional("type", TYPE),
                                LabParameter.optional("id", "RuntimeException"),
                                LabParameter.optional("message", "The lab was told to fail."),
                                LabParameter.optional("when", "before"),
                                times()),
                        this::fail),
                new ChatProcedure(
                        "warn_cmdlet",
                        "Cmdlets that change something and begin so warn.",
                        List.of(LabParameter.required("message"), LabParameter.optional("cmdlet", ""), times()),
                        call -> chat.faults().warn(call.text("cmdlet"), call.text("message"), times(call))),
                new ChatProcedure(
                        "hang_cmdlet",
                        "Cmdlets that begin so wait until release_cmdlets: @when is before (they do anything, as at a prompt) or"
                                + " after (their effect).",
                        List.of(LabParameter.required("cmdlet"), LabParameter.optional("when", "before")),
                        call -> chat.faults().hang(call.text("cmdlet"), when(call, "before", "after"))),
                new ChatProcedure(
                        "release_cmdlets",
                        "Lets cmdlets go that hang, and hangs none any more.",
                        List.of(),
                        call -> chat.faults().release()),
                new ChatProcedure(
                        "garble_cmdlet",
                        "The answers of scripts come out spoilt after their work was done: @how is "
                                + String.join(", ", Garble.names()) + "; @times = 0 means every one.",
                        List.of(LabParameter.required("how"), times()),
                        call -> chat.faults()
                                .garble(
                                        Garble.named(choice(call, "how", Garble.names()))
                                                .orElseThrow(),
                                        times(call))),
                new ChatProcedure(
                        "module_loads",
                        "Importing the module takes @ms milliseconds in each shell.",
                        List.of(LabParameter.required("ms")),
                        call -> chat.behaviour().moduleLoads(Duration.ofMillis(call.number("ms", 0, DAY)))));
    }

    private void fail(LabCall call) throws SqlError {
        String cmdlet = call.text("cmdlet");
        String kind = call.text("kind");
        CmdletError error = new CmdletError(call.text("type"), call.text("id"), call.text("message"));
        if (!kind.isEmpty()) {
            Optional<KnownError> known = KnownError.named(choice(call, "kind", KnownError.names()));
            error = known.orElseThrow().of(cmdlet);
        }
        chat.faults().fail(cmdlet, error, when(call, "before", "after", "written"), times(call));
    }

    private static When when(LabCall call, String... words) throws SqlError {
        return When.valueOf(call.choice("when", words).toUpperCase(Locale.ROOT));
    }

    private void type(LabCall call) throws SqlError {
        try {
            Administrator.Output output =
                    chat.administrator(call::isInterrupted).run(call.text("line"));
            if (!output.columns().isEmpty()) {
                answer(call.answer(), output);
            }
        } catch (CmdletError error) {
            throw error.isNotModelled()
                    ? Refusal.of(error.getMessage()
                            .replaceFirst("^The lab does not model ", "")
                            .replaceFirst("\\.$", ""))
                    : new SqlError(50000, 16, 1, error.getMessage() + " (" + error.id() + ")");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw Refusal.of("a cmdlet that was interrupted");
        }
    }

    private static void answer(Answer answer, Administrator.Output output) {
        List<Column> columns = new ArrayList<>();
        output.columns().forEach(name -> columns.add(new Column(name, SqlType.NVARCHAR, 1000, 0)));
        answer.columns(columns);
        output.rows().forEach(row -> answer.row(row.toArray()));
        answer.endOfRows(output.rows().size());
    }
}
