package org.failback.lab.server;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.failback.lab.tds.Answer;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.Argument;
import org.failback.lab.tsql.ObjectName;
import org.failback.lab.tsql.Refusal;

/** Finds the stored procedure that a name means, by the database it is called in. */
final class Procedures {
    private static final Set<String> LOG_SHIPPING = Set.of(
            "sp_add_log_shipping_primary_database",
            "sp_add_log_shipping_primary_secondary",
            "sp_add_log_shipping_secondary_primary",
            "sp_add_log_shipping_secondary_database",
            "sp_add_log_shipping_alert_job",
            "sp_delete_log_shipping_primary_database",
            "sp_delete_log_shipping_primary_secondary",
            "sp_delete_log_shipping_secondary_primary",
            "sp_delete_log_shipping_secondary_database",
            "sp_help_log_shipping_monitor");
    private final ServerSession session;
    private final Answer answer;

    Procedures(ServerSession session, Answer answer) {
        this.session = session;
        this.answer = answer;
    }

    int call(ObjectName name, List<Argument> arguments) throws SqlError {
        String database = name.database().isEmpty() ? session.scope().database() : name.database();
        String procedure = name.name().toLowerCase(Locale.ROOT);
        if (database.equalsIgnoreCase("lab") && LabProcedures.knows(procedure)) {
            return new LabProcedures(session, answer).call(procedure, arguments);
        }
        if (database.equalsIgnoreCase("msdb") && AgentProcedures.knows(procedure)) {
            return new AgentProcedures(session, answer).call(procedure, arguments);
        }
        if (SystemProcedures.knows(procedure)) {
            return new SystemProcedures(session, answer).call(procedure, arguments);
        }
        if (LOG_SHIPPING.contains(procedure)) {
            throw Refusal.of("log shipping, which " + procedure + " belongs to");
        }
        throw Errors.of(2812, "Could not find stored procedure '" + name + "'.");
    }

    static boolean exists(String database, String schema, String name) {
        String procedure = name.toLowerCase(Locale.ROOT);
        return database.equalsIgnoreCase("msdb") && AgentProcedures.knows(procedure)
                || database.equalsIgnoreCase("lab") && LabProcedures.knows(procedure)
                || database.equalsIgnoreCase("master")
                        && (SystemProcedures.knows(procedure) || LOG_SHIPPING.contains(procedure))
                || schema.equalsIgnoreCase("sys") && SystemProcedures.knows(procedure);
    }
}
