package org.failback.lab.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.failback.lab.tds.SqlError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The one slot of a single-user database belongs to whoever comes first. */
class SingleUserTest {
    private Estate estate;

    @BeforeEach
    void failOver() {
        estate = new Estate();
        estate.unmirror();
        estate.backUp("one.bak", "FORMAT, INIT");
    }

    @AfterEach
    void end() {
        estate.close();
    }

    @Test
    void aChatServerThatReconnectsStealsTheSlotFromWhoSetItInMaster() throws Exception {
        ChatClient chat = estate.primary.connect("CHAT01", "Persistent Chat", "mgc");
        estate.p.run("ALTER DATABASE [mgc] SET SINGLE_USER WITH ROLLBACK IMMEDIATE");
        assertThat(chat.isOpen()).isFalse();

        try (ChatClient thief = estate.primary.connect("CHAT01", "Persistent Chat", "mgc")) {
            assertThat(thief.isOpen()).isTrue();
            assertThat(estate.p.refused("USE mgc")).containsExactly(924);
            assertThat(estate.p.refused("SELECT COUNT(*) FROM mgc.dbo.tblChat")).containsExactly(924);
            assertThat(estate.p.refused("ALTER DATABASE [mgc] SET MULTI_USER")).containsExactly(5064, 5069);
            assertThat(estate.p.refused(Estate.restore("one.bak", "REPLACE"))).containsExactly(3101, 3013);

            estate.p.run("KILL " + thief.id());
            assertThat(thief.isOpen()).isFalse();
        }
        estate.p.run(Estate.restore("one.bak", "REPLACE"));
    }

    @Test
    void whoStandsInTheDatabaseKeepsTheSlot() {
        estate.p.run("USE mgc; ALTER DATABASE [mgc] SET SINGLE_USER WITH ROLLBACK IMMEDIATE");
        assertThatThrownBy(() -> estate.primary.connect("CHAT01", "Persistent Chat", "mgc"))
                .isInstanceOf(SqlError.class)
                .hasMessageStartingWith("924");
        estate.p.run("ALTER DATABASE [mgc] SET MULTI_USER; USE master");
    }

    @Test
    void offlineEndsEverySessionAndNobodyComesBack() throws Exception {
        ChatClient chat = estate.primary.connect("CHAT01", "Persistent Chat", "mgc");
        estate.p.run("ALTER DATABASE [mgc] SET OFFLINE WITH ROLLBACK IMMEDIATE");
        assertThat(chat.isOpen()).isFalse();
        assertThatThrownBy(() -> estate.primary.connect("CHAT01", "Persistent Chat", "mgc"))
                .hasMessageStartingWith("942");
        assertThat(estate.p.refused("SELECT COUNT(*) FROM mgc.dbo.tblChat")).containsExactly(942);

        estate.p.run("ALTER DATABASE [mgc] SET ONLINE");
        assertThat(Estate.messages(estate.p)).isZero();
    }

    @Test
    void noWaitDoesNotWait() throws Exception {
        try (ChatClient chat = estate.primary.connect("CHAT01", "Persistent Chat", "mgc")) {
            assertThat(estate.p.refused("ALTER DATABASE [mgc] SET OFFLINE WITH NO_WAIT"))
                    .containsExactly(5070, 5069);
            assertThat(chat.isOpen()).isTrue();
        }
    }

    @Test
    void theSessionsOfChatServersAreSeen() throws Exception {
        try (ChatClient chat = estate.backup.connect("CHAT21", "Persistent Chat", "mgc")) {
            Client.Result row = estate.b.run("SELECT s.spid, s.hostname, s.program_name, s.loginame, s.open_tran"
                    + " FROM master.dbo.sysprocesses s JOIN sys.dm_exec_sessions e ON e.session_id = s.spid"
                    + " WHERE s.dbid IN (DB_ID(N'mgc'), DB_ID(N'mgccomp')) AND e.is_user_process = 1"
                    + " AND s.spid <> @@SPID");
            assertThat(row.rows).hasSize(1);
            assertThat(row.rows.get(0)).containsExactly(chat.id(), "CHAT21", "Persistent Chat", "LAB\\CHAT21$", 0);
            chat.insert("tblChat", 241L, 1, 1, 638_000_000_000_000_000L, "from the chat server");
            assertThat(Estate.messages(estate.b)).isEqualTo(241);
        }
    }
}
