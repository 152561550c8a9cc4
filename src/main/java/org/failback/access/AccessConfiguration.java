package org.failback.access;

import jakarta.servlet.Filter;
import java.time.Duration;
import javax.sql.DataSource;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.TaskService;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;

/** Puts the room together. */
@Configuration(proxyBeanMethods = false)
@Import(FrontPage.class)
class AccessConfiguration {
    @Bean
    Rehearsal rehearsal(@Value("${failback.rehearsal:false}") boolean on) {
        return new Rehearsal(on);
    }

    @Bean
    static Hardening hardening(ApplicationContext context) {
        return new Hardening(context);
    }

    @Bean
    static JobLock jobLock(@Value("${failback.settings.job-lock:200s}") Duration lock) {
        return new JobLock(lock);
    }

    @Bean
    EngineBounds engineBounds(
            DataSource database,
            @Value("${spring.datasource.hikari.maximum-pool-size}") int connections,
            @Value("${camunda.bpm.job-execution.max-pool-size}") int jobThreads,
            @Value("${server.tomcat.threads.max}") int webThreads) {
        return new EngineBounds(database, connections, jobThreads, webThreads);
    }

    @Bean
    FourEyes fourEyes(HistoryService history) {
        return new FourEyes(history);
    }

    @Bean
    ActingAs actingAs(IdentityService identity) {
        return new ActingAs(identity);
    }

    @Bean
    LabPeople labPeople(IdentityService identity, Rehearsal rehearsal) {
        return new LabPeople(identity, rehearsal, new Passwords());
    }

    @Bean
    AtStart accessAtStart(
            IdentityService identity,
            FilterService filters,
            TaskService tasks,
            AuthorizationService authorizations,
            Rehearsal rehearsal,
            @Value("${" + Administrator.USER + ":}") String user,
            @Value("${" + Administrator.PASSWORD_FROM + ":}") String passwordFrom) {
        Administrator administrator = new Administrator(identity, rehearsal, new Passwords());
        return new AtStart(
                identity,
                new Filters(filters, tasks),
                new Grants(authorizations),
                () -> administrator.reconcile(user, passwordFrom, System::getenv));
    }

    @Bean
    FilterRegistrationBean<PlainPaths> plainPaths() {
        return first(new PlainPaths(), 0);
    }

    @Bean
    FilterRegistrationBean<NoSetup> noSetup() {
        return first(new NoSetup(), 1);
    }

    @Bean
    FilterRegistrationBean<SignedInOnly> signedInOnly(ProcessEngine engine) {
        return first(new SignedInOnly(engine), 2);
    }

    private static <F extends Filter> FilterRegistrationBean<F> first(F filter, int place) {
        FilterRegistrationBean<F> registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + place);
        return registration;
    }
}
