package org.failback.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.failback.contract.Told.error;

import java.util.Map;

/** ALTER DATABASE, and DBCC. */
final class StatesAndOptions {
    @Promise(source = "ALTER DATABASE SET options, OFFLINE and WITH ROLLBACK IMMEDIATE")
    void takingADatabaseOfflineEndsWhoeverIsInIt(Scene scene) {
        String database = scene.database(scene.first);
        Client inside = scene.closing(scene.first.another(database));
        inside.ask("SELECT COUNT(*) FROM dbo.kept");
        scene.one.ask("ALTER DATABASE [" + database + "] SET OFFLINE WITH ROLLBACK IMMEDIATE");
        assertThat(scene.state(scene.first, database)).isEqualTo("OFFLINE");
        assertThat(inside.run("SELECT 1").broken()).isTrue();
        scene.refused(scene.one, "USE [" + database + "]", error(942, 14));
        scene.one.ask("ALTER DATABASE [" + database + "] SET ONLINE");
        assertThat(scene.rows(scene.first, database)).isEqualTo(1);
    }

    @Promise(source = "ALTER DATABASE SET options, db_update_option, service broker, external access")
    void severalOptionsAreSetByOneStatement(Scene scene) {
        String database = scene.database(scene.first);
        scene.one.ask("ALTER DATABASE [" + database
                + "] SET ENABLE_BROKER, TRUSTWORTHY ON, DB_CHAINING ON WITH ROLLBACK IMMEDIATE");
        assertThat(options(scene, database)).containsOnly(true);
        scene.one.ask("ALTER DATABASE [" + database
                + "] SET DISABLE_BROKER, TRUSTWORTHY OFF, DB_CHAINING OFF WITH ROLLBACK IMMEDIATE");
        assertThat(options(scene, database)).containsOnly(false);
    }

    private static java.util.Collection<Object> options(Scene scene, String database) {
        Map<String, Object> row = scene.one
                .ask("SELECT is_broker_enabled, is_trustworthy_on, is_db_chaining_on FROM sys.databases WHERE name = N'"
                        + database + "'")
                .onlyRow();
        return row.values();
    }

    @Promise(source = "ALTER DATABASE SET options, SINGLE_USER, MULTI_USER")
    void whoComesFirstHasTheOnlyPlace(Scene scene) {
        String database = scene.database(scene.first);
        scene.one.ask("ALTER DATABASE [" + database + "] SET SINGLE_USER WITH ROLLBACK IMMEDIATE");
        Client inside = scene.closing(scene.first.another(database));
        inside.ask("SELECT COUNT(*) FROM dbo.kept");
        scene.refused(scene.one, "USE [" + database + "]", error(924, 14));
        scene.refusedInJobsToo(
                scene.first,
                "ALTER DATABASE [" + database + "] SET MULTI_USER WITH ROLLBACK IMMEDIATE",
                error(5064, 16),
                error(5069, 16));
        inside.ask("ALTER DATABASE [" + database + "] SET MULTI_USER WITH ROLLBACK IMMEDIATE");
        assertThat(scene.one
                        .ask("SELECT user_access_desc FROM sys.databases WHERE name = N'" + database + "'")
                        .text())
                .isEqualTo("MULTI_USER");
    }

    @Promise(source = "Database Engine events and errors, 5052 and 5069")
    void aDatabaseThatIsRestoringIsNotAltered(Scene scene) {
        String database = scene.database(scene.first);
        scene.backUp(scene.first, database);
        scene.backUpTail(scene.first, database);
        scene.refusedInJobsToo(
                scene.first,
                "ALTER DATABASE [" + database + "] SET OFFLINE WITH ROLLBACK IMMEDIATE",
                error(5052, 16),
                error(5069, 16));
    }

    @Promise(source = "Database Engine events and errors, 5011 and 5069")
    void aDatabaseThatIsNotThereIsNotAltered(Scene scene) {
        scene.refusedInJobsToo(
                scene.first, "ALTER DATABASE [" + scene.name() + "] SET ONLINE", error(5011, 14), error(5069, 16));
    }

    @Promise(source = "DBCC CHECKDB (Transact-SQL), NO_INFOMSGS and ALL_ERRORMSGS")
    void aSoundDatabaseIsCheckedWithoutAWord(Scene scene) {
        String database = scene.database(scene.first);
        assertThat(scene.one
                        .ask("DBCC CHECKDB (N'" + database + "') WITH NO_INFOMSGS, ALL_ERRORMSGS")
                        .told())
                .isEmpty();
    }

    @Promise(source = "experience: DBCC DBINFO shows dbi_dbccLastKnownGood")
    void aCleanCheckIsRemembered(Scene scene) {
        String database = scene.database(scene.first);
        scene.one.ask("DBCC CHECKDB (N'" + database + "') WITH NO_INFOMSGS, ALL_ERRORMSGS");
        String year =
                scene.one.ask("SELECT CONVERT(nvarchar(4), GETDATE(), 120)").text();
        assertThat(scene.one
                        .ask("DBCC DBINFO(N'" + database + "') WITH TABLERESULTS")
                        .rows())
                .filteredOn(row -> String.valueOf(row.get("field")).equals("dbi_dbccLastKnownGood"))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.get("value").toString()).startsWith(year));
    }

    @Promise(source = "DATABASEPROPERTYEX and SERVERPROPERTY (Transact-SQL); sys.databases (Transact-SQL)")
    void statesAndModelsHaveTheirNames(Scene scene) {
        String database = scene.database(scene.first);
        Map<String, Object> row = scene.one
                .ask(
                        "SELECT state_desc, user_access_desc, recovery_model_desc, is_read_only, is_encrypted FROM sys.databases"
                                + " WHERE name = N'" + database + "'")
                .onlyRow();
        assertThat(row)
                .containsEntry("state_desc", "ONLINE")
                .containsEntry("user_access_desc", "MULTI_USER")
                .containsEntry("recovery_model_desc", "FULL")
                .containsEntry("is_read_only", false)
                .containsEntry("is_encrypted", false);
    }
}
