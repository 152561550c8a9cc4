package org.failback.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.failback.estate.Settings;
import org.failback.estate.SqlInstance;
import org.failback.estate.Storage;
import org.failback.lab.server.SqlEstate;
import org.failback.step.Command;
import org.failback.step.Deadline;
import org.failback.step.RemoteFailure;
import org.failback.step.Sort;
import org.failback.step.Step;
import org.failback.step.Verdict;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command of the plan where it has no business: on every other server, as where configuration swapped names or
 * addresses; and from a node that slept, right after its step, under another run's mark, while the pool is live, and after
 * the end. The servers refuse it or say that it was done, and nothing anywhere is other than before.
 */
class CompareAndSetTest {
    /** Nothing runs by a schedule while this test compares. */
    private static final Storage.Schedule HALF_DAYS =
            new Storage.Schedule(Duration.ofHours(12), Duration.ofHours(12), Duration.ofHours(12));

    private static final String LIVE = "INSERT INTO mgc.dbo.tblChat (chatId, channelId, userId, content, chatDate)"
            + " SELECT MAX(chatId) + 1, MIN(channelId), MIN(userId), N'live', MAX(chatDate) + 10000000 FROM mgc.dbo.tblChat";
    /** The alert jobs of log shipping run every other minute whatever anybody does. */
    private static final String NO_ALERT = "j.name NOT LIKE N'LSAlert%'";

    private static final List<String> WHAT_THERE_IS = List.of(
            "SELECT name, state_desc, user_access_desc, recovery_model_desc, CONVERT(nvarchar(200), owner_sid, 1),"
                    + " is_broker_enabled, is_trustworthy_on, is_db_chaining_on FROM sys.databases ORDER BY name",
            "SELECT d.name, CONVERT(nvarchar(40), r.last_log_backup_lsn), CONVERT(nvarchar(40), r.recovery_fork_guid)"
                    + " FROM sys.databases d JOIN sys.database_recovery_status r ON r.database_id = d.database_id ORDER BY d.name",
            "SELECT mirroring_role_desc, mirroring_state_desc FROM sys.database_mirroring WHERE mirroring_guid IS NOT NULL",
            "SELECT CONVERT(nvarchar(40), backup_set_uuid) FROM msdb.dbo.backupset ORDER BY backup_set_id",
            "SELECT restore_history_id, destination_database_name FROM msdb.dbo.restorehistory ORDER BY restore_history_id",
            "SELECT CONVERT(nvarchar(40), job_id), name, enabled, description, date_modified FROM msdb.dbo.sysjobs ORDER BY name",
            "SELECT name FROM msdb.dbo.syscategories ORDER BY name",
            "SELECT j.name, s.step_id, s.command FROM msdb.dbo.sysjobsteps s JOIN msdb.dbo.sysjobs j ON j.job_id = s.job_id"
                    + " ORDER BY j.name, s.step_id",
            "SELECT j.name, s.last_run_date, s.last_run_time FROM msdb.dbo.sysjobservers s"
                    + " JOIN msdb.dbo.sysjobs j ON j.job_id = s.job_id WHERE " + NO_ALERT + " ORDER BY j.name",
            "SELECT j.name, a.run_requested_date FROM msdb.dbo.sysjobactivity a JOIN msdb.dbo.sysjobs j ON j.job_id = a.job_id"
                    + " WHERE " + NO_ALERT + " ORDER BY j.name, a.run_requested_date",
            "SELECT name, freq_subday_interval FROM msdb.dbo.sysschedules ORDER BY name",
            "SELECT backup_share, last_backup_file FROM msdb.dbo.log_shipping_primary_databases",
            "SELECT secondary_server, secondary_database FROM msdb.dbo.log_shipping_primary_secondaries",
            "SELECT backup_source_directory, last_copied_file FROM msdb.dbo.log_shipping_secondary",
            "SELECT secondary_database, last_restored_file FROM msdb.dbo.log_shipping_secondary_databases",
            "SELECT s.session_id, s.host_name FROM sys.dm_exec_sessions s WHERE s.is_user_process = 1"
                    + " AND s.program_name = N'Persistent Chat' ORDER BY s.session_id");

    private static final String GUARD = "(error 50000)";

    /** In every text of a step that found its work done. */
    private static final String WAS_DONE = "nothing was done";

    private SqlLab lab;
    private final Map<Command.Tsql, Step> sent = new LinkedHashMap<>();

    static Stream<Settings> bothFences() {
        return Stream.of(Settings.defaults(), SqlLab.unfenced());
    }

    @ParameterizedTest
    @MethodSource("bothFences")
    void whatComesToAnotherServerOrLateChangesNothing(Settings settings) throws Exception {
        try (SqlLab opened = new SqlLab(
                SqlEstate.afterFailover(64, 0, Clock.systemUTC()),
                settings,
                HALF_DAYS,
                Storage.LogShipping.standard())) {
            lab = opened;
            SqlServerSteps s = lab.steps;
            for (Step step : s.all()) {
                if (step.name().equals("removeMirroringFromPrimary")) {
                    lab.approveRestore();
                }
                if (step.name().equals("initializeSecondary")) {
                    lab.approveOverwrite();
                }
                if (step.name().equals("awaitSessions")) {
                    break;
                }
                takeAndSendAgain(step);
            }
            everythingElsewhere();

            List<SqlInstance> marked = List.of(lab.estate.primaryInstance(), lab.estate.backupInstance());
            marked.forEach(instance -> mark(instance, "PCF-OTHER"));
            everythingAgain("under another run's mark");
            marked.forEach(instance -> mark(instance, SqlLab.RUN));

            lab.goLive();
            SqlInstance p = lab.estate.primaryInstance();
            lab.model.instance(p.serverName()).connect("CHAT1", "Persistent Chat", "mgc");
            remember(s.liftFence());
            // Nobody has written yet: only the servers' connections tell.
            everythingAgain("while the pool is live");
            lab.byHand(p, LIVE);

            takeAndSendAgain(s.removeJobsFromPrimary());
            takeAndSendAgain(s.removeJobsFromBackup());
            // A mark that comes after the end looks like that of a run which begins; the next run is told whose it is.
            sent.values().removeIf(step -> step.name().startsWith("mark"));
            everythingAgain("after the end");
        }
    }

    private void takeAndSendAgain(Step step) {
        Verdict verdict = step.name().equals("proveQuiescence")
                ? quiet(step)
                : lab.take(step).verdict();
        assertThat(verdict).as(step.name()).isEqualTo(Verdict.DONE);
        again("right after " + step.name(), remember(step));
    }

    private Verdict quiet(Step step) {
        lab.start(step);
        lab.later(Duration.ofMinutes(5));
        return lab.take(step).verdict();
    }

    /** What this step sent, or would have: each with the facts of this run. */
    private List<Command.Tsql> remember(Step step) {
        List<Command.Tsql> commands = step.commands(lab.run().facts(step.name())).stream()
                .map(Command.Tsql.class::cast)
                .toList();
        commands.forEach(command -> sent.put(command, step));
        return commands;
    }

    private void everythingAgain(String when) {
        again(when, List.copyOf(sent.keySet()));
    }

    private void again(String when, List<Command.Tsql> commands) {
        changesNothing(
                when,
                trouble -> commands.forEach(batch -> {
                    String what = sent.get(batch).name() + " on " + batch.host();
                    RemoteFailure refusal = refusal(batch);
                    if (refusal != null && !refusal.getMessage().contains(GUARD)) {
                        trouble.add(what + " failed with " + refusal.getMessage());
                    }
                    // A job that was made earlier and is started late.
                    StepTexts.of(batch).forEach(text -> {
                        String said = answer(batch.instance(), text);
                        if (!refused(said) && !readsOnly(batch)) {
                            trouble.add("a job step of " + what + " said: " + said);
                        }
                    });
                }));
    }

    /** Swapped names, or an address that leads to another instance. */
    private void everythingElsewhere() {
        changesNothing("on other servers", trouble -> {
            for (Command.Tsql meant : sent.keySet()) {
                for (SqlInstance wrong : instances()) {
                    if (!wrong.equals(meant.instance())) {
                        elsewhere(meant, wrong, trouble);
                    }
                }
            }
        });
    }

    private void elsewhere(Command.Tsql meant, SqlInstance wrong, Set<String> trouble) {
        String what = sent.get(meant).name() + ", meant for " + meant.host() + ", on " + wrong.serverName();
        RemoteFailure refusal = refusal(new Command.Tsql(wrong, meant.effect(), meant.text(), meant.jobStep()));
        if (refusal == null
                || refusal.sort() != Sort.ASKS
                || !refusal.getMessage().contains(GUARD)) {
            trouble.add(what + ": " + refusal);
        }
        StepTexts.of(meant).stream()
                .map(text -> answer(wrong, text))
                .filter(said -> !refused(said))
                .forEach(said -> trouble.add("a job step of " + what + " said: " + said));
    }

    private void changesNothing(String when, Consumer<Set<String>> what) {
        Set<String> before = whole();
        Set<String> trouble = new LinkedHashSet<>();
        what.accept(trouble);
        Set<String> after = whole();
        Set<String> gone = new LinkedHashSet<>(before);
        gone.removeAll(after);
        after.removeAll(before);
        assertThat(trouble).as(when).isEmpty();
        assertThat(after).as("new " + when + ", gone " + gone).isEmpty();
        assertThat(gone).as("gone " + when).isEmpty();
    }

    /** How the server refused the batch; null where it took it. */
    private RemoteFailure refusal(Command.Tsql batch) {
        try {
            new SqlServerTransport(lab.servers)
                    .send(SqlLab.RUN, batch, Deadline.in(Duration.ofSeconds(20), Clock.systemUTC()));
            return null;
        } catch (RemoteFailure refusal) {
            return refusal;
        }
    }

    private String answer(SqlInstance instance, String text) {
        try {
            return lab.byHand(instance, text);
        } catch (IllegalStateException refusal) {
            return refusal.getMessage();
        }
    }

    private static boolean refused(String said) {
        return said.contains("50000 ") || said.contains(WAS_DONE);
    }

    /** Verifications and integrity checks change nothing however often they run. */
    private boolean readsOnly(Command.Tsql batch) {
        return sent.get(batch).name().startsWith("verify")
                || sent.get(batch).name().startsWith("check");
    }

    private void mark(SqlInstance instance, String run) {
        lab.byHand(
                instance,
                "EXEC msdb.dbo.sp_update_job @job_name = N'Failback of chatpool.lab.example', @description = N'"
                        + "This instance is held by failback run " + run + ".'");
    }

    private Set<String> whole() {
        Set<String> whole = new LinkedHashSet<>();
        for (SqlInstance instance : instances()) {
            List<String> queries = new ArrayList<>(WHAT_THERE_IS);
            if (lab.state(instance).equals("ONLINE")) {
                queries.add("SELECT COUNT(*), MAX(chatDate) FROM mgc.dbo.tblChat");
            }
            if (instance.equals(lab.estate.primaryInstance())) {
                for (String folder : List.of(SqlLab.SHARE, SqlLab.LOGS, "D:\\Backup")) {
                    queries.add("EXEC master.dbo.xp_dirtree " + Tsql.literal(folder) + ", 1, 1");
                }
            }
            lab.rows(instance, queries).forEach(row -> whole.add(instance.serverName() + " " + row));
        }
        return whole;
    }

    private List<SqlInstance> instances() {
        return Stream.of(lab.estate.primary(), lab.estate.backup())
                .flatMap(dataCenter ->
                        Stream.of(dataCenter.instance(), dataCenter.mirror().orElseThrow()))
                .toList();
    }
}
