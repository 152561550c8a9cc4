package org.failback.bench;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.failback.estate.ChatServer;
import org.failback.estate.Estate;
import org.failback.estate.SqlInstance;
import org.failback.lab.Lab;

/** Whether a lab's pool is home, by what its servers say after the failback and not by what anybody says who did it. */
final class Home {
    private final Map<String, List<String>> seen = new LinkedHashMap<>();
    private final Map<String, List<String>> wanted = new LinkedHashMap<>();

    private Home() {}

    /**
     * Looks.
     *
     * @throws IllegalStateException with everything that is not as it should be
     */
    static void demand(Lab lab) throws SQLException {
        Estate estate = StraightLine.configuration(lab.address()).requiredEstate();
        Home home = new Home();
        try (ScriptedServers servers = new ScriptedServers()) {
            home.lookAtDatabases(servers, estate.primaryInstance(), estate.backupInstance());
        }
        home.compare("pool", List.of("Normal"), List.of(lab.chat().poolState().toString()));
        home.compare(
                "active servers",
                estate.targetActiveServers().stream().map(ChatServer::fqdn).toList(),
                lab.chat().activeServers());
        if (!home.seen.equals(home.wanted)) {
            throw new IllegalStateException("The pool is not home. Wanted " + home.wanted + ", seen " + home.seen);
        }
    }

    private void lookAtDatabases(ScriptedServers servers, SqlInstance p, SqlInstance b) throws SQLException {
        String state =
                "SELECT state_desc, user_access_desc, recovery_model_desc FROM sys.databases WHERE name = N'mgc'";
        compare("mgc on P", List.of("ONLINE MULTI_USER FULL"), servers.ask(p, state));
        compare(
                "mgc on B",
                List.of("RESTORING"),
                servers.ask(b, "SELECT state_desc FROM sys.databases WHERE name = N'mgc'"));
        compare(
                "log shipping on P",
                List.of("mgc"),
                servers.ask(p, "SELECT primary_database FROM msdb.dbo.log_shipping_primary_databases"));
        compare(
                "secondary registered on P",
                List.of("mgc"),
                servers.ask(p, "SELECT secondary_database FROM msdb.dbo.log_shipping_primary_secondaries"));
        compare(
                "log restored on B",
                List.of("mgc"),
                servers.ask(
                        b,
                        "SELECT secondary_database FROM msdb.dbo.log_shipping_secondary_databases"
                                + " WHERE last_restored_file LIKE N'%.trn'"));
        String jobs = "SELECT COUNT(*) FROM msdb.dbo.sysjobs WHERE enabled = 1 AND (name LIKE N'LSBackup[_]%'"
                + " OR name LIKE N'LSCopy[_]%' OR name LIKE N'LSRestore[_]%')";
        compare("log shipping jobs on P", List.of("1"), servers.ask(p, jobs));
        compare("log shipping jobs on B", List.of("2"), servers.ask(b, jobs));
        String left = "SELECT name FROM msdb.dbo.sysjobs WHERE name LIKE N'Failback%'";
        compare("left on P", List.of(), servers.ask(p, left));
        compare("left on B", List.of(), servers.ask(b, left));
    }

    private void compare(String what, List<String> should, List<String> is) {
        wanted.put(what, should);
        seen.put(what, is);
    }
}
