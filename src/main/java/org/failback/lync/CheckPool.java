package org.failback.lync;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.failback.estate.ChatServer;
import org.failback.estate.Estate;
import org.failback.estate.SqlInstance;
import org.failback.step.Check;
import org.failback.step.CheckResult;
import org.failback.step.Deadline;
import org.failback.step.Run;

/**
 * The pool as the Central Management store has it: failed over, the only one, with the members and the databases that are
 * configured. That the store answers at all proves the hop from the management server to it.
 */
final class CheckPool implements Check {
    private final Estate estate;
    private final ChatPoolReader reader;

    CheckPool(Estate estate, ChatPoolReader reader) {
        this.estate = estate;
        this.reader = reader;
    }

    @Override
    public String name() {
        return "Pool in the Central Management store";
    }

    @Override
    public String host() {
        return estate.managementServer().host();
    }

    @Override
    public List<CheckResult> look(Run run, Deadline deadline) {
        ChatPool pool = reader.pool(deadline);
        List<CheckResult> lines = new ArrayList<>();
        lines.add(CheckResult.ok(
                "Hop to the Central Management store", host(), "The store answered through " + host() + "."));
        lines.add(state(pool));
        lines.add(
                pool.pools() == 1
                        ? CheckResult.ok("One Persistent Chat pool", host(), pool.identity())
                        : CheckResult.failed(
                                "One Persistent Chat pool",
                                host(),
                                "The topology has " + pool.pools() + " Persistent Chat pools.",
                                "The cmdlets know a single list of active servers; this procedure is not for several pools."));
        lines.add(members(pool));
        lines.add(active(pool));
        lines.addAll(stores(pool));
        return lines;
    }

    private CheckResult state(ChatPool pool) {
        String check = "Pool state";
        if (pool.state().equals(ChatPool.FAILED_OVER)) {
            return CheckResult.ok(check, host(), "FailedOver");
        }
        String seen = pool.state().isEmpty() ? "The store has no single state for the pool." : pool.state();
        return CheckResult.failed(
                check,
                host(),
                seen,
                "A failback starts from a pool that is FailedOver; find out what Get-CsPersistentChatState says and why.");
    }

    private CheckResult members(ChatPool pool) {
        Set<String> known = new java.util.TreeSet<>(lower(pool.active()));
        known.addAll(lower(pool.inactive()));
        Set<String> configured = new java.util.TreeSet<>(
                lower(estate.chatServers().stream().map(ChatServer::fqdn).toList()));
        String evidence = String.join(", ", known);
        return known.equals(configured)
                ? CheckResult.ok("Members of the pool", host(), evidence)
                : CheckResult.failed(
                        "Members of the pool",
                        host(),
                        "The topology has " + evidence + "; configured are " + String.join(", ", configured) + ".",
                        "Make failback.estate.chat-servers name exactly the pool's members.");
    }

    private CheckResult active(ChatPool pool) {
        String evidence = pool.active().isEmpty() ? "none" : String.join(", ", pool.active());
        return pool.active().isEmpty()
                ? CheckResult.confirm(
                        "Active servers",
                        host(),
                        evidence,
                        "No server is active already: going back will have no list to set. Confirm that this is known.")
                : CheckResult.ok("Active servers", host(), evidence);
    }

    private List<CheckResult> stores(ChatPool pool) {
        List<CheckResult> lines = new ArrayList<>();
        lines.add(store("mgc, primary", pool.chat().primary(), Optional.of(estate.primaryInstance())));
        lines.add(store(
                "mgc, primary mirror", pool.chat().mirror(), estate.primary().mirror()));
        lines.add(store("mgc, backup", pool.chat().backup(), Optional.of(estate.backupInstance())));
        lines.add(store(
                "mgc, backup mirror",
                pool.chat().backupMirror(),
                estate.backup().mirror()));
        estate.compliance().ifPresent(compliance -> {
            lines.add(store("mgccomp, primary", pool.compliance().primary(), Optional.of(compliance.primary())));
            lines.add(store("mgccomp, backup", pool.compliance().backup(), Optional.of(compliance.backup())));
        });
        return lines;
    }

    private CheckResult store(String which, Optional<ChatStore> store, Optional<SqlInstance> configured) {
        String check = "Store of the topology: " + which;
        String seen = store.map(ChatStore::toString).orElse("none");
        boolean same = store.isPresent() == configured.isPresent()
                && store.map(s -> sameInstance(s, configured.orElseThrow())).orElse(true);
        return same
                ? CheckResult.ok(check, host(), seen)
                : CheckResult.failed(
                        check,
                        host(),
                        "The topology has " + seen + "; configured is "
                                + configured.map(CheckPool::words).orElse("none") + ".",
                        "Make failback.estate name the same instances as the topology, or publish the right topology.");
    }

    private static boolean sameInstance(ChatStore store, SqlInstance configured) {
        return store.host().equalsIgnoreCase(configured.host())
                && store.instance()
                        .map(name ->
                                name.equalsIgnoreCase(configured.instanceName().orElse("")))
                        .orElse(configured.instanceName().isEmpty());
    }

    private static String words(SqlInstance instance) {
        return instance.instanceName()
                .map(name -> instance.host() + "\\" + name)
                .orElse(instance.host());
    }

    private static Set<String> lower(List<String> names) {
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    }
}
