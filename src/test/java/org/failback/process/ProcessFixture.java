package org.failback.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.impl.persistence.entity.MessageEntity;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.spring.SpringProcessEngineConfiguration;
import org.camunda.bpm.engine.task.Task;
import org.camunda.spin.json.SpinJsonNode;
import org.camunda.spin.plugin.impl.SpinProcessEnginePlugin;
import org.failback.estate.ChatServer;
import org.failback.estate.Credential;
import org.failback.estate.DataCenter;
import org.failback.estate.Endpoint;
import org.failback.estate.Estate;
import org.failback.estate.Pool;
import org.failback.estate.SqlInstance;
import org.failback.estate.Storage;
import org.failback.lync.ActiveServers;
import org.failback.step.Answer;
import org.failback.step.Approvals;
import org.failback.step.Command;
import org.failback.step.Deadline;
import org.failback.step.Entry;
import org.failback.step.Finding;
import org.failback.step.Gate;
import org.failback.step.JdbcJournal;
import org.failback.step.RemoteFailure;
import org.failback.step.Run;
import org.failback.step.StepLoop;
import org.failback.step.Transport;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The real process and the real code behind it, over steps that a test tells what to find. */
final class ProcessFixture implements AutoCloseable {
    private static final Credential NOBODY = new Credential("nobody", "env:NOBODY");

    /** The one server of the pool that may be active. */
    static final String CHAT = "chat1.example.test";

    final Map<String, ScriptedStep> steps = new LinkedHashMap<>();
    /** Commands in the order in which they were sent, as they read. */
    final List<String> sent = new ArrayList<>();
    /** What sending does besides taking effect; null for nothing. */
    RemoteFailure nextFailure;

    final ProcessEngine engine;
    final JdbcJournal journal;
    final Procedure procedure;
    ProcessInstance instance;

    ProcessFixture() {
        this(false);
    }

    /** @param stateFirst whether the pool's state is set before its servers */
    ProcessFixture(boolean stateFirst) {
        DriverManagerDataSource database =
                new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        DataSourceTransactionManager transactions = new DataSourceTransactionManager(database);
        JdbcClient jdbc = JdbcClient.create(database);
        ObjectMapper json = new ObjectMapper();
        Clock clock = Clock.systemUTC();
        journal = new JdbcJournal(jdbc, transactions, json, clock);
        journal.createTable();
        ActiveRuns activeRuns = new ActiveRuns(jdbc);
        activeRuns.createTable();
        procedure = procedure();
        StepLoop loop = new StepLoop(journal, new Approvals(), List.of(transport()), clock, wait -> {});
        Map<Object, Object> beans = new HashMap<>();
        SpringProcessEngineConfiguration configuration = new SpringProcessEngineConfiguration();
        configuration.setProcessEngineName("test-" + UUID.randomUUID());
        configuration.setDataSource(database);
        configuration.setTransactionManager(transactions);
        configuration.setDatabaseSchemaUpdate("true");
        configuration.setJobExecutorActivate(false);
        configuration.setHistory("full");
        configuration.setEnableExceptionsAfterUnhandledBpmnError(true);
        configuration.getProcessEnginePlugins().add(new SpinProcessEnginePlugin());
        configuration.setBeans(beans);
        engine = configuration.buildProcessEngine();
        Watcher watcher = new Watcher(
                engine.getRuntimeService(),
                journal,
                id -> null,
                step -> Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                clock);
        steps.forEach((name, step) -> {
            beans.put(name, new StepDelegate(step, StepDelegate.Purpose.ACT, loop, Duration.ofSeconds(2), watcher));
            if (step.longRunning()) {
                beans.put(
                        "prove" + Character.toUpperCase(name.charAt(0)) + name.substring(1),
                        new StepDelegate(step, StepDelegate.Purpose.PROVE, loop, Duration.ofSeconds(2), watcher));
            }
        });
        beans.put("checkBackupCopy", new BackupCopyDelegate((JavaDelegate) beans.get("checkBackupCopy"), journal));
        copyIs("asItWas");
        beans.put("openRun", new OpenRun("pool.example.test", activeRuns, journal, engine.getIdentityService(), clock));
        beans.put("closeRun", new CloseRun(activeRuns, journal));
        beans.put(
                "showEvidence",
                new ShowEvidence(
                        new GateEvidence(estate(), procedure, Map::of, json), List.of(CHAT), procedure, journal, json));
        beans.put(
                "recordDecision",
                new RecordDecision(new ActiveServers(estate()), procedure, journal, engine.getIdentityService()));
        beans.put("reportSlow", new ReportSlow(procedure, journal));
        beans.put("reportSlowAfter", "PT2H");
        beans.put("stateFirst", stateFirst);
        beans.put(
                "due",
                Stream.of(
                                "confirmRebuild",
                                "approveOutage",
                                "approveRestore",
                                "approveOverwrite",
                                "confirmActiveServers",
                                "approveGoLive",
                                "approveRestoreCopy",
                                "confirmChatWorks",
                                "decideHowToGoOn")
                        .collect(Collectors.toMap(gate -> gate, gate -> "PT1H")));
        engine.getRepositoryService()
                .createDeployment()
                .addClasspathResource(Model.BPMN)
                .deploy();
    }

    private Procedure procedure() {
        List<Procedure.Part> parts = new ArrayList<>();
        part(parts, "checkReadiness", Gate.NONE, false, false);
        part(parts, "probeAgentAccount", Gate.NONE, true, true);
        part(parts, "probePrimaryAgentAccount", Gate.NONE, true, true);
        for (String name : List.of(
                "markPrimary",
                "markBackup",
                "clearActiveServers",
                "stopChatServices",
                "endSessions",
                "removeMirroringFromMgc",
                "removeMirroringFromMgccomp",
                "liftFence",
                "startChatServices",
                "resetActiveServers")) {
            part(parts, name, Gate.OUTAGE_AND_PLAN, false, true);
        }
        for (String name : List.of("awaitClearing", "proveQuiescence", "drainCompliance", "awaitResetting")) {
            part(parts, name, Gate.NONE, true, false);
        }
        for (String name : List.of("backUpMgccomp", "checkMgcOnBackup", "backUpMgc", "fenceMgc", "verifyBackup")) {
            part(parts, name, Gate.OUTAGE_AND_PLAN, true, true);
        }
        part(parts, "bringPrimaryOnline", Gate.RESTORE, false, true);
        part(parts, "removeMirroringFromPrimary", Gate.RESTORE, false, true);
        for (String name : List.of("keepSafetyCopy", "restoreMgc", "checkMgcOnPrimary")) {
            part(parts, name, Gate.RESTORE, true, true);
        }
        part(parts, "proveEquality", Gate.NONE, false, false);
        part(parts, "alignOwnerAndUsers", Gate.RESTORE, false, true);
        for (String name : List.of("backUpPrimary", "verifyPrimaryBackup")) {
            part(parts, name, Gate.OUTAGE_AND_PLAN, true, true);
        }
        for (String name : List.of("initializeSecondary", "backUpLog", "copyLog", "restoreLog")) {
            part(parts, name, Gate.OVERWRITE_BACKUP, true, true);
        }
        for (String name :
                List.of("addLogShippingPrimary", "addLogShippingSecondary", "registerSecondary", "enableLogShipping")) {
            part(parts, name, Gate.OVERWRITE_BACKUP, false, true);
        }
        for (String name : List.of("setActiveServers", "setPoolState")) {
            part(parts, name, Gate.GO_LIVE, false, true);
        }
        for (String name : List.of("awaitGoLive", "awaitLocalStores", "awaitSessions")) {
            part(parts, name, Gate.NONE, true, false);
        }
        for (String name : List.of("readCopiesBack", "checkActiveServers", "proveOnlyPrimaryServes", "proveFailback")) {
            part(parts, name, Gate.NONE, false, false);
        }
        part(parts, "checkBackupCopy", Gate.NONE, false, false);
        for (String name : List.of(
                "removeLogShippingFromPrimary", "removeLogShippingFromBackup", "fencePrimary", "alignRestoredCopy")) {
            part(parts, name, Gate.RESTORE_COPY, false, true);
        }
        for (String name : List.of("restoreBackupCopy", "checkRestoredCopy")) {
            part(parts, name, Gate.RESTORE_COPY, true, true);
        }
        part(parts, "proveRestoredCopy", Gate.NONE, false, false);
        part(parts, "proveWayBack", Gate.NONE, false, false);
        part(parts, "removeJobsFromPrimary", Gate.NONE, false, true);
        part(parts, "removeJobsFromBackup", Gate.NONE, false, true);
        return new Procedure(parts);
    }

    private void part(List<Procedure.Part> parts, String name, Gate gate, boolean longRunning, boolean acts) {
        ScriptedStep step = new ScriptedStep(name, gate, longRunning, acts);
        steps.put(name, step);
        parts.add(new Procedure.Part("a phase", step, Procedure.When.ALWAYS));
    }

    private Transport transport() {
        return new Transport() {
            @Override
            public boolean carries(Command command) {
                return true;
            }

            @Override
            public Answer send(String run, Command command, Deadline deadline) {
                sent.add(command.text());
                if (nextFailure != null) {
                    RemoteFailure failure = nextFailure;
                    nextFailure = null;
                    throw failure;
                }
                steps.get(command.effect().replace("Does ", "")).takeEffect();
                return new Answer("");
            }
        };
    }

    static Estate estate() {
        Endpoint endpoint = new Endpoint(
                Endpoint.Scheme.HTTPS,
                "mgmt.example.test",
                5986,
                Optional.empty(),
                Endpoint.Authentication.KERBEROS,
                NOBODY);
        return new Estate(
                new Pool("pool.example.test", Pool.Product.LYNC_2013),
                new DataCenter("DC1", instance("p.example.test"), Optional.empty(), Optional.empty()),
                new DataCenter("DC2", instance("b.example.test"), Optional.empty(), Optional.empty()),
                Optional.empty(),
                new Storage(
                        "\\\\files\\chat",
                        "D:\\safety",
                        "D:\\copy",
                        "\\\\files\\chat\\ls",
                        new Storage.Schedule(Duration.ofMinutes(15), Duration.ofMinutes(15), Duration.ofMinutes(15)),
                        Storage.LogShipping.standard()),
                endpoint,
                List.of(new ChatServer(CHAT, "DC1", false, true, endpoint)),
                false);
    }

    private static SqlInstance instance(String host) {
        return new SqlInstance(host, Optional.empty(), 1433, Optional.empty(), Optional.empty(), NOBODY, NOBODY);
    }

    /** What the look at the backup's copy is to see. */
    void copyIs(String seen) {
        steps.get("checkBackupCopy").become(Finding.done("The copy was looked at.", Map.of("copy", seen)));
    }

    /** After a run has ended: every step is again what it was at first, and another run starts under this id. */
    void startAnew(String run) {
        steps.values().forEach(ScriptedStep::beginAnew);
        copyIs("asItWas");
        sent.clear();
        start(Map.of("ticket", "CHG-1", "reason", "The primary is rebuilt", "runId", run));
    }

    /** An operator starts a failback. */
    void start() {
        start(Map.of("ticket", "CHG-1", "reason", "The primary is rebuilt"));
    }

    private void start(Map<String, Object> variables) {
        engine.getIdentityService().setAuthenticatedUserId("otto");
        instance = engine.getRuntimeService().startProcessInstanceByKey(Model.PROCESS, variables);
        engine.getIdentityService().clearAuthentication();
    }

    /** Lets everything happen that happens by itself, until people are needed or the run has ended. */
    void runOn() {
        while (true) {
            List<Job> jobs = engine.getManagementService().createJobQuery().executable().list().stream()
                    .filter(MessageEntity.class::isInstance)
                    .toList();
            if (!jobs.isEmpty()) {
                jobs.forEach(job -> engine.getManagementService().executeJob(job.getId()));
                continue;
            }
            Optional<String> waiting = waitingAt();
            if (waiting.isEmpty()) {
                return;
            }
            engine.getRuntimeService().signal(waiting.get());
        }
    }

    private Optional<String> waitingAt() {
        return engine.getRuntimeService().createExecutionQuery().list().stream()
                .map(org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity.class::cast)
                .filter(e -> e.isActive()
                        && e.getActivityId() != null
                        && e.getActivityId().startsWith(Model.WAIT_PREFIX))
                .map(org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity::getId)
                .findFirst();
    }

    Task task() {
        return engine.getTaskService().createTaskQuery().singleResult();
    }

    SpinJsonNode evidence() {
        return (SpinJsonNode) engine.getTaskService().getVariable(task().getId(), "evidence");
    }

    /** A person answers the gate that is open, having seen what it shows, and everything goes on. */
    void answer(String person, String answer) {
        complete(person, answers(answer));
        runOn();
    }

    /** Only the click: nothing goes on yet. */
    void approve(String person) {
        complete(person, answers("approve"));
    }

    private Map<String, Object> answers(String answer) {
        Map<String, Object> variables = new HashMap<>();
        variables.put("answer", answer);
        variables.put("answerReason", "because");
        variables.put("shownHash", evidence().prop("hash").stringValue());
        Variable.CONFIRMATIONS.forEach(question -> variables.put(question.name(), true));
        Variable.CHAT_WORKS.forEach(question -> variables.put(question.name(), true));
        return variables;
    }

    void decide(String person, String decision) {
        complete(
                person,
                Map.of(
                        "decision",
                        decision,
                        "decisionReason",
                        "because",
                        "shownHash",
                        evidence().prop("hash").stringValue()));
        runOn();
    }

    void complete(String person, Map<String, Object> variables) {
        engine.getIdentityService().setAuthenticatedUserId(person);
        try {
            engine.getTaskService().complete(task().getId(), variables);
        } finally {
            engine.getIdentityService().clearAuthentication();
        }
    }

    Run run() {
        return Run.read(runId(), journal);
    }

    String runId() {
        return engine.getHistoryService()
                .createHistoricProcessInstanceQuery()
                .processInstanceId(instance.getId())
                .singleResult()
                .getBusinessKey();
    }

    List<Entry> decisions() {
        return run().of(Entry.Kind.DECISION).toList();
    }

    boolean sent(String step) {
        return sent.stream().anyMatch(text -> text.contains("EXEC " + step + " "));
    }

    @Override
    public void close() {
        engine.close();
    }
}
