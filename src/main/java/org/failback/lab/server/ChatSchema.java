package org.failback.lab.server;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.UUID;
import org.failback.lab.tds.Column;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tds.SqlType;
import org.failback.lab.tsql.MemoryTable;

/**
 * The tables of mgc and mgccomp that the procedure looks at, and a modest amount of what chat people leave in them.
 * Names follow the published schema reference of Persistent Chat; of most tables only the telling columns are here.
 */
final class ChatSchema {
    private static final int MESSAGES = 240;
    private static final int ROOMS = 12;
    private static final int PEOPLE = 30;

    private ChatSchema() {}

    static void createChat(DatabaseContent content, LocalDateTime at) {
        content.add(
                "dbo",
                "tblChat",
                at,
                MemoryTable.of(
                        Column.of("chatID", SqlType.BIGINT),
                        Column.of("channelID", SqlType.INT),
                        Column.of("userID", SqlType.INT),
                        Column.of("chatDate", SqlType.BIGINT),
                        Column.of("content", SqlType.NVARCHAR)));
        content.add(
                "dbo",
                "tblNode",
                at,
                MemoryTable.of(
                        Column.of("nodeID", SqlType.INT),
                        Column.of("nodeParentID", SqlType.INT),
                        new Column("nodeName", SqlType.NVARCHAR, 256, 0)));
        content.add(
                "dbo",
                "tblPrincipal",
                at,
                MemoryTable.of(
                        Column.of("prinID", SqlType.INT),
                        new Column("prinName", SqlType.NVARCHAR, 256, 0),
                        new Column("prinUri", SqlType.NVARCHAR, 256, 0)));
        content.add(
                "dbo",
                "tblPrincipalRole",
                at,
                MemoryTable.of(
                        Column.of("prinID", SqlType.INT),
                        Column.of("nodeID", SqlType.INT),
                        Column.of("roleID", SqlType.INT)));
        content.add(
                "dbo",
                "tblConfig",
                at,
                MemoryTable.of(
                        Column.of("configPoolID", SqlType.UNIQUEIDENTIFIER),
                        Column.of("configSchemaVersion", SqlType.INT)));
        content.add(
                "dbo",
                "tblServerIdentity",
                at,
                MemoryTable.of(
                        Column.of("serverID", SqlType.INT),
                        new Column("serverAddress", SqlType.NVARCHAR, 256, 0),
                        Column.of("serverLastPingTime", SqlType.DATETIME)));
        content.add(
                "dbo",
                "tblActivePeers",
                at,
                MemoryTable.of(Column.of("serverID", SqlType.INT), Column.of("peerServerID", SqlType.INT)));
    }

    static void createCompliance(DatabaseContent content, LocalDateTime at) {
        content.add(
                "dbo",
                "tblComplianceData",
                at,
                MemoryTable.of(
                        Column.of("cmplID", SqlType.BIGINT),
                        Column.of("cmplType", SqlType.INT),
                        Column.of("cmplDate", SqlType.BIGINT),
                        Column.of("cmplData", SqlType.NVARCHAR)));
        content.add(
                "dbo",
                "tblComplianceConfig",
                at,
                MemoryTable.of(
                        new Column("configName", SqlType.NVARCHAR, 128, 0),
                        Column.of("configValue", SqlType.NVARCHAR)));
    }

    /** Fills mgc with what the months before and during the failover left there. */
    static void fillChat(DatabaseContent content, Instant now) throws SqlError {
        MemoryTable nodes = content.table("dbo", "tblNode").data();
        for (int room = 1; room <= ROOMS; room++) {
            add(nodes, room, 0, "Room " + room);
        }
        MemoryTable people = content.table("dbo", "tblPrincipal").data();
        MemoryTable roles = content.table("dbo", "tblPrincipalRole").data();
        for (int person = 1; person <= PEOPLE; person++) {
            add(people, person, "user" + person, "sip:user" + person + "@lab.example");
            add(roles, person, 1 + person % ROOMS, 3);
        }
        MemoryTable chat = content.table("dbo", "tblChat").data();
        for (int message = 1; message <= MESSAGES; message++) {
            Instant written = now.minusSeconds((MESSAGES - message + 1) * 600L);
            add(
                    chat,
                    (long) message,
                    1 + message % ROOMS,
                    1 + message % PEOPLE,
                    ChatClient.ticks(written),
                    "Message " + message);
        }
        add(content.table("dbo", "tblConfig").data(), UUID.randomUUID(), 42);
    }

    private static void add(MemoryTable table, Object... row) throws SqlError {
        table.insert(java.util.List.<Object[]>of(row));
    }
}
