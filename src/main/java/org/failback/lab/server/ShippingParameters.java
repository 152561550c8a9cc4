package org.failback.lab.server;

import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.Refusal;

/** What several procedures of log shipping ask of their parameters. */
final class ShippingParameters {
    /** Minutes; the documented default of both retention periods. */
    static final int RETENTION = 14420;

    private ShippingParameters() {}

    /** A parameter that has no default and cannot be NULL; nor can it be empty, which no document explains. */
    static String given(ProcedureCall call, String name) throws SqlError {
        String text = call.required(name).strip();
        if (text.isEmpty()) {
            throw Refusal.of("log shipping with an empty @" + name);
        }
        return text;
    }

    static void checkInstance(Instance instance) throws SqlError {
        if (!instance.knowsItsName()) {
            throw Errors.of(32053);
        }
        if (instance.edition().engine() == 4) {
            throw Errors.of(32017, instance.edition().edition());
        }
    }

    /** What an entry that is there becomes is documented nowhere; {@code @overwrite} itself is not. */
    static SqlError exists(ProcedureCall call, SqlError error) throws SqlError {
        return call.number("overwrite", 0) == 0
                ? error
                : Refusal.of("what @overwrite = 1 makes of a log shipping entry that exists (error " + error.number()
                        + " without it); remove the entry first");
    }

    static String monitor(ProcedureCall call, Instance instance) throws SqlError {
        String server = call.text("monitor_server", instance.name());
        if (!server.equalsIgnoreCase(instance.name())) {
            throw Refusal.of("the monitor server " + server + ", which is another than " + instance.name());
        }
        if (call.number("monitor_server_security_mode", 1) == 0) {
            throw Refusal.of("a log shipping monitor with SQL Server authentication");
        }
        return server;
    }

    static int alert(ProcedureCall call, int otherwise) throws SqlError {
        return call.number("threshold_alert", otherwise);
    }
}
