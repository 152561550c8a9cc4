package org.failback.lab.server;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.failback.lab.tds.Answer;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.Argument;
import org.failback.lab.tsql.ObjectName;

/** Finds the stored procedure that a name means, by the database it is called in. */
final class Procedures {
    private final ServerSession session;
    private final Answer answer;

    Procedures(ServerSession session, Answer answer) {
        this.session = session;
        this.answer = answer;
    }

    int call(ObjectName name, List<Argument> arguments) throws SqlError {
        String database = name.database().isEmpty() ? session.scope().database() : name.database();
        String procedure = name.name().toLowerCase(Locale.ROOT);
        if (database.equalsIgnoreCase("msdb") && AgentProcedures.knows(procedure)) {
            return new AgentProcedures(session, answer).call(procedure, arguments);
        }
        if (database.equalsIgnoreCase("msdb") && HistoryProcedures.knows(procedure)) {
            return new HistoryProcedures(session).call(procedure, arguments);
        }
        if (SystemProcedures.knows(procedure)) {
            return new SystemProcedures(session, answer).call(procedure, arguments);
        }
        if (LogShippingProcedures.knows(procedure)) {
            return new LogShippingProcedures(session, answer).call(name, procedure, arguments);
        }
        throw Errors.of(2812, name);
    }

    /** The procedure of the lab itself that a name means, if it means one. */
    Optional<LabProcedure> ofTheLab(ObjectName name) {
        String database = name.database().isEmpty() ? session.scope().database() : name.database();
        return database.equalsIgnoreCase("lab")
                ? session.instance().estate().procedures().find(name.name())
                : Optional.empty();
    }

    /** @param lab those of the estate */
    static boolean exists(LabProcedures lab, String database, String schema, String name) {
        String procedure = name.toLowerCase(Locale.ROOT);
        return database.equalsIgnoreCase("msdb")
                        && (AgentProcedures.knows(procedure) || HistoryProcedures.knows(procedure))
                || database.equalsIgnoreCase("lab") && lab.find(procedure).isPresent()
                || database.equalsIgnoreCase("master")
                        && (SystemProcedures.knows(procedure) || LogShippingProcedures.knows(procedure))
                || schema.equalsIgnoreCase("sys")
                        && (SystemProcedures.knows(procedure) || LogShippingProcedures.knows(procedure));
    }
}
