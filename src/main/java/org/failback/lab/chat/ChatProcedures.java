package org.failback.lab.chat;

import java.util.List;
import java.util.Locale;
import org.failback.lab.lync.LyncEstate;
import org.failback.lab.server.LabCall;
import org.failback.lab.server.LabParameter;
import org.failback.lab.server.LabProcedure;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.Refusal;

/** What any SQL client can order to go wrong with the pool and its chat servers. */
public final class ChatProcedures {
    private static final LabParameter SERVER = LabParameter.required("server");
    private final LyncEstate chat;

    private ChatProcedures(LyncEstate chat) {
        this.chat = chat;
    }

    /** All of them, for this pool. */
    public static List<LabProcedure> of(LyncEstate chat) {
        ChatProcedures procedures = new ChatProcedures(chat);
        return List.of(new ChatProcedure(
                "stale_replica",
                "The replica of a chat server takes no changes any more, or with @stale = 0 takes them again.",
                List.of(SERVER, LabParameter.optional("stale", 1)),
                call -> chat.behaviour().stale(procedures.server(call), call.flag("stale"))));
    }

    private String server(LabCall call) throws SqlError {
        String server = call.text("server").toLowerCase(Locale.ROOT);
        if (!chat.topology().chatServers().contains(server)) {
            throw Refusal.of("the chat server " + server + "; the pool has "
                    + String.join(", ", chat.topology().chatServers()));
        }
        return server;
    }
}
