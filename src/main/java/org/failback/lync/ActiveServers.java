package org.failback.lync;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.failback.estate.ChatServer;
import org.failback.estate.Estate;

/**
 * Which lists of active servers may be set: one to four members of the pool, each in the primary's data center or with a
 * declared low-latency link to it (the second IMPORTANT note of the procedure).
 */
public final class ActiveServers {
    static final int MOST = 4;

    private final Estate estate;

    public ActiveServers(Estate estate) {
        this.estate = estate;
    }

    /**
     * What is wrong with a list that somebody typed.
     *
     * @param typed FQDNs, separated by commas, semicolons or white space
     * @return one sentence that names the server and what is allowed; empty where nothing is wrong
     */
    public Optional<String> objection(String typed) {
        List<String> names = names(typed);
        if (names.isEmpty()) {
            return Optional.of("No server is named; choose one to " + MOST + " of " + choice() + ".");
        }
        List<ChatServer> chosen = new ArrayList<>();
        for (String name : names) {
            Optional<ChatServer> member = member(name);
            if (member.isEmpty()) {
                return Optional.of(
                        name + " is not in the pool " + estate.pool().fqdn() + "; choose from " + choice() + ".");
            }
            if (!isNear(member.get())) {
                return Optional.of(
                        member.get().fqdn() + " stands in " + member.get().dataCenter()
                                + ", and its link to " + estate.primary().name()
                                + " is not declared low latency; choose from " + choice() + ".");
            }
            if (chosen.contains(member.get())) {
                return Optional.of(member.get().fqdn() + " is named twice; name each server once.");
            }
            chosen.add(member.get());
        }
        return chosen.size() > MOST
                ? Optional.of(chosen.get(MOST).fqdn() + " would be one too many: at most " + MOST
                        + " servers of a pool can be active.")
                : Optional.empty();
    }

    /**
     * The list as the topology spells it.
     *
     * @throws IllegalArgumentException with the objection, where there is one
     */
    public List<String> read(String typed) {
        objection(typed).ifPresent(sentence -> {
            throw new IllegalArgumentException(sentence);
        });
        return names(typed).stream()
                .map(name -> member(name).orElseThrow().fqdn())
                .toList();
    }

    /** Whether this server may be active while the primary serves. */
    boolean isNear(ChatServer server) {
        return server.lowLatencyLink()
                || server.dataCenter().equals(estate.primary().name());
    }

    private Optional<ChatServer> member(String name) {
        return estate.chatServers().stream()
                .filter(server -> server.fqdn().equalsIgnoreCase(name))
                .findFirst();
    }

    private String choice() {
        return String.join(
                ", ",
                estate.chatServers().stream()
                        .filter(this::isNear)
                        .map(ChatServer::fqdn)
                        .toList());
    }

    private static List<String> names(String typed) {
        return Stream.of(typed.split("[\\s,;]+"))
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
