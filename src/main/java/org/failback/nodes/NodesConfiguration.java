package org.failback.nodes;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.sql.DataSource;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEnginePlugin;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Puts the room together. */
@Configuration(proxyBeanMethods = false)
class NodesConfiguration {
    private static final String JOBS = "camunda.bpm.job-execution";
    private static final Duration ASKS_FOR_ITS_NAME = Duration.ofSeconds(2);
    private static final Duration ANOTHER_STARTS = Duration.ofSeconds(120);

    @Bean
    static EngineDatabase engineDatabase(DataSource database, @Value("${spring.datasource.url}") String url) {
        return EngineDatabase.of(database, url);
    }

    @Bean(destroyMethod = "close")
    static StartLock startLock(DataSource database, EngineDatabase kind) {
        return StartLock.take(database, kind, ANOTHER_STARTS);
    }

    /** The engine reads its plugins before it makes its tables. */
    @Bean
    static ProcessEnginePlugin oneStartAtATime(StartLock lock) {
        return new AbstractProcessEnginePlugin() {};
    }

    @Bean
    static UncountedFailures uncountedFailures() {
        return new UncountedFailures();
    }

    @Bean
    static BeanPostProcessor postgresConnections() {
        return new PostgresConnections();
    }

    /** By this name the engine's starter takes it in place of its own. */
    @Bean(destroyMethod = "close")
    @ConditionalOnProperty(prefix = JOBS, name = "enabled", matchIfMissing = true)
    static JobThreads camundaTaskExecutor(
            @Value("${" + JOBS + ".max-pool-size}") int threads, @Value("${" + JOBS + ".queue-capacity}") int queue) {
        return new JobThreads(threads, queue);
    }

    @Bean
    @ConditionalOnProperty(prefix = JOBS, name = "enabled", matchIfMissing = true)
    Node node(
            DataSource database,
            EngineDatabase kind,
            JdbcClient jdbc,
            JobExecutor jobs,
            JobThreads threads,
            @Value("${spring.lifecycle.timeout-per-shutdown-phase}") Duration drain) {
        return new Node(
                new NodeNames(database, kind, host()), new HeldJobs(jdbc), jobs, threads, ASKS_FOR_ITS_NAME, drain);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "node";
        }
    }
}
