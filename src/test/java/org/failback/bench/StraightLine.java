package org.failback.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.failback.estate.ChatServer;
import org.failback.estate.Configuration;
import org.failback.estate.Estate;
import org.failback.estate.Secrets;
import org.failback.estate.SqlInstance;
import org.failback.lab.LabAddress;
import org.failback.lab.LabPorts;
import org.failback.lync.LyncSteps;
import org.failback.lync.ManagementShell;
import org.failback.lync.winrm.Timeouts;
import org.failback.lync.winrm.WinRm;
import org.failback.process.Procedure;
import org.failback.process.Rooms;
import org.failback.sqlserver.MssqlServers;
import org.failback.sqlserver.SqlServerSteps;
import org.failback.step.Command;
import org.failback.step.Deadline;
import org.failback.step.Entry;
import org.failback.step.MemoryJournal;
import org.failback.step.Run;
import org.failback.step.Step;
import org.failback.step.Verdict;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * The failback as a careful colleague would script it: the plan's commands one after the other on the same drivers, with
 * no engine, no gate, no journal on disk, no readiness and no proof. {@code speed.md} says what it leaves out.
 */
public final class StraightLine {
    static final String BEGUN = "STRAIGHT LINE begun";
    static final String ENDED = "STRAIGHT LINE ended";
    /** In the last line, before the milliseconds that it waited for Agent jobs. */
    static final String WAITED = "waited for jobs (ms): ";

    private static final Duration FIRST_WAIT = Duration.ofMillis(40);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[a-z][a-z-]*}");
    private static final Pattern OUR_JOB = Pattern.compile("SET @job = N'([^']+)'");
    /** Set-up names log shipping's jobs after the database and the primary; a script knows them. */
    private static final Map<String, String> LOG_SHIPPING_JOBS =
            Map.of("backUpLog", "LSBackup[_]mgc", "copyLog", "LSCopy[_]%", "restoreLog", "LSRestore[_]%");

    private final String run = "SCRIPT-" + ProcessHandle.current().pid();
    private final Clock clock = Clock.systemUTC();
    private final MemoryJournal notes = new MemoryJournal(clock);
    private final ObjectMapper json = new ObjectMapper();
    private final SqlInstance backup;
    private final ScriptedServers servers;
    private final ManagementShell shell;
    private long waitedForJobs;

    private StraightLine(SqlInstance backup, ScriptedServers servers, ManagementShell shell) {
        this.backup = backup;
        this.servers = servers;
        this.shell = shell;
    }

    /** @param arguments first of the lab's ports, and the file with its certificate */
    public static void main(String[] arguments) throws IOException, SQLException {
        LabAddress lab = new LabAddress(LabPorts.from(Integer.parseInt(arguments[0])), Path.of(arguments[1]));
        Configuration configuration = configuration(lab);
        Estate estate = configuration.requiredEstate();
        ExecutorService looks = Executors.newCachedThreadPool();
        Secrets secrets = new Secrets();
        try (WinRm winRm = new WinRm(secrets::password, Timeouts.standard());
                MssqlServers mssql = new MssqlServers(secrets);
                ScriptedServers servers = new ScriptedServers();
                Rooms rooms = Rooms.open(estate, configuration.settings(), Clock.systemUTC(), new ObjectMapper())) {
            StraightLine line =
                    new StraightLine(estate.backupInstance(), servers, new ManagementShell(winRm, new ObjectMapper()));
            Map<String, Step> steps = line.steps(configuration, mssql, looks);
            List<Step> way = rooms.procedure().parts().stream()
                    .filter(part -> part.when() == Procedure.When.ALWAYS)
                    .map(Procedure.Part::step)
                    .map(step -> steps.getOrDefault(step.name(), step))
                    .toList();
            System.out.println(BEGUN);
            line.walk(way, estate.targetActiveServers());
            System.out.println(ENDED + ", " + WAITED + line.waitedForJobs);
        } finally {
            looks.shutdownNow();
        }
    }

    /** The application's own answer to what is configured, without the application. */
    static Configuration configuration(LabAddress lab) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("lab", lab.estate()));
        return Configuration.from(environment);
    }

    /** Steps that share this program's own connections to the chat servers. */
    private Map<String, Step> steps(Configuration configuration, MssqlServers mssql, ExecutorService looks) {
        Estate estate = configuration.requiredEstate();
        SqlServerSteps sqlServer = new SqlServerSteps(estate, configuration.settings(), mssql, clock);
        LyncSteps lync = new LyncSteps(
                estate, configuration.settings(), shell, looks, clock, json, sqlServer.onlyPrimaryServes());
        return Stream.concat(sqlServer.all().stream(), lync.all().stream())
                .collect(Collectors.toMap(Step::name, Function.identity()));
    }

    private void walk(List<Step> way, List<ChatServer> active) throws IOException, SQLException {
        String servers = active.stream().map(ChatServer::fqdn).collect(Collectors.joining(", "));
        note(Entry.Kind.DECISION, "activeServers", Map.of(Run.CHOICE, Run.APPROVE, Run.ACTIVE_SERVERS, servers));
        for (Step step : way) {
            if (!step.commands(read().facts(step.name())).isEmpty()) {
                send(step);
            } else if (step.longRunning()) {
                await(step);
            }
        }
    }

    private void send(Step step) throws IOException, SQLException {
        if (step.name().equals("fenceMgc")) {
            noteNewestMessage();
        }
        if (step.onlyIfNeeded() && !step.look(read()).is(Verdict.NEEDED)) {
            return;
        }
        for (Command command : commands(step)) {
            note(Entry.Kind.INTENT, step.name(), Map.of());
            if (command instanceof Command.Tsql batch) {
                servers.run(batch.instance(), batch.text());
                if (step.longRunning()) {
                    awaitJob(batch.instance(), jobOf(step, batch));
                }
            } else {
                String answer =
                        shell.send(run, command, Deadline.in(PATIENCE, clock)).text();
                String at = json.readTree(answer).path("at").asText();
                // From when on replication has to have been: the one thing that a later wait has to know.
                note(Entry.Kind.FOUND, step.name(), Map.of("changed at", at));
            }
        }
    }

    /** Both commands that overwrite a copy of mgc refuse where it holds a newer message; the product has it from its looks. */
    private void noteNewestMessage() throws SQLException {
        String newest =
                servers.ask(backup, "SELECT MAX(chatDate) FROM mgc.dbo.tblChat").get(0);
        note(Entry.Kind.FACT, "fenceMgc", Map.of("newest-message", newest));
    }

    /** Reads from the servers only what a command still leaves open. */
    private List<Command> commands(Step step) {
        List<Command> commands = step.commands(read().facts(step.name()));
        if (commands.stream()
                .noneMatch(command -> PLACEHOLDER.matcher(command.text()).find())) {
            return commands;
        }
        note(Entry.Kind.FACT, step.name(), step.facts(read()));
        return step.commands(read().facts(step.name()));
    }

    private static String jobOf(Step step, Command.Tsql batch) {
        Matcher ours = OUR_JOB.matcher(batch.text());
        return ours.find() ? ours.group(1) : LOG_SHIPPING_JOBS.get(step.name());
    }

    private void awaitJob(SqlInstance instance, String job) throws SQLException {
        long begun = System.nanoTime();
        String outcome = "SELECT s.last_run_outcome FROM msdb.dbo.sysjobs j"
                + " JOIN msdb.dbo.sysjobservers s ON s.job_id = j.job_id"
                + " WHERE j.name LIKE N'" + job + "' AND s.last_run_date > 0";
        Pause pause = new Pause();
        List<String> ended = servers.ask(instance, outcome);
        while (ended.isEmpty()) {
            pause.make(job);
            ended = servers.ask(instance, outcome);
        }
        if (!ended.equals(List.of("1"))) {
            throw new IllegalStateException("The job " + job + " on " + instance + " failed: "
                    + servers.ask(
                            instance,
                            "SELECT h.message FROM msdb.dbo.sysjobs j"
                                    + " JOIN msdb.dbo.sysjobhistory h ON h.job_id = j.job_id WHERE j.name LIKE N'" + job
                                    + "'"));
        }
        waitedForJobs += Duration.ofNanos(System.nanoTime() - begun).toMillis();
    }

    /** Replication, quiet chat, processed compliance events and the servers' sessions are waited for by any way. */
    private void await(Step step) {
        Pause pause = new Pause();
        Verdict verdict = look(step);
        while (verdict == Verdict.RUNNING) {
            pause.make(step.title());
            verdict = look(step);
        }
        if (verdict != Verdict.DONE) {
            throw new IllegalStateException(step.title() + ": " + step.look(read()));
        }
    }

    private Verdict look(Step step) {
        var finding = step.look(read());
        note(Entry.Kind.FOUND, step.name(), finding.evidence());
        return finding.verdict();
    }

    private Run read() {
        return Run.read(run, notes);
    }

    private void note(Entry.Kind kind, String step, Map<String, String> data) {
        notes.append(run, kind, step, "", "script", "", data);
    }

    /** Short at first and then longer, as the product's watcher looks. */
    private static final class Pause {
        private final long end = System.nanoTime() + PATIENCE.toNanos();
        private Duration next = FIRST_WAIT;

        void make(String what) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(what + " did not end within " + PATIENCE.toMinutes() + " min.");
            }
            LockSupport.parkNanos(next.toNanos());
            next = next.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : next.multipliedBy(2);
        }
    }
}
