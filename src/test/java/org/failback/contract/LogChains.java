package org.failback.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.failback.contract.Told.error;

/** Rolling a database forward by log backups. */
final class LogChains {
    @Promise(source = "Apply transaction log backups; RESTORE (Transact-SQL), RESTORE LOG")
    void aFullBackupAndItsTailBringEverything(Scene scene) {
        String database = scene.database(scene.first);
        String full = scene.backUp(scene.first, database);
        scene.write(scene.first, database, 2);
        String tail = scene.backUpTail(scene.first, database);
        String restored = scene.databaseToBe(scene.second);
        scene.two.ask(scene.restore(scene.second, restored, full, "REPLACE, NORECOVERY"));
        scene.two.ask(Scene.restoreLog(restored, tail, "RECOVERY"));
        assertThat(scene.state(scene.second, restored)).isEqualTo("ONLINE");
        assertThat(scene.rows(scene.second, restored)).isEqualTo(2);
    }

    @Promise(source = "Database Engine events and errors, 4305")
    void aMissingLogBackupStopsTheOneAfterIt(Scene scene) {
        String database = scene.database(scene.first);
        String full = scene.backUp(scene.first, database);
        scene.write(scene.first, database, 2);
        String between = scene.backUpLog(scene.first, database);
        scene.write(scene.first, database, 3);
        String last = scene.backUpTail(scene.first, database);
        String restored = scene.databaseToBe(scene.second);
        scene.two.ask(scene.restore(scene.second, restored, full, "NORECOVERY"));
        scene.refusedInJobsToo(
                scene.second, Scene.restoreLog(restored, last, "RECOVERY"), error(4305, 16), error(3013, 16));
        assertThat(scene.state(scene.second, restored)).isEqualTo("RESTORING");
        scene.two.ask(Scene.restoreLog(restored, between, "NORECOVERY"));
        scene.two.ask(Scene.restoreLog(restored, last, "RECOVERY"));
        assertThat(scene.rows(scene.second, restored)).isEqualTo(3);
    }

    @Promise(source = "Database Engine events and errors, 4326")
    void aLogFromBeforeTheFullBackupIsTooEarly(Scene scene) {
        String database = scene.database(scene.first);
        scene.backUp(scene.first, database);
        scene.write(scene.first, database, 2);
        String early = scene.backUpLog(scene.first, database);
        scene.write(scene.first, database, 3);
        String full = scene.backUp(scene.first, database);
        String restored = scene.databaseToBe(scene.second);
        scene.two.ask(scene.restore(scene.second, restored, full, "NORECOVERY"));
        scene.refusedInJobsToo(
                scene.second, Scene.restoreLog(restored, early, "RECOVERY"), error(4326, 16), error(3013, 16));
    }

    @Promise(source = "Database Engine events and errors, 3117")
    void noLogIsRestoredToADatabaseThatIsRecovered(Scene scene) {
        String database = scene.database(scene.first);
        String full = scene.backUp(scene.first, database);
        String log = scene.backUpLog(scene.first, database);
        String restored = scene.databaseToBe(scene.second);
        scene.two.ask(scene.restore(scene.second, restored, full, "REPLACE, RECOVERY"));
        scene.refusedInJobsToo(
                scene.second, Scene.restoreLog(restored, log, "RECOVERY"), error(3117, 16), error(3013, 16));
    }

    @Promise(source = "Database Engine events and errors, 3118")
    void aLogMakesNoDatabase(Scene scene) {
        String database = scene.database(scene.first);
        scene.backUp(scene.first, database);
        String log = scene.backUpLog(scene.first, database);
        scene.refusedInJobsToo(
                scene.second,
                Scene.restoreLog(scene.databaseToBe(scene.second), log, "RECOVERY"),
                error(3118, 16),
                error(3013, 16));
    }

    @Promise(source = "Recovery paths; Database Engine events and errors, 4330")
    void theLogOfAnotherRecoveryPathDoesNotFit(Scene scene) {
        String database = scene.database(scene.first);
        String full = scene.backUp(scene.first, database);
        String waiting = scene.databaseToBe(scene.second);
        scene.two.ask(scene.restore(scene.second, waiting, full, "NORECOVERY"));
        scene.write(scene.first, database, 2);
        String common = scene.backUpLog(scene.first, database);
        scene.two.ask(Scene.restoreLog(waiting, common, "NORECOVERY"));
        // From here on the first and the copy go ways of their own, the copy faster.
        String fork = scene.databaseToBe(scene.second);
        scene.two.ask(scene.restore(scene.second, fork, full, "NORECOVERY"));
        scene.two.ask(Scene.restoreLog(fork, common, "RECOVERY"));
        for (int id = 10; id < 40; id++) {
            scene.write(scene.second, fork, id);
        }
        String forked = scene.backUpLog(scene.second, fork);
        scene.write(scene.first, database, 5);
        scene.two.ask(Scene.restoreLog(waiting, scene.backUpLog(scene.first, database), "NORECOVERY"));
        scene.refusedInJobsToo(
                scene.second, Scene.restoreLog(waiting, forked, "RECOVERY"), error(4330, 16), error(3013, 16));
    }
}
