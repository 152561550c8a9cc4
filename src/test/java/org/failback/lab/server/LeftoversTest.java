package org.failback.lab.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An estate whose earlier log shipping nobody removed. */
class LeftoversTest {
    private Estate estate;

    @BeforeEach
    void failOver() {
        estate = new Estate(SqlEstate.afterFailoverWithLeftovers(64, 0, new Hands()));
    }

    @AfterEach
    void end() {
        estate.close();
    }

    @Test
    void entriesAndDisabledJobsAreInTheWay() {
        assertThat(estate.p.run("SELECT name, enabled, SUSER_SNAME(owner_sid) FROM msdb.dbo.sysjobs").rows)
                .containsExactly(List.of("LSBackup_mgc", 0, "sa"));
        assertThat(estate.p.refused(Shipping.ADD_PRIMARY.replace(", @overwrite = 1", "")))
                .containsExactly(32009);
        assertThat(estate.b.refused(Shipping.ADD_SECONDARY_PRIMARY.replace("@overwrite = 1", "@overwrite = 0")))
                .containsExactly(32024);
        assertThat(estate.b.value("SELECT COUNT(*) FROM msdb.dbo.sysschedules")).isEqualTo(2);
        assertThat(estate.p.value("SELECT COUNT(*) FROM lab.dbo.statement_log WHERE application <> N'story'"))
                .isEqualTo(0);
    }

    @Test
    void oldFilesLieInBothFoldersAndNoneOfThemIsEverRestored() {
        for (Client client : List.of(estate.p, estate.b)) {
            String folder = client == estate.p ? Shipping.SOURCE : Shipping.COPIES;
            assertThat(client.run("EXEC master.dbo.xp_dirtree N'" + folder + "', 1, 1").rows)
                    .hasSize(3);
        }
        estate.p.run("EXEC master.dbo.sp_delete_log_shipping_primary_secondary N'mgc', N'SQLB01\\LYNC', N'mgc';"
                + " EXEC master.dbo.sp_delete_log_shipping_primary_database N'mgc'");
        estate.b.run("EXEC master.dbo.sp_delete_log_shipping_secondary_database N'mgc';"
                + " EXEC master.dbo.sp_delete_log_shipping_secondary_primary N'SQLP01\\LYNC', N'mgc'");
        assertThat(estate.b.value("SELECT COUNT(*) FROM msdb.dbo.sysschedules")).isEqualTo(0);

        Shipping shipping = new Shipping(estate);
        shipping.setUp();
        Estate.say(estate.p, 700);
        assertThat(shipping.backUp()).isTrue();
        assertThat(shipping.copy())
                .as(Shipping.said(estate.b, "LSCopy_SQLP01_mgc"))
                .isTrue();
        assertThat(shipping.restore())
                .as(Shipping.said(estate.b, "LSRestore_SQLP01_mgc"))
                .isTrue();
        assertThat(Shipping.said(estate.b, "LSRestore_SQLP01_mgc"))
                .contains("Skipped log backup file", "Number of log backup files restored: 1");
        assertThat(shipping.restored()).isEqualTo(shipping.backedUp());
    }
}
