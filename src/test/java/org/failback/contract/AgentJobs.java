package org.failback.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.failback.contract.Told.error;

import java.util.List;
import java.util.Map;
import org.failback.sqlserver.Product;

/** Jobs of SQL Server Agent. */
final class AgentJobs {
    private static String idOf(Scene scene, String job) {
        return scene.one
                .ask("SELECT CONVERT(nvarchar(36), job_id) FROM msdb.dbo.sysjobs WHERE name = N'" + job + "'")
                .text();
    }

    @Promise(source = "Create a job; sp_start_job (Transact-SQL)", needs = Need.AGENT)
    void aJobRunsWithoutTheConnectionThatStartedIt(Scene scene) {
        String database = scene.database(scene.first);
        String file = scene.file();
        String job = scene.makeJob(
                scene.first,
                "SET QUOTED_IDENTIFIER ON;\nBACKUP DATABASE [" + database + "] TO DISK = N'" + file + "' WITH "
                        + Scene.options("by a job"));
        try (Client starter = scene.first.another()) {
            starter.ask("EXEC msdb.dbo.sp_start_job @job_name = N'" + job + "'");
        }
        assertThat(scene.ended(scene.first, job).succeeded()).isTrue();
        assertThat(Backups.sets(scene.one, database))
                .extracting(row -> row.get("name"))
                .containsExactly("by a job");
    }

    @Promise(source = "sp_add_jobstep (Transact-SQL), flags 16: log to table", needs = Need.AGENT)
    void theLogOfAStepIsKeptWholeWhereHistoryIsCut(Scene scene) {
        String line = "x".repeat(200);
        JobRun run = scene.job(
                scene.first,
                "DECLARE @round int; SET @round = 1; WHILE @round <= 40 BEGIN PRINT N'" + line
                        + "'; SET @round = @round + 1; END PRINT N'the last words';");
        assertThat(run.succeeded()).as(run.toString()).isTrue();
        assertThat(run.log()).contains("the last words").hasSizeGreaterThan(8000);
        assertThat(scene.one
                        .ask("SELECT MAX(DATALENGTH(h.message)) FROM msdb.dbo.sysjobhistory h WHERE h.job_id = N'"
                                + idOf(scene, run.name()) + "'")
                        .number())
                .isLessThanOrEqualTo(8000);
    }

    @Promise(source = "Transact-SQL job steps: a step ends at its first error", needs = Need.AGENT)
    void aStepFailsByTheFirstErrorAndSaysAllOfItsChain(Scene scene) {
        JobRun run = scene.job(
                scene.first,
                "RESTORE VERIFYONLY FROM DISK = N'" + scene.inFolder(scene.name())
                        + "' WITH FILE = 1, CHECKSUM, STOP_ON_ERROR, STATS = 5;");
        assertThat(run.outcome()).isZero();
        assertThat(run.numbersInLog()).containsExactly(3201, 3013);
        assertThat(run.numbersInHistory()).containsExactly(3201, 3013);
    }

    @Promise(source = "sysjobhistory (Transact-SQL), step_id 0 and run_status", needs = Need.AGENT)
    void historyHasARowForTheStepAndOneForTheWhole(Scene scene) {
        JobRun run = scene.job(scene.first, "PRINT N'done';");
        List<Map<String, Object>> rows = scene.one
                .ask("SELECT h.step_id, h.run_status FROM msdb.dbo.sysjobhistory h WHERE h.job_id = N'"
                        + idOf(scene, run.name()) + "' ORDER BY h.instance_id")
                .rows();
        assertThat(rows).extracting(row -> row.get("step_id")).containsExactly(1, 0);
        assertThat(rows).extracting(row -> row.get("run_status")).containsExactly(1, 1);
    }

    @Promise(source = "sysjobactivity and syssessions (Transact-SQL)", needs = Need.AGENT)
    void activityOfTheAgentsNewestSessionTellsThatAJobRuns(Scene scene) {
        String job = scene.makeJob(scene.first, "WAITFOR DELAY '00:01:00';");
        String id = idOf(scene, job);
        String ask = "SELECT a.run_requested_date, a.start_execution_date, a.stop_execution_date FROM"
                + " msdb.dbo.sysjobactivity a WHERE a.job_id = N'" + id
                + "' AND a.session_id = (SELECT MAX(s.session_id) FROM msdb.dbo.syssessions s)";
        assertThat(scene.one.ask(ask + " AND a.run_requested_date IS NOT NULL").rows())
                .isEmpty();
        scene.one.ask("EXEC msdb.dbo.sp_start_job @job_name = N'" + job + "'");
        assertThat(scene.one.ask(ask).onlyRow().get("run_requested_date")).isNotNull();
        Scene.await(() -> scene.one.ask(ask).onlyRow().get("start_execution_date") != null, "the job to start");
        assertThat(scene.one.ask(ask).onlyRow().get("stop_execution_date")).isNull();
        assertThat(scene.one
                        .ask("SELECT COUNT(*) FROM msdb.dbo.sysjobhistory WHERE job_id = N'" + id + "'")
                        .number())
                .as("history comes when a step ends")
                .isZero();
        Scene.await(
                () -> scene.one
                                .ask(
                                        "SELECT COUNT(*) FROM sys.dm_exec_sessions WHERE program_name = ?",
                                        Product.programName(id))
                                .number()
                        == 1,
                "the session of the step under its own name");
        scene.refused(scene.one, "EXEC msdb.dbo.sp_start_job @job_name = N'" + job + "'", error(22022, 16));
        scene.one.ask("EXEC msdb.dbo.sp_stop_job @job_name = N'" + job + "'");
        assertThat(scene.ended(scene.first, job).outcome()).isEqualTo(3);
    }

    @Promise(source = "sp_start_job (Transact-SQL); experience: a job that has ended may run again", needs = Need.AGENT)
    void aJobThatHasEndedIsStartedAgain(Scene scene) {
        JobRun run = scene.job(scene.first, "PRINT N'done';");
        String id = idOf(scene, run.name());
        scene.one.ask("EXEC msdb.dbo.sp_start_job @job_id = N'" + id + "'");
        Scene.await(
                () -> scene.one
                                .ask("SELECT COUNT(*) FROM msdb.dbo.sysjobhistory WHERE step_id = 0 AND job_id = N'"
                                        + id + "'")
                                .number()
                        == 2,
                "the second run");
    }

    @Promise(source = "Database Engine events and errors, 14234, 14261, 14262", needs = Need.AGENT)
    void namesOfJobsAreGivenOnce(Scene scene) {
        String job = scene.makeJob(scene.first, "PRINT N'done';");
        scene.refused(
                scene.one,
                "EXEC msdb.dbo.sp_add_job @job_name = N'" + job + "', @enabled = 0, @delete_level = 0,"
                        + " @owner_login_name = N'"
                        + scene.one.ask("SELECT SUSER_SNAME(0x01)").text()
                        + "', @category_name = N'[Uncategorized (Local)]', @description = N'twice'",
                error(14261, 16));
        scene.refused(scene.one, "EXEC msdb.dbo.sp_delete_job @job_name = N'" + scene.name() + "'", error(14262, 16));
        scene.refused(
                scene.one,
                "EXEC msdb.dbo.sp_add_job @job_name = N'" + scene.name() + "', @owner_login_name = N'" + scene.name()
                        + "'",
                error(14234, 16));
        scene.refused(scene.one, "EXEC msdb.dbo.sp_start_job @job_name = N'" + scene.name() + "'", error(14262, 16));
    }

    @Promise(source = "sp_add_jobserver (Transact-SQL); Database Engine events and errors, 14256", needs = Need.AGENT)
    void aJobWithoutAServerCannotStart(Scene scene) {
        String job = scene.name();
        scene.atEnd(() -> scene.one.run("EXEC msdb.dbo.sp_delete_job @job_name = N'" + job + "'"));
        scene.one.ask("EXEC msdb.dbo.sp_add_job @job_name = N'" + job + "', @enabled = 0, @delete_level = 0,"
                + " @owner_login_name = N'"
                + scene.one.ask("SELECT SUSER_SNAME(0x01)").text()
                + "', @category_name = N'[Uncategorized (Local)]', @description = N'no server'");
        scene.refused(scene.one, "EXEC msdb.dbo.sp_start_job @job_name = N'" + job + "'", error(14256, 16));
    }

    @Promise(source = "sp_add_job (Transact-SQL); BEGIN TRANSACTION (Transact-SQL)", needs = Need.AGENT)
    void aJobWhoseTransactionIsRolledBackWasNeverThere(Scene scene) {
        String job = scene.name();
        String category = scene.name();
        String make = Jobs.make(job, category, "TSQL", "PRINT N'done';");
        scene.one.ask(make.replace("COMMIT TRANSACTION", "ROLLBACK TRANSACTION"));
        assertThat(scene.one
                        .ask("SELECT name FROM msdb.dbo.sysjobs WHERE name = N'" + job + "'")
                        .rows())
                .isEmpty();
        assertThat(scene.one
                        .ask("SELECT name FROM msdb.dbo.syscategories WHERE category_class = 1 AND name = N'" + category
                                + "'")
                        .rows())
                .isEmpty();
    }

    @Promise(source = "sp_update_job, sp_delete_job, sp_delete_category (Transact-SQL)", needs = Need.AGENT)
    void aJobIsSwitchedGivenAwayAndDeleted(Scene scene) {
        String job = scene.makeJob(scene.first, "PRINT N'done';");
        String id = idOf(scene, job);
        String sa = scene.one.ask("SELECT SUSER_SNAME(0x01)").text();
        scene.one.ask("EXEC msdb.dbo.sp_update_job @job_id = N'" + id + "', @enabled = 0");
        assertThat(scene.one
                        .ask("SELECT enabled FROM msdb.dbo.sysjobs WHERE job_id = N'" + id + "'")
                        .number())
                .isZero();
        assertThat(scene.one
                        .ask("DECLARE @failed int; SET @failed = -9; EXEC @failed = msdb.dbo.sp_update_job @job_id = N'"
                                + id + "', @owner_login_name = N'" + sa + "'; SELECT @failed AS failed")
                        .number())
                .isZero();
        assertThat(scene.one
                        .ask("SELECT SUSER_SNAME(j.owner_sid) FROM msdb.dbo.sysjobs j WHERE j.job_id = N'" + id + "'")
                        .text())
                .isEqualTo(sa);
        scene.one.ask("EXEC msdb.dbo.sp_delete_job @job_name = N'" + job + "'");
        assertThat(scene.one
                        .ask("SELECT name FROM msdb.dbo.sysjobs WHERE name = N'" + job + "'")
                        .rows())
                .isEmpty();
        assertThat(scene.one
                        .ask("SELECT step_id FROM msdb.dbo.sysjobsteps WHERE job_id = N'" + id + "'")
                        .rows())
                .isEmpty();
    }

    @Promise(source = "sp_delete_category (Transact-SQL)", needs = Need.AGENT)
    void aCategoryIsMadeAndDeleted(Scene scene) {
        String category = scene.name();
        assertThat(scene.one
                        .ask(
                                "DECLARE @failed int; SET @failed = -9; EXEC @failed = msdb.dbo.sp_add_category @class = N'JOB',"
                                        + " @type = N'LOCAL', @name = N'" + category + "'; SELECT @failed AS failed")
                        .number())
                .isZero();
        scene.refused(
                scene.one,
                "EXEC msdb.dbo.sp_add_category @class = N'JOB', @type = N'LOCAL', @name = N'" + category + "'",
                error(14261, 16));
        scene.one.ask("EXEC msdb.dbo.sp_delete_category @class = N'JOB', @name = N'" + category + "'");
        assertThat(scene.one
                        .ask("SELECT name FROM msdb.dbo.syscategories WHERE name = N'" + category + "'")
                        .rows())
                .isEmpty();
    }

    @Promise(source = "sp_add_schedule and sp_attach_schedule (Transact-SQL)", needs = Need.AGENT)
    void aScheduleIsMadeAndAttached(Scene scene) {
        String job = scene.makeJob(scene.first, "PRINT N'done';");
        String id = idOf(scene, job);
        scene.one.ask("EXEC msdb.dbo.sp_update_job @job_id = N'" + id + "', @enabled = 0");
        assertThat(scene.one.ask("""
                DECLARE @job uniqueidentifier, @failed int, @schedule int, @owner nvarchar(128);
                SELECT @job = N'%s', @owner = SUSER_SNAME(0x01), @failed = -9;
                EXEC @failed = msdb.dbo.sp_add_schedule @schedule_name = N'%s', @enabled = 1, @freq_type = 4, @freq_interval = 1,
                    @freq_subday_type = 4, @freq_subday_interval = 15, @freq_recurrence_factor = 0,
                    @active_start_date = 20000101, @active_end_date = 99991231, @active_start_time = 0,
                    @active_end_time = 235959, @owner_login_name = @owner, @schedule_id = @schedule OUTPUT;
                IF @failed = 0
                    EXEC @failed = msdb.dbo.sp_attach_schedule @job_id = @job, @schedule_id = @schedule;
                SELECT @failed AS failed;""".formatted(id, scene.name())).number()).isZero();
        assertThat(scene.one
                        .ask("SELECT COUNT(*) FROM msdb.dbo.sysjobschedules WHERE job_id = N'" + id + "'")
                        .number())
                .isOne();
    }

    @Promise(
            source = "Create a CmdExec job step; sp_add_jobstep (Transact-SQL), subsystem",
            needs = {Need.AGENT, Need.COMMAND_LINE})
    void aCommandLineCopiesAndDeletesAFile(Scene scene) {
        String file = scene.backUp(scene.first, scene.database(scene.first));
        assertThat(scene.finish(scene.first, copying(scene, file)).succeeded()).isTrue();
        assertThat(scene.finish(scene.first, copying(scene, scene.inFolder(scene.name())))
                        .outcome())
                .as("its exit code is the outcome of the step")
                .isZero();
    }

    private static String copying(Scene scene, String file) {
        String copy = scene.inAgentFolder(scene.name() + ".bak");
        return scene.makeJob(
                scene.first,
                "CmdExec",
                "cmd.exe /d /c copy /y \"" + file + "\" \"" + copy + "\" && del \"" + copy + "\" && if exist \"" + copy
                        + "\" exit 1");
    }
}
