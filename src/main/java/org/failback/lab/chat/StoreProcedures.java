package org.failback.lab.chat;

import static org.failback.lab.chat.ChatProcedures.DAY;
import static org.failback.lab.chat.ChatProcedures.server;

import java.time.Duration;
import java.util.List;
import org.failback.lab.lync.LyncEstate;
import org.failback.lab.server.LabCall;
import org.failback.lab.server.LabParameter;
import org.failback.lab.server.LabProcedure;
import org.failback.lab.tds.SqlError;

/** The Central Management store, its replicas, and the hop to it. */
final class StoreProcedures {
    private static final LabParameter SERVER = LabParameter.required("server");
    private final LyncEstate chat;

    StoreProcedures(LyncEstate chat) {
        this.chat = chat;
    }

    List<LabProcedure> all() {
        return List.of(
                new ChatProcedure(
                        "stale_replica",
                        "The replica of a chat server takes no changes any more, or with @stale = 0 takes them again.",
                        List.of(SERVER, LabParameter.optional("stale", 1)),
                        call -> chat.behaviour().stale(server(chat, call), call.flag("stale"))),
                new ChatProcedure(
                        "local_store_lags",
                        "A chat server's replica takes changes and says so, while its services go on with the old ones.",
                        List.of(SERVER, LabParameter.optional("lags", 1)),
                        call -> chat.behaviour().localStoreLags(server(chat, call), call.flag("lags"))),
                new ChatProcedure(
                        "delay_replication",
                        "A change takes @ms milliseconds to reach every replica, or that of one @server.",
                        List.of(LabParameter.required("ms"), LabParameter.optional("server", "")),
                        this::delay),
                new ChatProcedure(
                        "forget_pool_state",
                        "The pool becomes one whose state nobody ever set, so that there is no row to read.",
                        List.of(),
                        call -> chat.forgetPoolState()),
                new ChatProcedure(
                        "deny_hop",
                        "The Central Management store sees an anonymous caller, since delegation is missing.",
                        List.of(LabParameter.optional("denied", 1)),
                        call -> chat.faults().denyHop(call.flag("denied"))));
    }

    private void delay(LabCall call) throws SqlError {
        Duration duration = Duration.ofMillis(call.number("ms", 0, DAY));
        if (call.text("server").isEmpty()) {
            chat.behaviour().replicationTakes(duration);
        } else {
            chat.behaviour().replicationTakes(server(chat, call), duration);
        }
    }
}
