package org.failback.process;

import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.Incident;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.Task;
import org.failback.step.Entry;
import org.failback.step.Journal;
import org.failback.step.Run;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Tells whose it is that something stands still until somebody does something: a task past its due date, and what the
 * engine itself could not go on with. Each is said once, in the journal and in the log; nothing is changed.
 */
final class StandsStill implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(StandsStill.class);
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    /** Key in a note's data: id of the task or incident that it is about. */
    private static final String ABOUT = "about";

    private final RuntimeService runtime;
    private final TaskService tasks;
    private final Journal journal;
    private final Clock clock;
    private ScheduledExecutorService timer;

    StandsStill(RuntimeService runtime, TaskService tasks, Journal journal, Clock clock) {
        this.runtime = runtime;
        this.tasks = tasks;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public void start() {
        timer = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "stands-still");
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleWithFixedDelay(this::lookQuietly, INTERVAL.toSeconds(), INTERVAL.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void stop() {
        timer.shutdownNow();
        timer = null;
    }

    @Override
    public boolean isRunning() {
        return timer != null;
    }

    /** A timer that threw would never run again. */
    private void lookQuietly() {
        try {
            look();
        } catch (RuntimeException e) {
            LOG.warn("Nobody could look what stands still; it is looked at again in a minute: {}", e.toString());
        }
    }

    void look() {
        Date now = Date.from(clock.instant());
        tasks.createTaskQuery()
                .processDefinitionKey(Model.PROCESS)
                .dueBefore(now)
                .list()
                .forEach(this::overdue);
        runtime.createIncidentQuery().list().forEach(this::incident);
    }

    private void overdue(Task task) {
        List<IdentityLink> links = tasks.getIdentityLinksForTask(task.getId());
        String owner = links.stream()
                .map(IdentityLink::getGroupId)
                .filter(group -> group != null)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        say(
                task.getProcessInstanceId(),
                task.getId(),
                task.getTaskDefinitionKey(),
                "\"" + task.getName() + "\" was due at "
                        + Rows.at(task.getDueDate().toInstant()) + " and still waits.",
                "Open it in Tasklist and decide. Nothing goes on before, and nothing happens by itself.",
                owner);
    }

    private void incident(Incident incident) {
        say(
                incident.getProcessInstanceId(),
                incident.getId(),
                Optional.ofNullable(incident.getActivityId()).orElse(""),
                "The engine cannot go on at " + incident.getActivityId()
                        + Optional.ofNullable(incident.getIncidentMessage())
                                .map(": "::concat)
                                .orElse(" after all its tries"),
                "This is no failed step but a fault of the engine. Read the application's log; when its cause is gone, let the"
                        + " job try again in Cockpit.",
                "ops");
    }

    private void say(String instance, String about, String where, String text, String remedy, String owner) {
        ProcessInstance process =
                runtime.createProcessInstanceQuery().processInstanceId(instance).singleResult();
        if (process == null || process.getBusinessKey() == null) {
            return;
        }
        String run = process.getBusinessKey();
        boolean said = Run.read(run, journal)
                .of(Entry.Kind.NOTE)
                .anyMatch(note -> about.equals(note.data().get(ABOUT)));
        if (!said) {
            LOG.warn("Run {}: {} What to do: {} ({})", run, text, remedy, owner);
            journal.append(
                    run,
                    Entry.Kind.NOTE,
                    where,
                    "",
                    Entry.SOFTWARE,
                    text,
                    Map.of("remedy", remedy, "owner", owner, ABOUT, about));
        }
    }
}
