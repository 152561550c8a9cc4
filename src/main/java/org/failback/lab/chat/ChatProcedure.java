package org.failback.lab.chat;

import java.util.List;
import org.failback.lab.server.LabCall;
import org.failback.lab.server.LabParameter;
import org.failback.lab.server.LabProcedure;
import org.failback.lab.tds.SqlError;

/** A procedure that changes how the pool and its chat servers behave; callable on every instance. */
record ChatProcedure(String name, String help, List<LabParameter> parameters, Body body) implements LabProcedure {
    /** What it does. */
    interface Body {
        void run(LabCall call) throws SqlError;
    }

    @Override
    public void call(LabCall call) throws SqlError {
        body.run(call);
    }
}
