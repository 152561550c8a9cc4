package org.failback.estate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The estate of one Persistent Chat pool as configuration describes it; nothing in it was read from a server.
 *
 * @param pool the stretched pool
 * @param primary the data center that is to serve again
 * @param backup the data center that serves now
 * @param compliance where mgccomp lies; empty where compliance is not deployed
 * @param storage folders for backups, log shipping and copies
 * @param managementServer the WinRM endpoint on which pool-wide cmdlets run
 * @param chatServers every member of the pool
 * @param rehearsal true when the estate is the lab
 */
public record Estate(
        Pool pool,
        DataCenter primary,
        DataCenter backup,
        Optional<Compliance> compliance,
        Storage storage,
        Endpoint managementServer,
        List<ChatServer> chatServers,
        boolean rehearsal) {

    public Estate {
        chatServers = List.copyOf(chatServers);
    }

    /** P of the documents: holds mgc after the failback. */
    public SqlInstance primaryInstance() {
        return primary.instance();
    }

    /** B of the documents: holds the only live mgc now. */
    public SqlInstance backupInstance() {
        return backup.instance();
    }

    /** The servers that are to be active after the failback, at most four. */
    public List<ChatServer> targetActiveServers() {
        return chatServers.stream().filter(ChatServer::target).toList();
    }

    /** Every instance that plays a part, without repeats, P first. */
    public List<SqlInstance> instances() {
        List<SqlInstance> all = new ArrayList<>();
        primary.all().forEach(all::add);
        backup.all().forEach(all::add);
        compliance.ifPresent(c -> c.all().forEach(all::add));
        return all.stream().distinct().toList();
    }

    /** The same estate, marked as the lab's: everything that people see then says that it is a rehearsal. */
    public Estate inRehearsal() {
        return new Estate(pool, primary, backup, compliance, storage, managementServer, chatServers, true);
    }

    /** Every name or address that connections go to. */
    Stream<String> addresses() {
        return Stream.of(
                        instances().stream().map(SqlInstance::address),
                        Stream.of(managementServer.host()),
                        chatServers.stream().map(server -> server.endpoint().host()))
                .flatMap(all -> all);
    }
}
