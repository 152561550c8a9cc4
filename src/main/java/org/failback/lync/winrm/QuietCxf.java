package org.failback.lync.winrm;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Every failure comes back as an exception; CXF's own warnings with stack traces would say each a second time. */
final class QuietCxf {
    // java.util.logging holds its loggers weakly: without these references the levels would be forgotten.
    private static final List<Logger> LOGGERS = List.of(
            Logger.getLogger("org.apache.cxf.phase.PhaseInterceptorChain"),
            Logger.getLogger("org.apache.cxf.transport.http"),
            Logger.getLogger("org.apache.cxf.wsdl"),
            Logger.getLogger("org.apache.cxf.ws.addressing"));

    private QuietCxf() {}

    static void hush() {
        LOGGERS.forEach(logger -> logger.setLevel(Level.OFF));
    }
}
