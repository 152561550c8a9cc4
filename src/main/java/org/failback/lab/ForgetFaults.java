package org.failback.lab;

import java.util.List;
import org.failback.lab.lync.LyncEstate;
import org.failback.lab.server.LabCall;
import org.failback.lab.server.LabParameter;
import org.failback.lab.server.LabProcedure;
import org.failback.lab.server.SqlEstate;

/** {@code EXEC lab.dbo.forget_faults} for the whole lab, its chat side among it. */
record ForgetFaults(SqlEstate sql, LyncEstate chat) implements LabProcedure {
    @Override
    public String name() {
        return "forget_faults";
    }

    @Override
    public String help() {
        return "Takes every fault of every instance, cmdlet and chat server back; the data stays as it has become.";
    }

    @Override
    public List<LabParameter> parameters() {
        return List.of();
    }

    @Override
    public void call(LabCall call) {
        chat.forgetFaults();
        sql.forgetFaults();
    }
}
