package org.failback.lab.scenario;

import java.util.List;

/** The pool, its Central Management store and its chat servers. */
final class ChatScenarios {
    private ChatScenarios() {}

    static List<Scenario> all() {
        return List.of(staleReplica(), localStoreLags(), keepWriting(), noSecondHop(), cmdletHangs());
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

    private static Scenario localStoreLags() {
        return Mishap.of("local-store-lags", "A chat server's local store shows the state of before")
                .story("""
                        The replica of one chat server takes every change and reports that it is up to date. Its services go
                        on reading the old state from the local store.""")
                .cause(Place.P, "EXEC lab.dbo.local_store_lags N'chat1.dc1.lab.example'")
                .cure(Place.P, "EXEC lab.dbo.local_store_lags N'chat1.dc1.lab.example', @lags = 0")
                .knownFrom("Get-CsPersistentChatState, LocalStore; Invoke-CsManagementStoreReplication");
    }

    private static Scenario keepWriting() {
        return Mishap.of("chat-servers-keep-writing", "Chat servers go on writing after the list is cleared")
                .story("""
                        A server that leaves the list of active servers goes on with the connections it has. People who were
                        in a room go on talking, and what they say is written to the database that is about to be
                        backed up.""")
                .cause(Place.B, "EXEC lab.dbo.connections_linger -1; EXEC lab.dbo.people_talk")
                .cure(Place.B, "EXEC lab.dbo.connections_linger 100; EXEC lab.dbo.people_talk 0")
                .knownFrom("Set-CsPersistentChatActiveServer");
    }

    private static Scenario noSecondHop() {
        return Mishap.of("no-second-hop", "The Central Management store sees an anonymous caller")
                .story("""
                        The account may log in to the management server by WinRM, but delegation from there was never set up.
                        Its cmdlets reach the SQL Server of the Central Management store as ANONYMOUS LOGON.""")
                .cause(Place.P, "EXEC lab.dbo.deny_hop")
                .cure(Place.P, "EXEC lab.dbo.deny_hop 0")
                .knownFrom("Making the second hop in PowerShell Remoting; error 18456");
    }

    private static Scenario cmdletHangs() {
        return Mishap.of("cmdlet-hangs", "A cmdlet waits at a prompt that nobody sees")
                .story("""
                        Clearing the list of active servers asks for something, and over WinRM nobody is there to answer. The
                        cmdlet waits and has done nothing; receiving its output times out again and again.""")
                .cause(Place.P, "EXEC lab.dbo.hang_cmdlet N'Set-CsPersistentChatActiveServer'")
                .cure(Place.P, "EXEC lab.dbo.release_cmdlets")
                .knownFrom("Set-CsPersistentChatActiveServer, Confirm; MS-WSMV, Receive and fault 2150858793");
    }
}
