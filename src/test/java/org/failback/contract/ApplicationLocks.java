package org.failback.contract;

import static org.assertj.core.api.Assertions.assertThat;

/** Locks that programs agree on. */
final class ApplicationLocks {
    private static final String TAKE =
            "DECLARE @lock int;\nSET @lock = -9;\nEXEC @lock = sp_getapplock @Resource = N'%s',"
                    + " @LockMode = N'Exclusive', @LockOwner = N'Session', @LockTimeout = %d;\nSELECT @lock AS got;";
    private static final String GIVE = "EXEC sp_releaseapplock @Resource = N'%s', @LockOwner = N'Session';";

    @Promise(source = "sp_getapplock (Transact-SQL), Return code values; sp_releaseapplock (Transact-SQL)")
    void oneSessionHoldsItAndAnotherIsToldSo(Scene scene) {
        String resource = scene.name();
        Client other = scene.closing(scene.first.another());
        assertThat(scene.one.ask(TAKE.formatted(resource, 5000)).number()).isZero();
        assertThat(other.ask(TAKE.formatted(resource, 50)).number()).isEqualTo(-1);
        scene.one.ask(GIVE.formatted(resource));
        assertThat(other.ask(TAKE.formatted(resource, 50)).number()).isZero();
        other.ask(GIVE.formatted(resource));
    }

    @Promise(source = "sp_getapplock (Transact-SQL), Remarks: a lock of a session ends with the session")
    void itEndsWithItsSession(Scene scene) {
        String resource = scene.name();
        try (Client other = scene.first.another()) {
            assertThat(other.ask(TAKE.formatted(resource, 5000)).number()).isZero();
        }
        assertThat(scene.one.ask(TAKE.formatted(resource, 30_000)).number()).isBetween(0L, 1L);
        scene.one.ask(GIVE.formatted(resource));
    }

    @Promise(source = "sp_getapplock (Transact-SQL), LockOwner: Session needs no transaction")
    void aBackupRunsUnderIt(Scene scene) {
        String resource = scene.name();
        String database = scene.database(scene.first);
        scene.one.ask(TAKE.formatted(resource, 0));
        scene.backUp(scene.first, database);
        scene.one.ask(GIVE.formatted(resource));
        assertThat(Backups.sets(scene.one, database)).hasSize(1);
    }
}
