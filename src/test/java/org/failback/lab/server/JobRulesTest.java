package org.failback.lab.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs that cannot run or may not be touched, and history that tells of them late or not at all. */
class JobRulesTest {
    private static final String OUTCOME =
            "SELECT h.message FROM msdb.dbo.sysjobhistory h JOIN msdb.dbo.sysjobs j ON j.job_id = h.job_id"
                    + " WHERE j.name = N'x' AND h.step_id = 0";
    private static final String ENDED = "EXISTS (SELECT 1 FROM msdb.dbo.sysjobactivity a JOIN msdb.dbo.sysjobs j"
            + " ON j.job_id = a.job_id WHERE j.name = N'x' AND a.stop_execution_date IS NOT NULL)";
    private Hands clock;
    private Estate estate;

    @BeforeEach
    void failOver() {
        clock = new Hands();
        estate = new Estate(SqlEstate.afterFailover(64, 0, clock));
        estate.b.run("EXEC msdb.dbo.sp_add_job @job_name = N'x', @owner_login_name = N'sa';"
                + " EXEC msdb.dbo.sp_add_jobstep @job_name = N'x', @step_name = N'only', @command = N'SELECT 1';"
                + " EXEC msdb.dbo.sp_add_jobserver @job_name = N'x'");
    }

    @AfterEach
    void end() {
        estate.close();
    }

    private void runJob() {
        estate.b.run("EXEC msdb.dbo.sp_start_job @job_name = N'x'");
        estate.b.await(ENDED);
    }

    @Test
    void aJobOfAMasterServerMayBeRunButNotChanged() {
        estate.b.run("EXEC lab.dbo.enlist_job @job = N'x'");
        for (String change : new String[] {
            "sp_update_job @job_name = N'x', @enabled = 0",
            "sp_delete_job @job_name = N'x'",
            "sp_add_jobstep @job_name = N'x', @step_name = N'more', @command = N'SELECT 2'"
        }) {
            assertThat(estate.b.refused("EXEC msdb.dbo." + change)).as(change).containsExactly(14274);
        }
        runJob();
        assertThat(estate.b.value(OUTCOME)).asString().startsWith("The job succeeded.");
    }

    @Test
    void anOwnerWhomNobodyCanLookUpKeepsTheJobFromRunning() {
        String owner = estate.b
                .value("SELECT name FROM sys.server_principals WHERE name LIKE N'LAB\\svc-agent%'")
                .toString();
        estate.b.run("EXEC msdb.dbo.sp_update_job @job_name = N'x', @owner_login_name = N'" + owner + "'");
        estate.b.run("EXEC lab.dbo.lose_domain");
        runJob();
        assertThat(estate.b.value(OUTCOME))
                .asString()
                .startsWith("The job failed.  Unable to determine if the owner (" + owner + ")")
                .contains("(Error 15404)", "0x54b");
        assertThat(estate.b.run("SELECT step_id FROM msdb.dbo.sysjobhistory").rows)
                .as("no step has run")
                .hasSize(1);
    }

    @Test
    void anOwnerWithoutALoginKeepsTheJobFromRunning() {
        estate.b.run("CREATE LOGIN [leaver] WITH PASSWORD = N'x';"
                + " EXEC msdb.dbo.sp_update_job @job_name = N'x', @owner_login_name = N'leaver'; DROP LOGIN [leaver]");
        runJob();
        assertThat(estate.b.value(OUTCOME)).asString().contains("does not have server access");
    }

    @Test
    void historyMayBeLate() {
        estate.b.run("EXEC lab.dbo.delay_history @seconds = 30");
        runJob();
        assertThat(estate.b.run(OUTCOME).rows)
                .as("it has ended, and nothing tells how")
                .isEmpty();
        clock.advance(Duration.ofSeconds(31));
        assertThat(estate.b.value(OUTCOME)).asString().startsWith("The job succeeded.");
    }

    @Test
    void historyMayBeTrimmedAway() {
        runJob();
        estate.b.run("EXEC lab.dbo.trim_history @per_job = 0");
        assertThat(estate.b.run(OUTCOME).rows).isEmpty();
        assertThat(estate.b.value("SELECT last_run_outcome FROM msdb.dbo.sysjobservers s JOIN msdb.dbo.sysjobs j"
                        + " ON j.job_id = s.job_id WHERE j.name = N'x'"))
                .as("what the job itself remembers stays")
                .isEqualTo(1);
    }

    @Test
    void aStepDiesWithTheAgentAndItsOldActivityLooksAliveForEver() {
        estate.b.run("EXEC lab.dbo.stall_next @like = N'SELECT 1%'");
        estate.b.run("EXEC msdb.dbo.sp_start_job @job_name = N'x'");
        estate.b.await("EXISTS (SELECT 1 FROM sys.dm_exec_requests r JOIN sys.dm_exec_sessions s"
                + " ON s.session_id = r.session_id WHERE s.program_name LIKE N'SQLAgent - TSQL%')");
        estate.b.run("EXEC lab.dbo.restart_agent");
        assertThat(estate.b.run("SELECT a.session_id FROM msdb.dbo.sysjobactivity a JOIN msdb.dbo.sysjobs j"
                                + " ON j.job_id = a.job_id WHERE j.name = N'x' AND a.start_execution_date IS NOT NULL"
                                + " AND a.stop_execution_date IS NULL")
                        .rows)
                .containsExactly(java.util.List.of(1));
        assertThat(estate.b.value("SELECT MAX(session_id) FROM msdb.dbo.syssessions"))
                .isEqualTo(2);
        assertThat(estate.b.run(OUTCOME).rows).isEmpty();
    }

    @Test
    void aFinishedJobRunsAgainWhenItIsAsked() {
        runJob();
        runJob();
        estate.b.await("(SELECT COUNT(*) FROM msdb.dbo.sysjobhistory WHERE step_id = 0) = 2");
    }

    @Test
    void anOwnerWhoLostTheRightsRunsTheStepWithTheOnesThatAreLeft() {
        estate.b.run("EXEC msdb.dbo.sp_add_job @job_name = N'y', @owner_login_name = N'failback_reader';"
                + " EXEC msdb.dbo.sp_add_jobstep @job_name = N'y', @step_name = N'only',"
                + " @command = N'BACKUP DATABASE [mgc] TO DISK = N''x.bak''';"
                + " EXEC msdb.dbo.sp_add_jobserver @job_name = N'y'; EXEC msdb.dbo.sp_start_job @job_name = N'y'");
        estate.b.await("EXISTS (SELECT 1 FROM msdb.dbo.sysjobhistory WHERE step_id = 0)");
        assertThat(estate.b.value("SELECT message FROM msdb.dbo.sysjobhistory WHERE step_id = 1"))
                .asString()
                .startsWith("Executed as user: failback_reader.")
                .contains("(Error 262)", "(Error 3013)");
    }

    @Test
    void theWordsOfHistoryAreCutWhereTheLogKeepsThem() {
        estate.b.run("EXEC msdb.dbo.sp_add_job @job_name = N'y', @owner_login_name = N'sa';"
                + " EXEC msdb.dbo.sp_add_jobstep @job_name = N'y', @step_name = N'only', @flags = 16,"
                + " @command = N'DECLARE @i int; SET @i = 0; WHILE @i < 100 BEGIN PRINT REPLICATE(N''x'', 60);"
                + " SET @i = @i + 1; END';"
                + " EXEC msdb.dbo.sp_add_jobserver @job_name = N'y'; EXEC msdb.dbo.sp_start_job @job_name = N'y'");
        estate.b.await("EXISTS (SELECT 1 FROM msdb.dbo.sysjobhistory WHERE step_id = 0)");
        assertThat(estate.b.value("SELECT message FROM msdb.dbo.sysjobhistory WHERE step_id = 1"))
                .asString()
                .hasSize(4000);
        assertThat(estate.b.value("SELECT l.log FROM msdb.dbo.sysjobstepslogs l"))
                .asString()
                .hasSizeGreaterThan(6000);
    }
}
