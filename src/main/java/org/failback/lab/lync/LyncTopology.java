package org.failback.lab.lync;

import java.util.List;

/**
 * What Topology Builder has published.
 *
 * @param pool FQDN of the stretched pool
 * @param module the PowerShell module that the servers have: {@code SkypeForBusiness} or {@code Lync}
 * @param version what {@code Get-CsService} shows as version: 6 for Lync Server 2013, 7 for Skype for Business 2015
 * @param managementServer FQDN of the server with the Central Management store
 * @param chatServers FQDNs of all members of the pool
 * @param chat the four stores of mgc
 * @param compliance the four stores of mgccomp
 */
public record LyncTopology(
        String pool,
        String module,
        int version,
        String managementServer,
        List<String> chatServers,
        Stores chat,
        Stores compliance) {

    /** A SQL Server instance as the topology names it. */
    public record Store(String host, String instance) {}

    /** The stores of one database. */
    public record Stores(Store primary, Store mirror, Store backup, Store backupMirror) {
        List<Store> all() {
            return List.of(primary, mirror, backup, backupMirror);
        }
    }

    /** The pool of the lab on the given stores, which serve mgc and mgccomp alike. */
    public static LyncTopology of(Stores stores) {
        return new LyncTopology(
                "chatpool.lab.example",
                "SkypeForBusiness",
                7,
                "mgmt.dc1.lab.example",
                List.of(
                        "chat1.dc1.lab.example",
                        "chat2.dc1.lab.example",
                        "chat3.dc2.lab.example",
                        "chat4.dc2.lab.example"),
                stores,
                stores);
    }

    /** The identity under which every cmdlet knows the pool's service. */
    String identity() {
        return "PersistentChatServer:" + pool;
    }

    /**
     * Whether an identity means the pool's service. The pages write it with and without the role, with and without
     * {@code service:}, and the procedure itself with a blank behind that.
     */
    boolean isMeantBy(String identity) {
        String rest = withoutPrefix(withoutPrefix(identity.strip(), "service:"), "PersistentChatServer:");
        return rest.equalsIgnoreCase(pool);
    }

    private static String withoutPrefix(String text, String prefix) {
        return text.regionMatches(true, 0, prefix, 0, prefix.length())
                ? text.substring(prefix.length()).strip()
                : text;
    }
}
