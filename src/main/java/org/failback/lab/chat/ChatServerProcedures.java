package org.failback.lab.chat;

import static org.failback.lab.chat.ChatProcedures.DAY;
import static org.failback.lab.chat.ChatProcedures.choice;
import static org.failback.lab.chat.ChatProcedures.server;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.failback.lab.lync.ChatDatabase;
import org.failback.lab.lync.LyncEstate;
import org.failback.lab.lync.ServiceDefect;
import org.failback.lab.server.LabCall;
import org.failback.lab.server.LabParameter;
import org.failback.lab.server.LabProcedure;
import org.failback.lab.tds.Answer;
import org.failback.lab.tds.Column;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tds.SqlType;

/** What chat servers do with their connections and their services. */
final class ChatServerProcedures {
    private static final LabParameter SERVER = LabParameter.required("server");
    private static final LabParameter SERVICE = LabParameter.optional("service", "chat");
    private final LyncEstate chat;

    ChatServerProcedures(LyncEstate chat) {
        this.chat = chat;
    }

    List<LabProcedure> all() {
        return List.of(
                new ChatProcedure(
                        "connections_linger",
                        "Chat servers keep their connections for @ms milliseconds after they left the list; -1 means for ever.",
                        List.of(LabParameter.required("ms")),
                        this::linger),
                new ChatProcedure(
                        "people_talk",
                        "People who are connected go on talking, so that chat servers write to mgc.",
                        List.of(LabParameter.optional("talk", 1)),
                        call -> chat.behaviour().peopleTalk(call.flag("talk"))),
                new ChatProcedure(
                        "reconnects",
                        "A chat server that has left the list comes back at once when its session is killed.",
                        List.of(LabParameter.optional("again", 1)),
                        call -> chat.behaviour().reconnects(call.flag("again"))),
                new ChatProcedure(
                        "serve_anyway",
                        "A chat server serves on one side whatever the list and the pool's state are: @side is primary, backup or none.",
                        List.of(SERVER, LabParameter.optional("side", "backup")),
                        this::serveAnyway),
                new ChatProcedure(
                        "stays_stuck",
                        "A chat server that has lost its database (event 53530) comes back only with a restart of its service.",
                        List.of(SERVER, LabParameter.optional("stays", 1)),
                        call -> chat.behaviour().staysStuck(server(chat, call), call.flag("stays"))),
                new ChatProcedure(
                        "slow_service",
                        "The services of a chat server are pending for so long when they start and stop.",
                        List.of(SERVER, LabParameter.optional("start_ms", 0), LabParameter.optional("stop_ms", 0)),
                        call -> chat.behaviour()
                                .servicesTake(server(chat, call), millis(call, "start_ms"), millis(call, "stop_ms"))),
                new ChatProcedure(
                        "break_service",
                        "A service of a chat server has a defect: @how is " + String.join(", ", ServiceDefect.names())
                                + "; @service is chat or compliance.",
                        List.of(SERVER, LabParameter.required("how"), SERVICE),
                        call -> chat.behaviour().serviceHas(server(chat, call), compliance(call), defect(call))),
                new ChatProcedure(
                        "stop_service",
                        "A service of a chat server is stopped, as when it died.",
                        List.of(SERVER, SERVICE),
                        call -> chat.setServiceRunning(server(chat, call), compliance(call), false)),
                new ChatProcedure(
                        "start_service",
                        "A service of a chat server is started.",
                        List.of(SERVER, SERVICE),
                        call -> chat.setServiceRunning(server(chat, call), compliance(call), true)),
                new ChatProcedure(
                        "chat_servers",
                        "Lists the chat servers with their services, what their replica says and where they are connected.",
                        List.of(),
                        this::list));
    }

    private void linger(LabCall call) throws SqlError {
        int millis = call.number("ms", -1, DAY);
        if (millis < 0) {
            chat.behaviour().connectionsLingerForEver();
        } else {
            chat.behaviour().connectionsLinger(Duration.ofMillis(millis));
        }
    }

    private void serveAnyway(LabCall call) throws SqlError {
        String side = call.choice("side", "primary", "backup", "none");
        chat.behaviour()
                .servesAnyway(
                        server(chat, call),
                        switch (side) {
                            case "primary" -> Optional.of(ChatDatabase.Side.PRIMARY);
                            case "backup" -> Optional.of(ChatDatabase.Side.BACKUP);
                            default -> Optional.empty();
                        });
    }

    private static boolean compliance(LabCall call) throws SqlError {
        return call.choice("service", "chat", "compliance").equals("compliance");
    }

    private static ServiceDefect defect(LabCall call) throws SqlError {
        return ServiceDefect.named(choice(call, "how", ServiceDefect.names())).orElseThrow();
    }

    private static Duration millis(LabCall call, String parameter) throws SqlError {
        return Duration.ofMillis(call.number(parameter, 0, DAY));
    }

    private void list(LabCall call) {
        Answer answer = call.answer();
        answer.columns(List.of(
                column("server"),
                column("active"),
                column("chat_service"),
                column("compliance_service"),
                column("local_state"),
                column("connected_to")));
        List<LyncEstate.ServerView> servers = chat.servers();
        servers.forEach(one -> answer.row(
                one.server(),
                one.active() ? "yes" : "no",
                one.chatService(),
                one.complianceService(),
                one.localState(),
                one.connectedTo()));
        answer.endOfRows(servers.size());
    }

    private static Column column(String name) {
        return new Column(name, SqlType.NVARCHAR, 128, 0);
    }
}
