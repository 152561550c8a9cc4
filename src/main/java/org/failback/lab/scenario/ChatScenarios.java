package org.failback.lab.scenario;

import java.util.List;

/** The pool, its Central Management store and its chat servers. */
final class ChatScenarios {
    private ChatScenarios() {}

    static List<Scenario> all() {
        return List.of(staleReplica());
    }

    private static Scenario staleReplica() {
        return Mishap.of("stale-replica", "A chat server no longer hears from the Central Management store")
                .story("""
                        The replica service of one chat server stopped weeks ago. Whatever is set in the Central Management
                        store, that server goes on with what it last heard.""")
                .cause(Place.P, "EXEC lab.dbo.stale_replica N'chat1.dc1.lab.example'")
                .cure(Place.P, "EXEC lab.dbo.stale_replica N'chat1.dc1.lab.example', @stale = 0")
                .knownFrom("Get-CsManagementStoreReplicationStatus");
    }
}
