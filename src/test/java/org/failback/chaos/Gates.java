package org.failback.chaos;

import java.util.List;
import org.failback.process.Model;

/** Where people are asked, in the order of a night. */
final class Gates {
    static final List<String> ALL = List.of(
            Model.Gates.CONFIRM_REBUILD,
            Model.Gates.APPROVE_OUTAGE,
            Model.Gates.APPROVE_RESTORE,
            Model.Gates.APPROVE_OVERWRITE,
            Model.Gates.CONFIRM_ACTIVE_SERVERS,
            Model.Gates.APPROVE_GO_LIVE,
            Model.Gates.CONFIRM_CHAT_WORKS);

    private Gates() {}
}
