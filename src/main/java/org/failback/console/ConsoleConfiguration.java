package org.failback.console;

import java.time.Clock;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.failback.access.ActingAs;
import org.failback.access.Rehearsal;
import org.failback.estate.Estate;
import org.failback.process.Procedure;
import org.failback.process.Progress;
import org.failback.process.Rooms;
import org.failback.step.Journal;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/** Puts the room together; everything here waits until the command line asks for it. */
@Configuration(proxyBeanMethods = false)
@Lazy
class ConsoleConfiguration {
    @Bean
    Welcome welcome(Environment environment, Rehearsal rehearsal) {
        return new Welcome(environment, rehearsal);
    }

    @Bean
    RehearsalRun rehearsalRun(
            RuntimeService runtime,
            HistoryService history,
            TaskService tasks,
            ActingAs acting,
            Journal journal,
            Procedure procedure,
            Rooms rooms,
            Progress progress,
            Estate estate,
            Clock clock) {
        return new RehearsalRun(
                runtime, history, tasks, acting, journal, procedure, progress, new Proofs(rooms), estate, clock);
    }
}
