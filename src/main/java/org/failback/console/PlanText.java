package org.failback.console;

import org.failback.process.Procedure;
import org.failback.step.Command;
import org.failback.step.Facts;

/** The plan as a text that a DBA and a Lync administrator read before anything runs. */
final class PlanText {
    private final Procedure procedure;

    PlanText(Procedure procedure) {
        this.procedure = procedure;
    }

    String render() {
        StringBuilder text = new StringBuilder();
        String phase = "";
        int number = 0;
        for (Procedure.Part part : procedure.parts()) {
            if (!part.phase().equals(phase)) {
                phase = part.phase();
                text.append("== ").append(phase).append(" ==\n\n");
            }
            text.append("-- ").append(part.step().title()).append(note(part)).append('\n');
            for (Command command : part.step().commands(Facts.none())) {
                text.append("-- ")
                        .append(++number)
                        .append(". On ")
                        .append(command.host())
                        .append(": ")
                        .append(command.effect())
                        .append('\n')
                        .append(command.text().stripTrailing())
                        .append("\n");
            }
            text.append('\n');
        }
        return text.append("Plan (SHA-256): ")
                .append(procedure.plan().hash())
                .append('\n')
                .toString();
    }

    private static String note(Procedure.Part part) {
        String when = switch (part.when()) {
            case ALWAYS -> part.step().onlyIfNeeded() ? " (only if needed)" : "";
            case ON_DECISION -> " (only if somebody decides so)";
            case GOING_BACK -> " (only on the way back)";
        };
        return part.step().commands(Facts.none()).isEmpty() ? when + " (only looks)" : when;
    }
}
