package org.failback.lab.chat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.failback.lab.lync.LyncEstate;
import org.failback.lab.server.LabCall;
import org.failback.lab.server.LabParameter;
import org.failback.lab.server.LabProcedure;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.Refusal;

/** What any SQL client can order to go wrong with the pool, its chat servers, their cmdlets and the way to them. */
public final class ChatProcedures {
    /** Longest time that may be ordered, in milliseconds. */
    static final int DAY = 24 * 60 * 60 * 1000;

    static final int MOST_TIMES = 1_000_000;

    private ChatProcedures() {}

    /** All of them, for this pool. */
    public static List<LabProcedure> of(LyncEstate chat) {
        List<LabProcedure> all = new ArrayList<>();
        all.addAll(new StoreProcedures(chat).all());
        all.addAll(new ChatServerProcedures(chat).all());
        all.addAll(new CmdletProcedures(chat).all());
        all.addAll(new WinRmProcedures(chat).all());
        return all;
    }

    /** The chat server that {@code @server} names. */
    static String server(LyncEstate chat, LabCall call) throws SqlError {
        return computer("the chat server", call.text("server"), chat.topology().chatServers());
    }

    /** The computers that {@code @server} names: one, or all of them where it is left out. */
    static List<String> computers(LyncEstate chat, LabCall call) throws SqlError {
        String named = call.text("server");
        return named.isEmpty() ? chat.computers() : List.of(computer("the computer", named, chat.computers()));
    }

    private static String computer(String what, String name, List<String> known) throws SqlError {
        String fqdn = name.strip().toLowerCase(Locale.ROOT);
        if (!known.contains(fqdn)) {
            throw Refusal.of(what + " " + fqdn + "; the pool has " + String.join(", ", known));
        }
        return fqdn;
    }

    /** How often: a number, or 0 for every time until the faults are forgotten. */
    static LabParameter times() {
        return LabParameter.optional("times", 1);
    }

    static int times(LabCall call) throws SqlError {
        return call.number("times", 0, MOST_TIMES);
    }

    static String choice(LabCall call, String parameter, Collection<String> words) throws SqlError {
        return call.choice(parameter, words.toArray(String[]::new));
    }
}
