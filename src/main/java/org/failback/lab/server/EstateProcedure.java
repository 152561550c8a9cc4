package org.failback.lab.server;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.failback.lab.tds.SqlError;

/** A procedure that changes the modelled estate, and holds its lock meanwhile. */
record EstateProcedure(String name, String help, List<LabParameter> parameters, Body body) implements LabProcedure {
    /** What it does. */
    interface Body {
        void run(LabCall call) throws SqlError;
    }

    @Override
    public void call(LabCall call) throws SqlError {
        ReentrantLock lock = call.instance().estate().lock();
        lock.lock();
        try {
            body.run(call);
        } finally {
            lock.unlock();
        }
    }
}
