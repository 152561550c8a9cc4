package org.failback.lab.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A backup file that is not what was written: each kind of damage shows where SQL Server would find it. */
class DamagedMediaTest {
    private Estate estate;

    @BeforeEach
    void backUp() {
        estate = new Estate();
        estate.unmirror();
        estate.backUp("one.bak", "FORMAT, INIT, CHECKSUM");
    }

    @AfterEach
    void end() {
        estate.close();
    }

    private void damage(String how) {
        estate.b.run("EXEC lab.dbo.damage_media @path = " + Estate.file("one.bak") + ", @how = N'" + how + "'");
    }

    private static String verify() {
        return "RESTORE VERIFYONLY FROM DISK = " + Estate.file("one.bak");
    }

    @ParameterizedTest
    @CsvSource({"header, 3241", "foreign, 3242", "cut_short, 3208"})
    void aFileWithoutAHeadOrASetIsOfNoUseAtAll(String how, int number) {
        damage(how);
        for (String statement : List.of(
                "RESTORE HEADERONLY FROM DISK = " + Estate.file("one.bak"),
                "RESTORE FILELISTONLY FROM DISK = " + Estate.file("one.bak"),
                verify(),
                Estate.restore("one.bak", "REPLACE"))) {
            assertThat(estate.p.refused(statement)).as(statement).containsExactly(number, 3013);
        }
        assertThat(estate.primary.databaseState("mgc")).isEqualTo("ONLINE");
    }

    @ParameterizedTest
    @CsvSource({"family_missing, 3132", "description, 3186"})
    void whatTheLabelsTellIsRefusedBeforeAnythingIsOverwritten(String how, int number) {
        damage(how);
        assertThat(estate.p.run("RESTORE HEADERONLY FROM DISK = " + Estate.file("one.bak")).rows)
                .hasSize(1);
        assertThat(estate.p.refused(verify())).containsExactly(number, 3013);
        assertThat(estate.p.refused(Estate.restore("one.bak", "REPLACE"))).containsExactly(number, 3013);
        assertThat(estate.primary.databaseState("mgc")).isEqualTo("ONLINE");
    }

    @ParameterizedTest
    @CsvSource({"truncated, 3203, 38(", "unreadable, 3271, 23("})
    void whatIsMissingAtTheEndShowsAfterTheDatabaseIsGone(String how, int number, String system) {
        damage(how);
        assertThat(estate.p.run("RESTORE HEADERONLY FROM DISK = " + Estate.file("one.bak")).rows)
                .hasSize(1);
        assertThat(estate.p.refused(verify())).containsExactly(number, 3013);
        Client.Result restored = estate.p.batch(Estate.restore("one.bak", "REPLACE"));
        assertThat(restored.errors()).containsExactly(number, 3013);
        assertThat(restored.text()).contains(system);
        assertThat(estate.primary.databaseState("mgc")).isEqualTo("RESTORING");
        assertThat(estate.p.refused("RESTORE DATABASE [mgc] WITH RECOVERY")).containsExactly(4319, 3013);
    }

    @Test
    void oneFileOfTwoSaysSoOnItsLabel() {
        damage("family_missing");
        assertThat(estate.p
                        .run("RESTORE LABELONLY FROM DISK = " + Estate.file("one.bak"))
                        .rows
                        .get(0))
                .contains(2);
    }

    @Test
    void nothingIsAppendedToAFileWithoutAHead() {
        damage("header");
        assertThat(estate.b.refused("BACKUP DATABASE [mgc] TO DISK = " + Estate.file("one.bak")))
                .containsExactly(3241, 3013);
        estate.backUp("one.bak", "FORMAT, INIT");
        estate.p.run(verify());
    }

    @Test
    void aDamagedLogStopsTheRollForwardAndLeavesItWhereItWas() {
        estate.b.run("BACKUP LOG [mgc] TO DISK = " + Estate.file("one.trn") + " WITH FORMAT, NORECOVERY");
        estate.p.run(Estate.restore("one.bak", "REPLACE, NORECOVERY"));
        estate.b.run("EXEC lab.dbo.damage_media @path = " + Estate.file("one.trn") + ", @how = N'truncated'");
        assertThat(estate.p.refused("RESTORE LOG [mgc] FROM DISK = " + Estate.file("one.trn")))
                .containsExactly(3203, 3013);
        assertThat(estate.primary.databaseState("mgc")).isEqualTo("RESTORING");
    }

    @Test
    void anotherKindOfDamageIsRefused() {
        assertThat(estate.b.refused("EXEC lab.dbo.damage_media @path = " + Estate.file("one.bak") + ", @how = N'wet'"))
                .containsExactly(50000);
    }

    @Test
    void aShareThatIsOutOfReachIsNotFoundAndWhatIsUnderWayLosesIt() throws Exception {
        String share = "_share @path = N'" + Estate.SHARE + "'";
        estate.b.run("EXEC lab.dbo.unplug" + share);
        Client.Result refused = estate.p.batch(verify());
        assertThat(refused.errors()).containsExactly(3201, 3013);
        assertThat(refused.text()).contains("Operating system error 53(");
        estate.b.run("EXEC lab.dbo.plug" + share);
        estate.p.run(verify());

        estate.b.run("EXEC lab.dbo.stall_next @like = N'BACKUP%'");
        try (Client other = Client.acting(estate.backup)) {
            List<Integer> errors = new CopyOnWriteArrayList<>();
            Thread backup = new Thread(
                    () -> errors.addAll(other.refused("BACKUP DATABASE [mgc] TO DISK = " + Estate.file("two.bak"))));
            backup.start();
            estate.b.await("EXISTS (SELECT 1 FROM sys.dm_exec_requests WHERE percent_complete >= 50)");
            estate.b.run("EXEC lab.dbo.unplug" + share);
            estate.b.run("EXEC lab.dbo.release");
            backup.join();
            assertThat(errors).containsExactly(3202, 3013);
        }
    }
}
