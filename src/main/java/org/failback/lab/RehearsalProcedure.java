package org.failback.lab;

import java.util.List;
import org.failback.lab.server.LabCall;
import org.failback.lab.server.LabParameter;
import org.failback.lab.server.LabProcedure;
import org.failback.lab.tds.SqlError;

/** A procedure of the lab as a whole, its SQL side and its chat side. */
record RehearsalProcedure(String name, String help, List<LabParameter> parameters, Body body) implements LabProcedure {
    /** What it does. */
    interface Body {
        void run(LabCall call) throws SqlError;
    }

    @Override
    public void call(LabCall call) throws SqlError {
        body.run(call);
    }
}
