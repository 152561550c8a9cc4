package org.failback.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.failback.estate.ChatServer;
import org.failback.estate.Configuration;
import org.failback.estate.Estate;
import org.failback.estate.Settings;
import org.failback.lync.ActiveServers;
import org.failback.nodes.StartLock;
import org.failback.step.Approvals;
import org.failback.step.JdbcJournal;
import org.failback.step.Journal;
import org.failback.step.Step;
import org.failback.step.StepLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** Puts the room together: the estate's rooms below, the engine above. */
@org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
class ProcessConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessConfiguration.class);

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Configuration failbackConfiguration(Environment environment) {
        Configuration configuration = Rooms.configuration(environment);
        configuration.warnings().forEach(LOG::warn);
        return configuration;
    }

    @Bean
    Estate estate(Configuration configuration) {
        return configuration.requiredEstate();
    }

    @Bean
    Settings settings(Configuration configuration) {
        return configuration.settings();
    }

    @Bean(destroyMethod = "close")
    Rooms rooms(Estate estate, Settings settings, Clock clock, ObjectMapper json) {
        return Rooms.open(estate, settings, clock, json);
    }

    @Bean
    Procedure procedure(Rooms rooms) {
        return rooms.procedure();
    }

    @Bean
    Journal journal(
            JdbcClient jdbc, PlatformTransactionManager transactions, ObjectMapper json, Clock clock, StartLock first) {
        JdbcJournal journal = new JdbcJournal(jdbc, transactions, json, clock);
        journal.createTable();
        return journal;
    }

    @Bean
    ActiveRuns activeRuns(JdbcClient jdbc, StartLock first) {
        ActiveRuns runs = new ActiveRuns(jdbc);
        runs.createTable();
        return runs;
    }

    @Bean
    StepLoop stepLoop(Journal journal, Rooms rooms, Clock clock) {
        return new StepLoop(journal, new Approvals(), rooms.transports(), clock, ProcessConfiguration::sleep);
    }

    @Bean
    Watcher watcher(
            RuntimeService runtime,
            RepositoryService repository,
            Journal journal,
            Procedure procedure,
            Rooms rooms,
            Settings settings,
            Clock clock) {
        Function<Step, Duration> interval = step -> rooms.isLync(step)
                ? settings.watcher().winrm()
                : settings.watcher().sqlServer();
        return new Watcher(
                runtime,
                journal,
                new StepAtWait(procedure),
                interval,
                settings.watcher().sqlServer(),
                Duration.ofMinutes(2),
                clock);
    }

    @Bean
    DelegateFactory delegateFactory(
            Procedure procedure, StepLoop loop, Rooms rooms, Settings settings, Watcher watcher) {
        Function<Step, Duration> budget = step -> {
            if (step.name().equals("checkReadiness")) {
                return settings.deadlines().readiness();
            }
            return rooms.isLync(step)
                    ? settings.deadlines().cmdlet()
                    : settings.deadlines().sqlServer();
        };
        return new DelegateFactory(procedure, loop, budget, watcher);
    }

    @Bean
    OpenRun openRun(Estate estate, ActiveRuns activeRuns, Journal journal, IdentityService identity, Clock clock) {
        return new OpenRun(estate.pool().fqdn(), activeRuns, journal, identity, clock);
    }

    @Bean
    CloseRun closeRun(ActiveRuns activeRuns, Journal journal) {
        return new CloseRun(activeRuns, journal);
    }

    @Bean
    ShowEvidence showEvidence(Estate estate, Procedure procedure, Rooms rooms, Journal journal, ObjectMapper json) {
        return new ShowEvidence(
                new GateEvidence(estate, procedure, rooms::expectedDurations, json),
                estate.targetActiveServers().stream().map(ChatServer::fqdn).toList(),
                procedure,
                journal,
                json);
    }

    @Bean
    RecordDecision recordDecision(Estate estate, Procedure procedure, Journal journal, IdentityService identity) {
        return new RecordDecision(new ActiveServers(estate), procedure, journal, identity);
    }

    @Bean
    ReportSlow reportSlow(Procedure procedure, Journal journal) {
        return new ReportSlow(procedure, journal);
    }

    @Bean
    StandsStill standsStill(RuntimeService runtime, TaskService tasks, Journal journal, Clock clock) {
        return new StandsStill(runtime, tasks, journal, clock);
    }

    /** For timers in the model: ISO 8601 duration. */
    @Bean
    String reportSlowAfter(Settings settings) {
        return settings.reportSlowAfter().toString();
    }

    /** For the model's choice of order between the two cmdlets that hand the pool over. */
    @Bean
    Boolean stateFirst(Settings settings) {
        return settings.goLiveOrder() == Settings.GoLiveOrder.STATE_FIRST;
    }

    /** For due dates in the model: ISO 8601 durations by gate. */
    @Bean
    Map<String, String> due(Settings settings) {
        Settings.Gates gates = settings.gates();
        return Map.of(
                "confirmRebuild", gates.confirmRebuild().toString(),
                "approveOutage", gates.approveOutage().toString(),
                "approveRestore", gates.approveRestore().toString(),
                "approveOverwrite", gates.approveOverwrite().toString(),
                "confirmActiveServers", gates.confirmActiveServers().toString(),
                "approveGoLive", gates.approveGoLive().toString(),
                "approveRestoreCopy", gates.approveRestoreCopy().toString(),
                "confirmChatWorks", gates.confirmChatWorks().toString(),
                "decideHowToGoOn", gates.decideHowToGoOn().toString());
    }

    @Bean
    ProcessDeployment processDeployment(RepositoryService repository) {
        return new ProcessDeployment(repository);
    }

    /** At start, before anybody can come: the model is there. */
    @Bean
    org.springframework.beans.factory.SmartInitializingSingleton deployAtStart(ProcessDeployment deployment) {
        return deployment::deploy;
    }

    private static void sleep(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while waiting to try again", stopped);
        }
    }
}
