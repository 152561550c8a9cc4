package org.failback.lab.server;

import java.util.List;
import java.util.Locale;
import org.failback.lab.tds.Answer;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.Argument;
import org.failback.lab.tsql.Refusal;

/** One call of a procedure of the lab: who calls it where, with what, and where the answer goes. */
public final class LabCall {
    private final LabProcedure procedure;
    private final ServerSession session;
    private final Answer answer;
    private final ProcedureCall arguments;

    LabCall(LabProcedure procedure, ServerSession session, Answer answer, List<Argument> arguments) throws SqlError {
        this.procedure = procedure;
        this.session = session;
        this.answer = answer;
        this.arguments = new ProcedureCall(
                procedure.name(),
                arguments,
                procedure.parameters().stream().map(LabParameter::name).toList());
        for (LabParameter parameter : procedure.parameters()) {
            if (parameter.isRequired()) {
                this.arguments.required(parameter.name());
            }
        }
    }

    /** The value of a parameter as text; of one that was left out or NULL, what its declaration says. */
    public String text(String parameter) throws SqlError {
        String text = arguments.text(parameter, declared(parameter).otherwise());
        if (text == null) {
            throw Refusal.of("@" + parameter + " = NULL for " + procedure.name());
        }
        return text;
    }

    /** The value of a parameter as a whole number from {@code least} to {@code most}. */
    public int number(String parameter, int least, int most) throws SqlError {
        int number;
        try {
            number = Integer.parseInt(text(parameter).strip());
        } catch (NumberFormatException notANumber) {
            throw Errors.of(8114, "nvarchar", "int");
        }
        if (number < least || number > most) {
            throw Refusal.of("@" + parameter + " = " + number + " for " + procedure.name() + "; say a number from "
                    + least + " to " + most);
        }
        return number;
    }

    /** The value of a bit. */
    public boolean flag(String parameter) throws SqlError {
        return choice(parameter, "1", "0", "true", "false").matches("1|true");
    }

    /** The value of a parameter that must be one of a few words; in lower case. */
    public String choice(String parameter, String... words) throws SqlError {
        String word = text(parameter).strip().toLowerCase(Locale.ROOT);
        if (!List.of(words).contains(word)) {
            throw Refusal.of("@" + parameter + " = N'" + word + "' for " + procedure.name() + "; say "
                    + String.join(" or ", words));
        }
        return word;
    }

    /** Where rows and messages go. */
    public Answer answer() {
        return answer;
    }

    /** Name of the instance it was called on, as {@code SQLB01\LYNC}. */
    public String serverName() {
        return session.instance().name();
    }

    /** Whether its client has cancelled it or is gone, or its session was killed: whatever waits is to end. */
    public boolean isInterrupted() {
        return session.scope().interrupted();
    }

    ServerSession session() {
        return session;
    }

    Instance instance() {
        return session.instance();
    }

    private LabParameter declared(String name) {
        return procedure.parameters().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(procedure.name() + " has no @" + name));
    }
}
