package org.failback.lab.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** SQL Server Agent: jobs run by themselves, and what msdb says of them is only half the truth. */
class AgentJobsTest {
    private static final String LIVE = "SELECT COUNT(*) FROM msdb.dbo.sysjobactivity a JOIN msdb.dbo.sysjobs j"
            + " ON j.job_id = a.job_id WHERE j.name = N'Work' AND a.start_execution_date IS NOT NULL"
            + " AND a.stop_execution_date IS NULL";
    private Estate estate;

    @BeforeEach
    void failOver() {
        estate = new Estate();
        estate.unmirror();
    }

    @AfterEach
    void end() {
        estate.b.run("EXEC lab.dbo.forget_faults");
        estate.close();
    }

    private static String add(String subsystem, String command, String more) {
        return "BEGIN TRANSACTION;"
                + " EXEC msdb.dbo.sp_add_job @job_name = N'Work', @owner_login_name = N'sa';"
                + " EXEC msdb.dbo.sp_add_jobstep @job_name = N'Work', @step_name = N'step', @subsystem = N'"
                + subsystem + "', @command = N'" + command.replace("'", "''") + "'" + more + ";"
                + " EXEC msdb.dbo.sp_add_jobserver @job_name = N'Work';"
                + " COMMIT";
    }

    private void start() {
        estate.b.run("EXEC msdb.dbo.sp_start_job @job_name = N'Work'");
    }

    private void awaitEnd() {
        estate.b.await("EXISTS (SELECT * FROM msdb.dbo.sysjobhistory WHERE step_id = 0)");
    }

    private Object last(String column, int step) {
        return estate.b.value("SELECT TOP (1) " + column + " FROM msdb.dbo.sysjobhistory WHERE step_id = " + step
                + " ORDER BY instance_id DESC");
    }

    @Test
    void aBackupRunsAsAJobAndTheJobTellsWhatItSaid() {
        estate.b.run(add(
                "TSQL",
                "BACKUP DATABASE [mgc] TO DISK = " + Estate.file("job.bak") + " WITH FORMAT, INIT, STATS = 50,"
                        + " NAME = N'by the job'",
                ", @flags = 16"));
        start();
        awaitEnd();

        assertThat(last("run_status", 1)).isEqualTo(1);
        assertThat((String) last("message", 1))
                .startsWith("Executed as user: LAB\\svc-agent-sqlb01. ")
                .contains("50 percent processed. [SQLSTATE 01000] (Message 3211)")
                .endsWith("The step succeeded.");
        assertThat((String) last("message", 0)).startsWith("The job succeeded.");
        assertThat((String) estate.b.value("SELECT l.[log] FROM msdb.dbo.sysjobstepslogs l"
                        + " JOIN msdb.dbo.sysjobsteps s ON s.step_uid = l.step_uid"))
                .contains("Began Executing", "Msg 3014, Sev 0");
        Client.Result logged = estate.b.run("SELECT login, application, outcome FROM lab.dbo.statement_log"
                + " WHERE statement LIKE N'BACKUP DATABASE%'");
        assertThat(logged.rows).hasSize(1);
        assertThat((String) logged.rows.get(0).get(1)).startsWith("SQLAgent - TSQL JobStep (Job 0x");
        assertThat(estate.b.value("SELECT user_name FROM msdb.dbo.backupset WHERE name = N'by the job'"))
                .isEqualTo("LAB\\svc-agent-sqlb01");
        assertThat(estate.b.value(LIVE)).isEqualTo(0);
    }

    @Test
    void aFailedStepKeepsEveryErrorInItsTextAndTheLastOneInItsNumber() {
        estate.b.run(add("TSQL", "BACKUP DATABASE [mgc] TO DISK = N'\\\\nowhere\\x\\job.bak'", ""));
        start();
        awaitEnd();

        assertThat(last("run_status", 1)).isEqualTo(0);
        assertThat(last("sql_message_id", 1)).isEqualTo(3013);
        assertThat((String) last("message", 1))
                .contains("[SQLSTATE 42000] (Error 3201).", "[SQLSTATE 42000] (Error 3013).")
                .endsWith("The step failed.");
        assertThat(last("run_status", 0)).isEqualTo(0);
    }

    @Test
    void whileItRunsTheRequestNamesTheJobAndASecondStartIsRefused() {
        estate.b.run("EXEC lab.dbo.stall_next @like = N'BACKUP DATABASE%', @at_percent = 40");
        estate.b.run(add("TSQL", "BACKUP DATABASE [mgc] TO DISK = " + Estate.file("job.bak"), ""));
        start();
        estate.b.await("EXISTS (SELECT * FROM sys.dm_exec_requests WHERE command = N'BACKUP DATABASE'"
                + " AND percent_complete = 40)");

        Client.Result row = estate.b.run("SELECT s.program_name, s.login_name, CONVERT(varchar(34),"
                + " CONVERT(binary(16), j.job_id), 1) FROM sys.dm_exec_requests r"
                + " JOIN sys.dm_exec_sessions s ON s.session_id = r.session_id"
                + " CROSS JOIN msdb.dbo.sysjobs j WHERE r.command = N'BACKUP DATABASE'");
        String hex = (String) row.rows.get(0).get(2);
        assertThat(row.rows.get(0).get(0)).isEqualTo("SQLAgent - TSQL JobStep (Job " + hex + " : Step 1)");
        assertThat(estate.b.value(LIVE)).isEqualTo(1);
        assertThat(estate.b.refused("EXEC msdb.dbo.sp_start_job @job_name = N'Work'"))
                .containsExactly(22022);

        estate.b.run("EXEC lab.dbo.release");
        awaitEnd();
        start();
        estate.b.await("(SELECT COUNT(*) FROM msdb.dbo.sysjobhistory WHERE step_id = 0) = 2");
        assertThat(estate.b.run("RESTORE HEADERONLY FROM DISK = " + Estate.file("job.bak")).rows)
                .as("a finished job runs again without a word, and appends")
                .hasSize(2);
    }

    @Test
    void stoppingTheJobAbortsARestoreAndLeavesTheDatabaseRestoring() {
        estate.backUp("one.bak", "FORMAT, INIT");
        estate.b.run("BACKUP LOG [mgc] TO DISK = " + Estate.file("tail.trn") + " WITH NORECOVERY");
        estate.b.run("EXEC lab.dbo.stall_next @like = N'RESTORE DATABASE%'");
        estate.b.run(add("TSQL", "RESTORE DATABASE [mgc] FROM DISK = " + Estate.file("one.bak"), ""));
        start();
        estate.b.await("EXISTS (SELECT * FROM sys.dm_exec_requests WHERE percent_complete = 50)");

        estate.b.run("EXEC msdb.dbo.sp_stop_job @job_name = N'Work'");
        awaitEnd();

        assertThat(last("run_status", 0)).isEqualTo(3);
        assertThat(estate.backup.databaseState("mgc")).isEqualTo("RESTORING");
        assertThat(estate.b.refused("EXEC msdb.dbo.sp_stop_job @job_name = N'Work'"))
                .containsExactly(22022);
    }

    @Test
    void whenTheAgentStopsItsStepsDieAndTheOldRowLooksAsIfTheyRan() {
        estate.b.run("EXEC lab.dbo.stall_next @like = N'BACKUP DATABASE%'");
        estate.b.run(add("TSQL", "BACKUP DATABASE [mgc] TO DISK = " + Estate.file("job.bak"), ""));
        start();
        estate.b.await("EXISTS (SELECT * FROM sys.dm_exec_requests WHERE percent_complete = 50)");

        estate.b.run("EXEC lab.dbo.stop_agent");
        estate.b.await("NOT EXISTS (SELECT * FROM sys.dm_exec_requests WHERE command = N'BACKUP DATABASE')");
        assertThat(estate.b.refused("EXEC msdb.dbo.sp_start_job @job_name = N'Work'"))
                .containsExactly(22022);
        assertThat(estate.b.value("SELECT status_desc FROM sys.dm_server_services WHERE servicename LIKE N'%Agent%'"))
                .isEqualTo("Stopped");
        estate.b.run("EXEC lab.dbo.start_agent");

        assertThat(estate.b.value(LIVE))
                .as("a naive look believes that it runs")
                .isEqualTo(1);
        assertThat(estate.b.value(LIVE + " AND a.session_id = (SELECT MAX(session_id) FROM msdb.dbo.syssessions)"))
                .isEqualTo(0);
        assertThat(estate.b.value("SELECT COUNT(*) FROM msdb.dbo.sysjobhistory"))
                .isEqualTo(0);
    }

    @Test
    void namesAreNotUsedTwiceAndAJobWithoutAServerDoesNotStart() {
        estate.b.run("EXEC msdb.dbo.sp_add_category @class = N'JOB', @type = N'LOCAL', @name = N'Failback'");
        assertThat(estate.b.refused(
                        "EXEC msdb.dbo.sp_add_category @class = N'JOB', @type = N'LOCAL', @name = N'Failback'"))
                .containsExactly(14261);
        estate.b.run("DECLARE @id uniqueidentifier; EXEC msdb.dbo.sp_add_job @job_name = N'Half',"
                + " @category_name = N'Failback', @enabled = 0, @description = N'mark', @job_id = @id OUTPUT;"
                + " IF @id IS NULL RAISERROR(N'no id', 16, 1)");
        assertThat(estate.b.refused("EXEC msdb.dbo.sp_add_job @job_name = N'Half'"))
                .containsExactly(14261);
        assertThat(estate.b.refused("EXEC msdb.dbo.sp_start_job @job_name = N'Half'"))
                .containsExactly(14256);
        assertThat(estate.b.refused("EXEC msdb.dbo.sp_start_job @job_name = N'None'"))
                .containsExactly(14262);
        estate.b.run("EXEC msdb.dbo.sp_update_job @job_name = N'Half', @description = N'other'");
        assertThat(estate.b
                        .run("SELECT j.description, j.enabled, c.name FROM msdb.dbo.sysjobs j"
                                + " JOIN msdb.dbo.syscategories c ON c.category_id = j.category_id")
                        .rows
                        .get(0))
                .containsExactly("other", 0, "Failback");
        estate.b.run("EXEC msdb.dbo.sp_delete_job @job_name = N'Half'");
        assertThat(estate.b.value("SELECT COUNT(*) FROM msdb.dbo.sysjobs")).isEqualTo(0);
    }

    @Test
    void aJobMadeInATransactionIsGoneWhenThatRollsBack() {
        estate.b.run("BEGIN TRANSACTION; EXEC msdb.dbo.sp_add_job @job_name = N'Work';"
                + " EXEC msdb.dbo.sp_add_jobstep @job_name = N'Work', @step_name = N's', @command = N'PRINT 1';"
                + " ROLLBACK");
        assertThat(estate.b.value("SELECT COUNT(*) FROM msdb.dbo.sysjobs")).isEqualTo(0);
    }

    @Test
    void aCommandStepHasTheRightsOfTheAgentsAccountNotOfTheEngines() {
        estate.backUp("probe.bak", "FORMAT, INIT");
        String command = "cmd.exe /d /c copy /y \"" + Estate.SHARE
                + "\\probe.bak\" \"D:\\LogShipping\\mgc\\probe.bak\" && del \"D:\\LogShipping\\mgc\\probe.bak\" && dir \""
                + Estate.SHARE + "\"";
        estate.b.run(add("CmdExec", command, ""));
        start();
        awaitEnd();
        assertThat((String) last("message", 1)).contains("1 file(s) copied.", "probe.bak", "The step succeeded.");
        assertThat(last("run_status", 0)).isEqualTo(1);

        estate.b.run("EXEC lab.dbo.deny_access @identity = N'LAB\\svc-agent-sqlb01', @path = N'" + Estate.SHARE
                + "', @right = N'read'");
        start();
        estate.b.await("(SELECT COUNT(*) FROM msdb.dbo.sysjobhistory WHERE step_id = 0) = 2");
        assertThat((String) last("message", 1)).contains("Access is denied.", "The step failed.");
        assertThat(estate.b.value("SELECT COUNT(*) FROM msdb.dbo.sysjobhistory WHERE step_id = 0 AND run_status = 0"))
                .isEqualTo(1);
        estate.backUp("again.bak", "FORMAT, INIT");
    }

    @Test
    void otherProgramsAreRefusedByTheLab() {
        estate.b.run(add("CmdExec", "powershell -c 1", ""));
        start();
        awaitEnd();
        assertThat((String) last("message", 1)).contains("The lab does not model");
        assertThat(estate.b.refused("EXEC msdb.dbo.sp_add_jobstep @job_name = N'Work', @step_name = N's2',"
                        + " @command = N'PRINT 1', @output_file_name = N'D:\\x.txt'"))
                .containsExactly(50000);
    }

    @Test
    void aStepEndsAtItsFirstErrorWhereABatchWouldGoOn() {
        String text = "BACKUP DATABASE [mgc] TO DISK = N'\\\\nowhere\\x\\job.bak'; PRINT 'went on'";
        assertThat(estate.b.batch(text).text()).contains("went on");
        estate.b.run(add("TSQL", text, ""));
        start();
        awaitEnd();
        assertThat((String) last("message", 1))
                .contains("(Error 3201).", "(Error 3013).")
                .doesNotContain("went on");
        assertThat(estate.b.value("SELECT COUNT(*) FROM msdb.dbo.sysjobservers WHERE last_run_outcome = 0"
                        + " AND last_run_date > 20000101"))
                .isEqualTo(1);
    }

    @Test
    void anErrorThatTheStepCatchesDoesNotEndIt() {
        estate.b.run(add("TSQL", "BEGIN TRY RAISERROR(N'x', 16, 1) END TRY BEGIN CATCH PRINT 'caught' END CATCH", ""));
        start();
        awaitEnd();
        assertThat((String) last("message", 1)).contains("caught").endsWith("The step succeeded.");
    }

    @Test
    void aStepOpensWithQuotedIdentifierOff() {
        estate.b.run(add("TSQL", "DBCC CHECKDB(N'mgc') WITH NO_INFOMSGS", ""));
        start();
        awaitEnd();
        assertThat((String) last("message", 1)).contains("(Error 1934).");
    }

    @Test
    void aStepThatRestoresMakesTheAgentsAccountTheOwner() {
        estate.backUp("one.bak", "FORMAT, INIT");
        estate.b.run("BACKUP LOG [mgc] TO DISK = " + Estate.file("tail.trn") + " WITH NORECOVERY");
        estate.b.run(add("TSQL", "RESTORE DATABASE [mgc] FROM DISK = " + Estate.file("one.bak"), ""));
        start();
        awaitEnd();
        assertThat(estate.b.value("SELECT SUSER_SNAME(owner_sid) FROM sys.databases WHERE name = N'mgc'"))
                .isEqualTo("LAB\\svc-agent-sqlb01");
    }

    @Test
    void withAgentXpsOffNothingOfTheAgentIsReached() {
        estate.b.run("EXEC sp_configure 'show advanced options', 1; RECONFIGURE;"
                + " EXEC sp_configure 'Agent XPs', 0; RECONFIGURE");
        assertThat(estate.b.refused("EXEC msdb.dbo.sp_add_job @job_name = N'x'"))
                .containsExactly(15281);
        assertThat(estate.b.value(
                        "SELECT CONVERT(int, value_in_use) FROM sys.configurations WHERE name = N'Agent XPs'"))
                .isEqualTo(0);
    }
}
