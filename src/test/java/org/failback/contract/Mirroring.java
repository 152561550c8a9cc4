package org.failback.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.failback.contract.Told.error;

import java.util.Map;

/** Database mirroring between the two instances, and its removal. */
final class Mirroring {
    private static final String LOOK =
            "SELECT d.state_desc, m.mirroring_guid, m.mirroring_role_desc, m.mirroring_state_desc,"
                    + " m.mirroring_partner_instance FROM sys.databases d JOIN sys.database_mirroring m"
                    + " ON m.database_id = d.database_id WHERE d.name = N'%s'";

    private static Map<String, Object> look(Client client, String database) {
        return client.ask(LOOK.formatted(database)).onlyRow();
    }

    private static String mirrored(Scene scene) {
        String database = scene.database(scene.first);
        String full = scene.backUp(scene.first, database);
        String log = scene.backUpLog(scene.first, database);
        scene.also(scene.second, database);
        scene.two.ask(scene.restore(scene.second, database, full, "NORECOVERY"));
        scene.two.ask(Scene.restoreLog(database, log, "NORECOVERY"));
        scene.two.ask("ALTER DATABASE [" + database + "] SET PARTNER = N'" + scene.first.endpoint() + "'");
        scene.one.ask("ALTER DATABASE [" + database + "] SET PARTNER = N'" + scene.second.endpoint() + "'");
        Scene.await(
                () -> "SYNCHRONIZED".equals(look(scene.one, database).get("mirroring_state_desc")),
                "the mirror to catch up");
        return database;
    }

    @Promise(source = "sys.database_mirroring (Transact-SQL)", needs = Need.MIRRORING)
    void thePrincipalIsOnlineAndTheMirrorIsRestoring(Scene scene) {
        String database = mirrored(scene);
        assertThat(look(scene.one, database))
                .containsEntry("state_desc", "ONLINE")
                .containsEntry("mirroring_role_desc", "PRINCIPAL");
        assertThat(look(scene.two, database))
                .containsEntry("state_desc", "RESTORING")
                .containsEntry("mirroring_role_desc", "MIRROR");
        assertThat(String.valueOf(look(scene.one, database).get("mirroring_partner_instance")))
                .isEqualToIgnoringCase(scene.second.name());
    }

    @Promise(
            source = "sys.database_mirroring (Transact-SQL): NULL where the caller lacks rights",
            needs = Need.MIRRORING)
    void whoMayLittleSeesNoMirroring(Scene scene) {
        String database = mirrored(scene);
        assertThat(look(scene.stranger(scene.second), database).get("mirroring_guid"))
                .as("a mirror looks as if it were none")
                .isNull();
        assertThat(look(scene.two, database).get("mirroring_guid")).isNotNull();
    }

    @Promise(source = "Database Engine events and errors, 954, 1468, 3104", needs = Need.MIRRORING)
    void whileItLastsTheDatabaseIsNeitherRestoredNorTakenAway(Scene scene) {
        String database = mirrored(scene);
        String file = scene.backUp(scene.first, database);
        scene.refusedInJobsToo(
                scene.first,
                scene.restore(scene.first, database, file, "REPLACE, NORECOVERY"),
                error(3104, 16),
                error(3013, 16));
        scene.refusedInJobsToo(
                scene.first,
                "ALTER DATABASE [" + database + "] SET OFFLINE WITH ROLLBACK IMMEDIATE",
                error(1468, 16),
                error(5069, 16));
        scene.refused(scene.two, "USE [" + database + "]", error(954, 14));
        scene.refused(
                scene.one,
                "BACKUP LOG [" + database + "] TO DISK = N'" + scene.file() + "' WITH NORECOVERY, "
                        + Scene.options("tail"),
                error(1468, 16),
                error(3013, 16));
        assertThat(scene.state(scene.first, database)).isEqualTo("ONLINE");
    }

    @Promise(source = "Remove database mirroring; MSSQLSERVER_1416", needs = Need.MIRRORING)
    void onceRemovedBothAreOnTheirOwn(Scene scene) {
        String database = mirrored(scene);
        scene.one.ask("ALTER DATABASE [" + database + "] SET PARTNER OFF");
        assertThat(look(scene.one, database))
                .containsEntry("mirroring_guid", null)
                .containsEntry("state_desc", "ONLINE");
        Scene.await(() -> look(scene.two, database).get("mirroring_guid") == null, "the mirror to be free");
        assertThat(scene.state(scene.second, database)).isEqualTo("RESTORING");
        scene.refused(scene.one, "ALTER DATABASE [" + database + "] SET PARTNER OFF", error(1416, 16));
        scene.two.ask("RESTORE DATABASE [" + database + "] WITH RECOVERY");
        assertThat(scene.rows(scene.second, database))
                .as("nothing stops a former mirror from serving as well")
                .isEqualTo(1);
    }
}
