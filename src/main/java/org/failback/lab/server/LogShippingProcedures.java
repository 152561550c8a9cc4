package org.failback.lab.server;

import java.util.List;
import java.util.Set;
import org.failback.lab.tds.Answer;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.Argument;
import org.failback.lab.tsql.ObjectName;
import org.failback.lab.tsql.Refusal;

/** The procedures of log shipping: who may call them and where; then primary, secondary or monitor take over. */
final class LogShippingProcedures {
    private static final Set<String> NOT_MODELLED = Set.of(
            "sp_change_log_shipping_primary_database",
            "sp_change_log_shipping_secondary_database",
            "sp_change_log_shipping_secondary_primary",
            "sp_cleanup_log_shipping_history",
            "sp_help_log_shipping_alert_job",
            "sp_help_log_shipping_monitor_primary",
            "sp_help_log_shipping_monitor_secondary",
            "sp_help_log_shipping_primary_database",
            "sp_help_log_shipping_primary_secondary",
            "sp_help_log_shipping_secondary_database",
            "sp_help_log_shipping_secondary_primary",
            "sp_refresh_log_shipping_monitor",
            "sp_resolve_logins");
    private final ServerSession session;
    private final Answer answer;

    LogShippingProcedures(ServerSession session, Answer answer) {
        this.session = session;
        this.answer = answer;
    }

    static boolean knows(String procedure) {
        return ShippingPrimaryProcedures.NAMES.contains(procedure)
                || ShippingSecondaryProcedures.NAMES.contains(procedure)
                || ShippingMonitorProcedures.NAMES.contains(procedure)
                || NOT_MODELLED.contains(procedure);
    }

    int call(ObjectName name, String procedure, List<Argument> arguments) throws SqlError {
        if (!session.login().isSysadmin()) {
            throw Errors.of(21089);
        }
        String database = name.database().isEmpty() ? session.scope().database() : name.database();
        if (!database.equalsIgnoreCase("master")) {
            throw Errors.of(5001);
        }
        if (NOT_MODELLED.contains(procedure)) {
            throw Refusal.of("the procedure " + procedure);
        }
        if (ShippingPrimaryProcedures.NAMES.contains(procedure)) {
            new ShippingPrimaryProcedures(session).call(procedure, arguments);
        } else if (ShippingSecondaryProcedures.NAMES.contains(procedure)) {
            new ShippingSecondaryProcedures(session).call(procedure, arguments);
        } else {
            new ShippingMonitorProcedures(session, answer).call(procedure, arguments);
        }
        return 0;
    }
}
