package org.failback.lab.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.failback.lab.tds.Login;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tds.SqlSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mirroring whose partners lose sight of each other, with and without a witness. */
class MirroringRulesTest {
    private static final String LOOK = "SELECT d.state_desc, m.mirroring_role_desc, m.mirroring_state_desc,"
            + " m.mirroring_witness_state_desc FROM sys.databases d"
            + " JOIN sys.database_mirroring m ON m.database_id = d.database_id WHERE d.name = N'mgc'";
    private static final String WITNESS = "ALTER DATABASE [mgc] SET WITNESS = N'TCP://sqlp02.dc1.lab.example:5022'";
    private Estate estate;

    @BeforeEach
    void failOver() {
        estate = new Estate();
    }

    @AfterEach
    void end() {
        estate.close();
    }

    private void order(String procedure) {
        estate.b.run("EXEC lab.dbo." + procedure + " @database = N'mgc'");
    }

    private static List<Object> look(Client client) {
        return client.run(LOOK).rows.get(0);
    }

    @Test
    void whoComesToThePrincipalIsToldItsPartner() throws Exception {
        try (SqlSession chat = session(estate.backup, "mgc");
                SqlSession administration = session(estate.backup, "master");
                SqlSession unmirrored = session(estate.primary, "mgc")) {
            assertThat(chat.failoverPartner()).isEqualTo("SQLB02\\LYNC");
            assertThat(administration.failoverPartner()).isEmpty();
            assertThat(unmirrored.failoverPartner()).isEmpty();
        }
    }

    private static SqlSession session(LabInstance instance, String database) throws SqlError {
        return instance.open(new Login("failback", "Practice-range-1", false, true, "story", "TEST01", database));
    }

    @Test
    void aPrincipalWithoutAWitnessServesOnAlone() {
        order("break_partner");
        assertThat(look(estate.b)).containsExactly("ONLINE", "PRINCIPAL", "DISCONNECTED", "UNKNOWN");
        assertThat(look(estate.bm)).containsExactly("RESTORING", "MIRROR", "DISCONNECTED", "UNKNOWN");
        Estate.say(estate.b, 241);

        order("join_partner");
        assertThat(look(estate.b)).contains("SYNCHRONIZED");
    }

    @Test
    void removedWhileApartTheMirrorHoldsWhatItHadAndLearnsOfItLater() {
        order("break_partner");
        Estate.say(estate.b, 241);
        estate.b.run("ALTER DATABASE [mgc] SET PARTNER OFF");
        assertThat(look(estate.b)).containsExactly("ONLINE", null, null, null);
        assertThat(look(estate.bm)).contains("MIRROR", "DISCONNECTED");

        estate.bm.run("EXEC lab.dbo.join_partner @database = N'mgc'");
        assertThat(look(estate.bm)).containsExactly("RESTORING", null, null, null);
        estate.bm.run("RESTORE DATABASE [mgc] WITH RECOVERY");
        assertThat(Estate.messages(estate.bm)).as("the late message is missing").isEqualTo(240);
    }

    @Test
    void withoutPartnerAndWitnessThePrincipalServesNobody() {
        estate.b.run(WITNESS);
        assertThat(look(estate.b)).containsExactly("ONLINE", "PRINCIPAL", "SYNCHRONIZED", "CONNECTED");
        order("break_partner");
        assertThat(Estate.messages(estate.b)).as("the witness is enough").isEqualTo(240);

        order("break_witness");
        assertThat(look(estate.b)).containsExactly("RECOVERING", "PRINCIPAL", "DISCONNECTED", "DISCONNECTED");
        assertThat(estate.b.refused("SELECT COUNT(*) FROM mgc.dbo.tblChat")).containsExactly(955);
        assertThat(estate.b.refused("BACKUP DATABASE [mgc] TO DISK = " + Estate.file("x.bak")))
                .containsExactly(955, 3013);
        assertThat(estate.b.refused("ALTER DATABASE [mgc] SET WITNESS OFF")).containsExactly(1431);
        try (Client reader = Client.looking(estate.backup)) {
            assertThat(look(reader)).as("not ONLINE, and not sysadmin").containsExactly("RECOVERING", null, null, null);
        }

        order("join_witness");
        assertThat(Estate.messages(estate.b)).isEqualTo(240);
    }

    @Test
    void mirroringCanBeRemovedWithoutQuorum() {
        estate.b.run(WITNESS);
        order("break_partner");
        order("break_witness");
        estate.b.run("ALTER DATABASE [mgc] SET PARTNER OFF");
        assertThat(Estate.messages(estate.b)).isEqualTo(240);
    }

    @Test
    void aWitnessIsAnotherInstanceThatAnswers() {
        assertThat(estate.b.refused("ALTER DATABASE [mgc] SET WITNESS OFF")).containsExactly(1439);
        assertThat(estate.b.refused("ALTER DATABASE [mgc] SET WITNESS = N'TCP://nobody.lab.example:7022'"))
                .containsExactly(1456);
        assertThat(estate.b.refused("ALTER DATABASE [mgc] SET WITNESS = N'TCP://sqlb02.dc2.lab.example:5022'"))
                .containsExactly(1429);
        order("delay_mirror");
        assertThat(estate.b.refused(WITNESS)).containsExactly(1426);
        order("join_partner");
        estate.b.run(WITNESS);
        try (Client witness = Client.acting(estate.primaryMirror)) {
            assertThat(witness.value("SELECT principal_server_name FROM sys.database_mirroring_witnesses"))
                    .isEqualTo("TCP://sqlb01.dc2.lab.example:5022");
        }
    }

    @Test
    void whatNeedsBothPartnersWaitsForThem() {
        order("break_partner");
        assertThat(estate.b.refused("ALTER DATABASE [mgc] SET PARTNER FAILOVER"))
                .containsExactly(1447);
        assertThat(estate.b.refused("ALTER DATABASE [mgc] SET PARTNER SAFETY OFF"))
                .containsExactly(1447);
        order("join_partner");
        order("delay_mirror");
        assertThat(look(estate.b)).contains("SYNCHRONIZING");
        assertThat(estate.b.refused("ALTER DATABASE [mgc] SET PARTNER FAILOVER"))
                .containsExactly(1422);
        assertThat(estate.bm.refused("ALTER DATABASE [mgc] SET PARTNER FAILOVER"))
                .containsExactly(1470);
    }

    @Test
    void aSuspendedMirrorStandsStill() {
        estate.b.run("ALTER DATABASE [mgc] SET PARTNER SUSPEND");
        Estate.say(estate.b, 241);
        assertThat(look(estate.b)).contains("SUSPENDED");
        estate.unmirror();
        estate.bm.run("RESTORE DATABASE [mgc] WITH RECOVERY");
        assertThat(Estate.messages(estate.bm)).isEqualTo(240);
    }

    @Test
    void interruptedWhileItCatchesUpMirroringEndsWithAWarning() {
        order("interrupt_mirror");
        assertThat(estate.b.refused("ALTER DATABASE [mgc] SET PARTNER OFF")).containsExactly(1430);
        assertThat(look(estate.b)).as("and yet it has ended").containsExactly("ONLINE", null, null, null);
    }

    @Test
    void forcedServiceLeavesTwoThatServe() {
        assertThat(estate.bm.refused("ALTER DATABASE [mgc] SET PARTNER FORCE_SERVICE_ALLOW_DATA_LOSS"))
                .containsExactly(1455);
        order("break_partner");
        Estate.say(estate.b, 241);
        estate.bm.run("ALTER DATABASE [mgc] SET PARTNER FORCE_SERVICE_ALLOW_DATA_LOSS");
        assertThat(Estate.messages(estate.b)).isEqualTo(241);
        assertThat(Estate.messages(estate.bm)).as("both are ONLINE").isEqualTo(240);

        order("join_partner");
        assertThat(look(estate.b)).containsExactly("RESTORING", "MIRROR", "SUSPENDED", "UNKNOWN");
        assertThat(look(estate.bm)).startsWith("ONLINE", "PRINCIPAL");
    }

    @Test
    void withAWitnessTheMirrorTakesOverWhenThePrincipalStops() {
        estate.b.run(WITNESS);
        Estate.say(estate.b, 241);
        estate.bm.run("EXEC lab.dbo.stop_instance @server = N'SQLB01\\LYNC'");
        assertThat(look(estate.bm)).containsExactly("ONLINE", "PRINCIPAL", "DISCONNECTED", "CONNECTED");
        assertThat(Estate.messages(estate.bm)).isEqualTo(241);

        estate.bm.run("EXEC lab.dbo.start_instance @server = N'SQLB01\\LYNC'");
        assertThat(look(estate.bm)).contains("SYNCHRONIZED");
    }

    @Test
    void withoutAWitnessAStoppedPrincipalTakesTheServiceWithIt() {
        estate.bm.run("EXEC lab.dbo.stop_instance @server = N'SQLB01\\LYNC'");
        assertThat(look(estate.bm)).containsExactly("RESTORING", "MIRROR", "DISCONNECTED", "UNKNOWN");
    }
}
