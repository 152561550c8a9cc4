package org.failback.sqlserver;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.failback.estate.ChatServer;
import org.failback.estate.Compliance;
import org.failback.estate.Credential;
import org.failback.estate.DataCenter;
import org.failback.estate.Endpoint;
import org.failback.estate.Estate;
import org.failback.estate.Pool;
import org.failback.estate.Secrets;
import org.failback.estate.Settings;
import org.failback.estate.SqlInstance;
import org.failback.estate.Storage;
import org.failback.lab.server.LabInstance;
import org.failback.lab.server.SqlEstate;
import org.failback.lab.tds.TdsListener;
import org.failback.lab.tds.TdsSettings;
import org.failback.lab.tls.LabAuthority;
import org.failback.step.Approvals;
import org.failback.step.Command;
import org.failback.step.Deadline;
import org.failback.step.Entry;
import org.failback.step.Facts;
import org.failback.step.Finding;
import org.failback.step.Gate;
import org.failback.step.MemoryJournal;
import org.failback.step.Plan;
import org.failback.step.Run;
import org.failback.step.Step;
import org.failback.step.StepFailed;
import org.failback.step.StepLoop;
import org.failback.step.Verdict;

/** The lab's four instances over TLS on loopback, and one run against them with every gate approved. */
final class SqlLab implements AutoCloseable {
    static final String RUN = "PCF-2026-01";
    static final String TRY_AGAIN = "tryAgain";
    static final String PASSWORD = "Practice-range-1";
    /** Making keys takes longer than most of these tests, so all share them. */
    private static final LabAuthority AUTHORITY = new LabAuthority(Clock.systemUTC());

    private static final TdsSettings TLS = TdsSettings.offering(AUTHORITY.serverContext(
                    List.of(
                            "sqlp01.dc1.lab.example",
                            "sqlp02.dc1.lab.example",
                            "sqlb01.dc2.lab.example",
                            "sqlb02.dc2.lab.example"),
                    List.of(InetAddress.getLoopbackAddress())))
            .forcingEncryption();
    private static final Duration BUDGET = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    static final String SHARE = "\\\\files01.dc1.lab.example\\chatbackup";
    /** The folder that the run makes for its log backups. */
    static final String LOGS = SHARE + "\\logshipping\\" + RUN;

    private static final Storage.Schedule QUARTERS =
            new Storage.Schedule(Duration.ofMinutes(15), Duration.ofMinutes(15), Duration.ofMinutes(15));

    final SqlEstate model;
    private volatile Instant now = Instant.now();
    final MemoryJournal journal;
    final SqlServerSteps steps;
    final Estate estate;
    final Settings settings;
    final MssqlServers servers = new MssqlServers(new Secrets());
    private final Path folder;
    private final Map<String, TdsListener> listeners = new LinkedHashMap<>();
    private final StepLoop loop;

    SqlLab() throws IOException {
        this(SqlEstate.afterFailover(64, 0, Clock.systemUTC()), Settings.defaults());
    }

    SqlLab(SqlEstate model, Settings settings) throws IOException {
        this(model, settings, QUARTERS, Storage.LogShipping.standard());
    }

    SqlLab(SqlEstate model, Settings settings, Storage.Schedule schedule, Storage.LogShipping times)
            throws IOException {
        this.model = model;
        folder = Files.createTempDirectory("failback-lab");
        AUTHORITY.writePem(folder.resolve("ca.pem"));
        Files.writeString(folder.resolve("password"), PASSWORD);
        for (LabInstance instance : model.instances()) {
            listeners.put(instance.serverName(), new TdsListener(InetAddress.getLoopbackAddress(), 0, instance, TLS));
        }
        this.settings = settings;
        estate = estate(schedule, times);
        Clock clock = clock();
        journal = new MemoryJournal(clock);
        steps = new SqlServerSteps(estate, this.settings, servers, clock);
        loop = new StepLoop(
                journal,
                new Approvals(),
                List.of(new SqlServerTransport(servers)),
                clock,
                wait -> LockSupport.parkNanos(wait.toNanos()));
        approve(Gate.OUTAGE_AND_PLAN, Facts.none());
    }

    /** Settings with {@code fence: none}, otherwise as they are by default. */
    static Settings unfenced() {
        Settings s = Settings.defaults();
        return new Settings(
                s.deadlines(),
                s.jobLock(),
                s.watcher(),
                s.quiescenceInterval(),
                s.complianceWait(),
                s.replicationWait(),
                s.reportSlowAfter(),
                Settings.Fence.NONE,
                s.goLiveOrder(),
                s.agentProbe(),
                s.owner(),
                s.gates(),
                s.shareFreeSpace());
    }

    private Estate estate(Storage.Schedule schedule, Storage.LogShipping times) {
        SqlInstance p = instance("SQLP01\\LYNC");
        SqlInstance pm = instance("SQLP02\\LYNC");
        SqlInstance b = instance("SQLB01\\LYNC");
        SqlInstance bm = instance("SQLB02\\LYNC");
        Endpoint nowhere = new Endpoint(
                "localhost", 5986, Optional.empty(), Endpoint.Authentication.NTLM, new Credential("LAB\\x", "env:X"));
        return new Estate(
                new Pool("chatpool.lab.example", Pool.Product.LYNC_2013),
                new DataCenter("DC1", p, Optional.of(pm), Optional.empty()),
                new DataCenter("DC2", b, Optional.of(bm), Optional.empty()),
                Optional.of(new Compliance(p, b, Optional.of(bm))),
                new Storage(SHARE, "D:\\Backup", "D:\\LogShipping\\mgc", SHARE + "\\logshipping", schedule, times),
                nowhere,
                List.of(new ChatServer("chat1.dc1.lab.example", "DC1", false, true, nowhere)),
                true);
    }

    private SqlInstance instance(String name) {
        String file = "file:" + folder.resolve("password");
        return new SqlInstance(
                model.instance(name).fqdn(),
                Optional.of("LYNC"),
                listeners.get(name).port(),
                Optional.of("127.0.0.1"),
                Optional.of(folder.resolve("ca.pem").toString()),
                new Credential("failback_reader", file),
                new Credential("failback", file));
    }

    /** Time stands still for the run until a test moves it. */
    private Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
    }

    void later(Duration duration) {
        now = now.plus(duration);
    }

    Run run() {
        return Run.read(RUN, journal);
    }

    /** Managers approve what the gate shows now. */
    void approve(Gate gate, Facts facts) {
        Map<String, String> data = new LinkedHashMap<>();
        data.put(Run.CHOICE, Run.APPROVE);
        steps.all().forEach(step -> data.put(Approvals.HASH_OF + step.name(), Plan.hashOf(step, facts)));
        journal.append(RUN, Entry.Kind.DECISION, gate.name(), "", "manager", "Approved", data);
    }

    void approveRestore() {
        showAndApprove(Gate.RESTORE);
    }

    /** A gate further on: facts are read and journaled, then everything is approved as it reads with them. */
    private void showAndApprove(Gate gate) {
        for (Step step : steps.all()) {
            if (step.gate() == gate) {
                Map<String, String> facts = step.facts(run());
                journal.append(RUN, Entry.Kind.FACT, step.name(), "", Entry.SOFTWARE, "Facts", facts);
            }
        }
        approve(gate, run().factsAtGate());
    }

    void decide(Step step, String choice) {
        journal.append(RUN, Entry.Kind.DECISION, step.name(), "", "operator", choice, Map.of(Run.CHOICE, choice));
    }

    /** Acts, waits for long work to end, and proves. */
    Finding take(Step step) {
        Finding finding = loop.act(step, RUN, BUDGET);
        if (finding.is(Verdict.RUNNING)) {
            await(() -> !look(step).is(Verdict.RUNNING), step.title());
            return loop.prove(step, RUN, BUDGET);
        }
        return finding;
    }

    /** Everything up to the gate before the restore, then that gate. */
    void backUpAndApproveRestore() {
        List.of(
                        steps.markPrimary(),
                        steps.markBackup(),
                        steps.removeMirroringFromMgc(),
                        steps.removeMirroringFromMgccomp(),
                        steps.backUpMgc(),
                        steps.fenceMgc(),
                        steps.verifyBackup())
                .forEach(this::take);
        approveRestore();
    }

    void takeAll(Step... several) {
        List.of(several).forEach(this::take);
    }

    /** Everything until P is what B was, proved. */
    void restore() {
        backUpAndApproveRestore();
        takeAll(
                steps.keepSafetyCopy(),
                steps.restoreMgc(),
                steps.checkMgcOnPrimary(),
                steps.proveEquality(),
                steps.alignOwnerAndUsers());
    }

    /** Everything until managers have approved that B's copy is overwritten. */
    void restoreAndApproveOverwrite() {
        restore();
        takeAll(steps.backUpPrimary(), steps.verifyPrimaryBackup(), steps.readCopiesBack());
        approveOverwrite();
    }

    void approveOverwrite() {
        showAndApprove(Gate.OVERWRITE_BACKUP);
    }

    /** Managers approve what going back costs, as it reads once the copy was looked at. */
    void approveRestoreCopy() {
        take(steps.checkBackupCopy());
        showAndApprove(Gate.RESTORE_COPY);
    }

    /** Everything until log shipping is set up and none of its jobs has run. */
    void setUpLogShipping() {
        restoreAndApproveOverwrite();
        takeAll(
                steps.initializeSecondary(),
                steps.addLogShippingPrimary(),
                steps.addLogShippingSecondary(),
                steps.registerSecondary());
    }

    /** Everything until the log shipping jobs run by themselves. */
    void shipLog() {
        setUpLogShipping();
        takeAll(steps.backUpLog(), steps.copyLog(), steps.restoreLog(), steps.enableLogShipping());
    }

    /** What stands in the journal once the first cmdlet of going live was about to be sent. */
    void goLive() {
        journal.append(RUN, Entry.Kind.INTENT, "setActiveServers", "", Entry.SOFTWARE, "", Map.of());
    }

    /** Operators say which servers are to be active. */
    void confirm(String... servers) {
        journal.append(
                RUN,
                Entry.Kind.DECISION,
                "confirmActiveServers",
                "",
                "operator",
                "Confirmed",
                Map.of(Run.CHOICE, Run.APPROVE, Run.ACTIVE_SERVERS, String.join(", ", servers)));
    }

    /** Nothing listens for this instance any more. */
    void unplug(SqlInstance instance) {
        listeners.get(instance.serverName()).close();
    }

    /** How many commands the run ever meant to send. */
    long commandsSent() {
        return run().of(Entry.Kind.INTENT).count();
    }

    /** What the loop says when a person has to decide; it fails where none has to. */
    StepFailed takeInVain(Step step) {
        try {
            Finding finding = take(step);
            throw new AssertionError(step.name() + " was to fail and is " + finding);
        } catch (StepFailed expected) {
            return expected;
        }
    }

    /** Sends a step's commands past its look, as a node does that has slept since it looked. */
    void sendBlindly(Step step) {
        for (Command command : step.commands(run().facts(step.name()))) {
            new SqlServerTransport(servers).send(RUN, command, Deadline.in(BUDGET, clock()));
        }
    }

    /** Acts without waiting for what goes on by itself. */
    Finding start(Step step) {
        return loop.act(step, RUN, BUDGET);
    }

    Finding look(Step step) {
        return step.look(run());
    }

    static void await(BooleanSupplier condition, String what) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(what + " did not come true within " + PATIENCE.toSeconds() + " s");
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /**
     * What a DBA types in Management Studio.
     *
     * @return what the server printed
     */
    String byHand(SqlInstance instance, String batch) {
        List<String> printed = new ArrayList<>();
        try (Connection connection = connect(instance);
                Statement statement = connection.createStatement()) {
            boolean rows = statement.execute(batch);
            while (rows || statement.getUpdateCount() != -1) {
                rows = statement.getMoreResults();
            }
            for (SQLWarning words = statement.getWarnings(); words != null; words = words.getNextWarning()) {
                printed.add(words.getMessage());
            }
            return String.join("\n", printed);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getErrorCode() + " " + e.getMessage(), e);
        }
    }

    /** The first column of what a query answers. */
    List<String> ask(SqlInstance instance, String query) {
        List<String> values = new ArrayList<>();
        try (Connection connection = connect(instance);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(e.getErrorCode() + " " + e.getMessage(), e);
        }
    }

    /** A row in a line, its columns with a bar between them. */
    List<String> rows(SqlInstance instance, String query) {
        return rows(instance, List.of(query));
    }

    /** The rows of several queries, one after the other. */
    List<String> rows(SqlInstance instance, List<String> queries) {
        List<String> lines = new ArrayList<>();
        try (Connection connection = connect(instance);
                Statement statement = connection.createStatement()) {
            for (String query : queries) {
                try (ResultSet rows = statement.executeQuery(query)) {
                    while (rows.next()) {
                        lines.add(inALine(rows));
                    }
                }
            }
            return lines;
        } catch (SQLException e) {
            throw new IllegalStateException(e.getErrorCode() + " " + e.getMessage(), e);
        }
    }

    private static String inALine(ResultSet row) throws SQLException {
        List<String> values = new ArrayList<>();
        for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
            values.add(row.getString(column));
        }
        return String.join("|", values);
    }

    String state(SqlInstance instance) {
        return model.instance(instance.serverName()).databaseState("mgc");
    }

    private Connection connect(SqlInstance instance) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:sqlserver://127.0.0.1:" + instance.port()
                        + ";encrypt=true;trustServerCertificate=true;loginTimeout=10;applicationName=Management Studio",
                "failback",
                PASSWORD);
    }

    @Override
    public void close() {
        listeners.values().forEach(TdsListener::close);
        servers.close();
    }
}
