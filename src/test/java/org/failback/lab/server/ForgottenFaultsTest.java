package org.failback.lab.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code EXEC lab.dbo.forget_faults} takes back whatever was ordered, and leaves what people would have to mend. */
class ForgottenFaultsTest {
    private Estate estate;

    @BeforeEach
    void failOver() {
        estate = new Estate();
    }

    @AfterEach
    void end() {
        estate.close();
    }

    private Object mirroring() {
        return estate.b.value(
                "SELECT mirroring_state_desc FROM sys.database_mirroring" + " WHERE database_id = DB_ID(N'mgc')");
    }

    private void forget() {
        estate.p.run("EXEC lab.dbo.forget_faults");
    }

    @ParameterizedTest
    @CsvSource({"break_partner, DISCONNECTED", "interrupt_mirror, DISCONNECTED", "delay_mirror, SYNCHRONIZING"})
    void theNetworkOfMirroringIsWholeAgain(String order, String meanwhile) {
        estate.b.run("EXEC lab.dbo." + order + " N'mgc'");
        assertThat(mirroring()).isEqualTo(meanwhile);
        forget();
        assertThat(mirroring()).isEqualTo("SYNCHRONIZED");
        estate.unmirror();
    }

    @Test
    void theWitnessIsReachedAgain() {
        estate.b.run("ALTER DATABASE [mgc] SET WITNESS = N'TCP://sqlp01.dc1.lab.example:5022'");
        String witness = "SELECT mirroring_witness_state_desc FROM sys.database_mirroring"
                + " WHERE database_id = DB_ID(N'mgc')";
        estate.b.run("EXEC lab.dbo.break_witness N'mgc'");
        assertThat(estate.b.value(witness)).isEqualTo("DISCONNECTED");
        forget();
        assertThat(estate.b.value(witness)).isEqualTo("CONNECTED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"locked", "expired", "must_change"})
    void loginsAreLetInAgain(String condition) {
        estate.b.run("EXEC lab.dbo.set_login N'failback_reader', N'" + condition + "'");
        forget();
        Client.looking(estate.backup).close();
    }

    @Test
    void theDomainIsFoundAgain() {
        String lookUp = "ALTER AUTHORIZATION ON DATABASE::[mgc] TO [LAB\\RTCUniversalServerAdmins]";
        estate.b.run("EXEC lab.dbo.lose_domain");
        assertThat(estate.b.refused(lookUp)).containsExactly(15404);
        forget();
        estate.b.run(lookUp);
    }

    @Test
    void jobHistoryIsNeitherLateNorShort() {
        estate.b.run("EXEC msdb.dbo.sp_add_job @job_name = N'one', @owner_login_name = N'sa';"
                + " EXEC msdb.dbo.sp_add_jobstep @job_name = N'one', @step_name = N'one', @command = N'PRINT 1';"
                + " EXEC msdb.dbo.sp_add_jobserver @job_name = N'one'");
        estate.b.run("EXEC lab.dbo.trim_history 1; EXEC lab.dbo.delay_history 100000;"
                + " EXEC msdb.dbo.sp_start_job N'one'");
        estate.b.await("EXISTS (SELECT * FROM msdb.dbo.sysjobactivity WHERE stop_execution_date IS NOT NULL)");
        assertThat(Shipping.runs(estate.b, "one")).isZero();

        forget();
        assertThat(Shipping.runs(estate.b, "one")).as("what was late").isEqualTo(1);
        assertThat(Shipping.job(estate.b, "one")).isTrue();
        assertThat(estate.b.value("SELECT COUNT(*) FROM msdb.dbo.sysjobhistory"))
                .as("what trimming left, a step and a job")
                .isEqualTo(3);
    }

    @Test
    void whatWasStoppedOrDamagedStaysSo() {
        estate.b.run("EXEC lab.dbo.stop_agent; EXEC lab.dbo.disable_agent_xps;"
                + " EXEC lab.dbo.stop_instance N'SQLP02\\LYNC'; EXEC lab.dbo.corrupt_database N'mgc'");
        forget();
        assertThat(estate.primaryMirror.accepts()).isFalse();
        assertThat(estate.b.refused("DBCC CHECKDB(N'mgc') WITH NO_INFOMSGS")).isNotEmpty();
        assertThat(estate.b.value("SELECT COUNT(*) FROM sys.dm_exec_sessions WHERE program_name LIKE N'SQLAgent%'"))
                .isEqualTo(0);
        assertThat(estate.b.value(
                        "SELECT CONVERT(int, value_in_use) FROM sys.configurations WHERE name = N'Agent XPs'"))
                .isEqualTo(0);
    }
}
