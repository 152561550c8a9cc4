package org.failback.lab.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.failback.lab.tds.Login;
import org.failback.lab.tds.Message;
import org.failback.lab.tds.SqlError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is let in, and what the domain is asked for. */
class LoginsTest {
    private Estate estate;

    @BeforeEach
    void failOver() {
        estate = new Estate();
    }

    @AfterEach
    void end() {
        estate.close();
    }

    /** The error of a login as failback_reader, or nothing. */
    private List<Message> login(String password) {
        try {
            estate.backup
                    .open(new Login("failback_reader", password, false, true, "story", "TEST01", "master"))
                    .close();
            return List.of();
        } catch (SqlError refused) {
            return refused.chain();
        }
    }

    @ParameterizedTest
    @CsvSource({"locked, 18486, 18486", "expired, 18487, 18456", "must_change, 18488, 18456"})
    void aLoginInSuchACondition(String condition, int number, int withWrongPassword) {
        estate.b.run("EXEC lab.dbo.set_login @login = N'failback_reader', @condition = N'" + condition + "'");
        assertThat(login("Practice-range-1")).singleElement().matches(error -> error.number() == number);
        assertThat(login("Practice-range-1").get(0).severity()).isEqualTo(14);
        assertThat(login("wrong").get(0).number()).isEqualTo(withWrongPassword);

        estate.b.run("EXEC lab.dbo.set_login @login = N'failback_reader', @condition = N'ok'");
        assertThat(login("Practice-range-1")).isEmpty();
    }

    @Test
    void aDisabledLoginIsToldSoOnceItHasProvedItself() {
        estate.b.run("ALTER LOGIN [failback_reader] DISABLE");
        assertThat(login("Practice-range-1").get(0).number()).isEqualTo(18470);
        assertThat(login("wrong").get(0).number()).isEqualTo(18456);
    }

    @Test
    void windowsAccountsAreLookedUpInTheDomain() {
        assertThat(estate.p.refused("CREATE LOGIN [LAB\\nobody] FROM WINDOWS")).containsExactly(15401);
        estate.p.run("EXEC lab.dbo.lose_domain");
        assertThat(estate.p.refused("ALTER AUTHORIZATION ON DATABASE::[mgc] TO [LAB\\RTCUniversalServerAdmins]"))
                .containsExactly(15404);
        estate.p.run("ALTER AUTHORIZATION ON DATABASE::[mgc] TO [sa]");
        estate.p.run("EXEC lab.dbo.find_domain");
        estate.p.run("ALTER AUTHORIZATION ON DATABASE::[mgc] TO [LAB\\RTCUniversalServerAdmins]");
    }

    @Test
    void aUserTakesALoginOfItsKindThatNobodyElseHas() {
        estate.p.run("USE mgc; CREATE USER [one] FOR LOGIN [failback]; CREATE USER [two] WITHOUT LOGIN");
        assertThat(estate.p.refused("ALTER USER [failback_reader] WITH LOGIN = [failback]"))
                .containsExactly(33018);
        assertThat(estate.p.refused("ALTER USER [failback_reader] WITH LOGIN = [LAB\\RTCUniversalServerAdmins]"))
                .containsExactly(33017);
        assertThat(estate.p.refused("ALTER USER [two] WITH LOGIN = [failback]")).containsExactly(33016);
        estate.p.run("ALTER USER [one] WITH LOGIN = [failback]");
    }

    @Test
    void aLoginWithoutRightsSeesItselfAndLittleMore() {
        estate.b.run("CREATE LOGIN [guest_of_all] WITH PASSWORD = N'Practice-range-1'");
        try (Client nobody = Client.login(estate.backup, "guest_of_all", "master")) {
            assertThat(nobody.run("SELECT name FROM sys.server_principals ORDER BY principal_id").rows)
                    .containsExactly(List.of("sa"), List.of("guest_of_all"));
            assertThat(nobody.run("SELECT name FROM sys.master_files").rows).isEmpty();
            assertThat(nobody.run("SELECT name FROM sys.endpoints").rows).isEmpty();
            assertThat(nobody.run("SELECT permission_name FROM sys.server_permissions").rows)
                    .hasSize(2);
            assertThat(nobody.run("SELECT session_id FROM sys.dm_exec_sessions").rows)
                    .hasSize(1);
            assertThat(nobody.run(
                                    "SELECT mirroring_role_desc FROM sys.database_mirroring WHERE database_id = DB_ID(N'mgc')")
                            .rows)
                    .as("the principal's columns are open to whoever sees the database")
                    .containsExactly(List.of("PRINCIPAL"));
            assertThat(nobody.refused("SELECT servicename FROM sys.dm_server_services"))
                    .containsExactly(300, 297);
            assertThat(nobody.refused("SELECT name FROM msdb.dbo.sysjobs")).containsExactly(229);
            assertThat(nobody.refused("USE mgc")).containsExactly(916);
        }
    }
}
